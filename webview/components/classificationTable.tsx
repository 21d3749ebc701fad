import { formatInterval, formatQuality } from '../../src/shared/format.ts';
import type { Classification } from '../../src/shared/model/comparison.ts';

/** How well each label was found. */
export function ClassificationTable({ classification: { macroF1, labels } }: { readonly classification: Classification }) {
  const interval = formatInterval(macroF1, formatQuality);
  return (
    <table class="small numbers">
      <caption>
        Labels: mean F1 {formatQuality(macroF1.value)}
        {interval !== '' && <span class="muted"> ({interval})</span>}
      </caption>
      <thead>
        <tr>
          {['Label', 'F1', 'Precision', 'Recall', 'Expected'].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {labels.map(({ label, f1, precision, recall, expected }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>{formatQuality(f1)}</td>
            <td>{formatQuality(precision)}</td>
            <td>{formatQuality(recall)}</td>
            <td>{expected}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
