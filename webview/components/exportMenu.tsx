import { Popup } from './popup.tsx';

interface ExportMenuProps<Format extends string> {
  readonly formats: readonly { readonly format: Format; readonly title: string }[];
  readonly onChoose: (format: Format) => void;
}

/** The formats that what is shown can be written in. */
export function ExportMenu<Format extends string>({ formats, onChoose }: ExportMenuProps<Format>) {
  return (
    <Popup id="export" label="Export" icon="export">
      <ul class="menu">
        {formats.map(({ format, title }) => (
          <li key={format}>
            <button type="button" popovertarget="export-popup" popovertargetaction="hide" onClick={() => onChoose(format)}>
              {title}
            </button>
          </li>
        ))}
      </ul>
    </Popup>
  );
}
