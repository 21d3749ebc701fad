import { detectableText } from '../../src/shared/comparisonText.ts';
import { formatQuality } from '../../src/shared/format.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import { pairTable, type PairRow } from '../logic/pairTable.ts';
import type { Standing } from '../logic/standing.ts';
import { pairTitle } from '../logic/wording.ts';
import { ModelLabel } from './modelLabel.tsx';
import { Section, TableBox } from './section.tsx';
import { StandingFigure } from './standingFigure.tsx';

/** Each model against each: read a row against a column. */
export function PairsSection({ comparison }: { readonly comparison: Comparison }) {
  const { rows, columns, complete } = pairTable(comparison);
  const { margin } = comparison.recommendation;
  return (
    <Section
      id="pairs"
      title="Who beats whom"
      intro={
        <>
          {complete ? 'The row against the column' : 'Each against the best'}: difference in quality, case by case, with its
          interval; verdicts corrected for so many comparisons (Holm). “As good”: shown to lose no more than{' '}
          {formatQuality(margin)}. {detectableText(comparison)}
        </>
      }
    >
      <TableBox label="Pairs of models">
        <table class="data pairs">
          <thead>
            <tr>
              <td />
              {columns.map(({ candidate, index }) => (
                <th key={candidate.id} scope="col">
                  <span class="muted">against</span>
                  <ModelLabel label={candidate.label} index={index} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <PairTableRow key={row.candidate.id} row={row} />
            ))}
          </tbody>
        </table>
      </TableBox>
    </Section>
  );
}

function PairTableRow({ row: { candidate, index, cells } }: { readonly row: PairRow }) {
  return (
    <tr>
      <th scope="row">
        <ModelLabel label={candidate.label} index={index} />
      </th>
      {cells.map((standing, column) => (
        <td key={column} class={standing === null ? 'itself' : undefined}>
          {standing && <PairCell standing={standing} />}
        </td>
      ))}
    </tr>
  );
}

function PairCell({ standing }: { readonly standing: Standing }) {
  const title = pairTitle(standing);
  return (
    <>
      <StandingFigure standing={standing} title={title} />
      <span class="for-screen-readers">{title}</span>
    </>
  );
}
