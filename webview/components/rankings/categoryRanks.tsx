import type { CandidateSummary } from '../../../src/shared/model/comparison.ts';
import type { CandidateRanks, PublicRanking, PublicRanks } from '../../../src/shared/model/publicRanks.ts';
import { confidenceText, formatScore, rankingTitle } from '../../../src/shared/rankingText.ts';
import { rankRow } from '../../logic/ranks.ts';
import { CandidateLabel } from '../modelLabel.tsx';
import { TableBox } from '../section.tsx';

interface CategoryRanksProps {
  readonly ranks: PublicRanks;
  readonly candidates: readonly CandidateSummary[];
}

/** Where each model stands in every category that a board ranks. */
export function CategoryRanks({ ranks: { rankings, candidates: all }, candidates }: CategoryRanksProps) {
  return (
    <div>
      <h3>
        By category <span class="muted">public rank · score on the board’s own scale</span>
      </h3>
      <TableBox label="Public rank by category">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Model</th>
              {rankings.map((ranking) => (
                <th key={ranking.category} scope="col" class="number">
                  {rankingTitle(ranking.category)}
                  {ranking.standsIn && <span class="stand-in">stand-in</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all
              .filter(({ ranks }) => ranks.length > 0)
              .map((one) => (
                <Row key={one.id} one={one} rankings={rankings} candidates={candidates} />
              ))}
          </tbody>
        </table>
      </TableBox>
    </div>
  );
}

interface RowProps {
  readonly one: CandidateRanks;
  readonly rankings: readonly PublicRanking[];
  readonly candidates: readonly CandidateSummary[];
}

function Row({ one, rankings, candidates }: RowProps) {
  return (
    <tr>
      <th scope="row">
        <CandidateLabel id={one.id} candidates={candidates} />
      </th>
      {rankRow(one, rankings).map((rank, index) => (
        <td
          key={rankings[index]?.category}
          class="number"
          title={
            rank ? `${rank.name}, ${confidenceText(rank)}; score ${formatScore(rank.score)}` : 'This ranking does not have it'
          }
        >
          {rank ? (
            <>
              {rank.confidence === 'guess' && '~'}#{rank.rank} <span class="muted">· {formatScore(rank.score)}</span>
            </>
          ) : (
            <span class="muted">not ranked</span>
          )}
        </td>
      ))}
    </tr>
  );
}
