import { formatPercent, formatPlural } from '../../src/shared/format.ts';
import type { CandidateSummary, Estimate, PairwiseRanking, RankedCandidate } from '../../src/shared/model/comparison.ts';
import { EstimateFigure } from './estimateFigure.tsx';
import { CandidateLabel } from './modelLabel.tsx';
import { Section, TableBox } from './section.tsx';

interface RankingSectionProps {
  readonly ranking: PairwiseRanking;
  readonly candidates: readonly CandidateSummary[];
}

/** Who wins when judges see two answers side by side. */
export function RankingSection({ ranking, candidates }: RankingSectionProps) {
  return (
    <Section
      id="ranking"
      title="Pairwise ranking"
      intro={`By ${formatPlural(ranking.judgedPairs, 'judged pair')} (Bradley–Terry, a tie is half a win). Strength: the chance of beating an average model of this run. Intervals: 95 %, from resamples of the cases.`}
    >
      <TableBox label="Models by pairwise ranking">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Rank</th>
              <th scope="col">Model</th>
              <th scope="col">Strength</th>
              {['Won', 'Tied', 'Lost'].map((head) => (
                <th key={head} scope="col" class="number">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ranking.candidates.map((ranked) => (
              <RankedRow key={ranked.id} ranked={ranked} candidates={candidates} />
            ))}
          </tbody>
        </table>
      </TableBox>
    </Section>
  );
}

interface RankedRowProps {
  readonly ranked: RankedCandidate;
  readonly candidates: readonly CandidateSummary[];
}

function RankedRow({ ranked: { id, strength, rank, won, tied, lost }, candidates }: RankedRowProps) {
  return (
    <tr>
      <td class="place">
        {rank.value} <span class="interval">{rankRange(rank)}</span>
      </td>
      <th scope="row">
        <CandidateLabel id={id} candidates={candidates} />
      </th>
      <td>
        <EstimateFigure estimate={strength} from={0} to={1} format={formatPercent} />
      </td>
      <td class="number">{won}</td>
      <td class="number">{tied}</td>
      <td class="number">{lost}</td>
    </tr>
  );
}

/** `1 to 3`; nothing where the rank is sure. */
function rankRange({ low, high }: Estimate): string {
  return low === null || high === null || low === high ? '' : `${low} to ${high}`;
}
