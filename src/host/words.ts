/**
 * The editor's translations, for files that are tested without an editor. Files that import `vscode` anyway say
 * `vscode.l10n.t`; test/tools/l10n.ts collects the texts of both.
 */
type Place = string | number | boolean;
type Translate = (message: string, ...places: Place[]) => string;

let translate: Translate = fill;

/** To be called before any other file of the host is read: some make their texts as they load. */
export function translateWith(editor: Translate): void {
  translate = editor;
}

export const l10n = {
  t(message: string, ...places: Place[]): string {
    return translate(message, ...places);
  },
};

/** As the editor does it. */
function fill(message: string, ...places: Place[]): string {
  return message.replaceAll(/\{(\d+)\}/g, (whole, index) => String(places[Number(index)] ?? whole));
}
