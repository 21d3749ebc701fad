import * as vscode from 'vscode';
import { plainName } from '../plainMessage.ts';
import { NotRun } from '../run/notRun.ts';
import { suitePath, suiteTitle, type SuiteIndex } from '../suites/suiteIndex.ts';
import { sameUri } from '../suites/suiteLoader.ts';

/** A suite of the user's choice, the given one first; `null` where they leave. */
export async function pickSuiteFor(ref: string, given: vscode.Uri | null, index: SuiteIndex): Promise<vscode.Uri | null> {
  const place = await pick(await suiteItems(given, index), ref);
  return place === 'clipboard' ? null : place;
}

/** As `pickSuiteFor`, with the clipboard as another place for the name. */
export async function pickPlace(ref: string, given: vscode.Uri | null, index: SuiteIndex): Promise<Place | null> {
  const copy: PlaceItem = { label: vscode.l10n.t('$(copy) Copy the name'), description: ref, place: 'clipboard' };
  return pick([...(await suiteItems(given, index)), copy], ref);
}

type Place = vscode.Uri | 'clipboard';
type PlaceItem = vscode.QuickPickItem & { readonly place: Place };

async function suiteItems(given: vscode.Uri | null, index: SuiteIndex): Promise<readonly PlaceItem[]> {
  const suites = await index.suites();
  const first = (uri: vscode.Uri) => (given !== null && sameUri(uri, given) ? 0 : 1);
  return suites
    .toSorted((a, b) => first(a.uri) - first(b.uri))
    .map((suite) => ({
      label: vscode.l10n.t('$(add) Add to {0}', suiteTitle(suite)),
      description: suite.path,
      place: suite.uri,
    }));
}

async function pick(items: readonly PlaceItem[], title: string): Promise<Place | null> {
  if (items.length === 0)
    throw new NotRun(
      'impossible',
      vscode.l10n.t('There is no suite in this workspace yet: make one with “LLM Bench: New Suite”.'),
    );
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.place ?? null;
}

/** An edit as by hand: it can be undone, and nothing is saved. Throws `NotRun` where there is nothing to edit. */
export async function addToSuite(uri: vscode.Uri, ref: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edited = await modelEdit(document, ref);
  if (!edited) {
    await vscode.window.showTextDocument(document, { preview: false });
    const words = vscode.l10n.t('This suite has no list of models to add {0} to: mend it first.', plainName(ref));
    throw new NotRun('impossible', words);
  }
  if (edited.edit) await vscode.workspace.applyEdit(edited.edit);
  const selection = new vscode.Range(document.positionAt(edited.from), document.positionAt(edited.to));
  await vscode.window.showTextDocument(document, { selection, preview: false });
  if (!edited.edit) throw new NotRun('declined', isThereText(uri, ref));
}

export interface ModelEdit {
  /** `null`: the suite names the model already. */
  readonly edit: vscode.WorkspaceEdit | null;
  /** Offsets of the model's name, after the edit. */
  readonly from: number;
  readonly to: number;
}

/** Puts a model into a suite's list; `null` where it has none that could take it. */
export async function modelEdit(document: vscode.TextDocument, ref: string): Promise<ModelEdit | null> {
  const { modelInsertion, modelPlace } = await import('./addModel.ts');
  const text = document.getText();
  const place = modelPlace(text, ref);
  if (place) return { edit: null, from: place[0], to: place[1] };
  const insertion = modelInsertion(text, ref);
  if (insertion === null) return null;
  const { offset, newText, nameAt } = insertion;
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.positionAt(offset), newText);
  return { edit, from: nameAt, to: offset + newText.length };
}

export function isThereText(uri: vscode.Uri, ref: string): string {
  return vscode.l10n.t('{0} names {1} already.', plainName(suitePath(uri)), plainName(ref));
}
