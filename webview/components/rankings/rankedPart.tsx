import { formatPlural } from '../../../src/shared/format.ts';
import type { CandidateSummary } from '../../../src/shared/model/comparison.ts';
import type { Disagreement, PublicRanking, PublicRanks, RankedPart, RankedRow } from '../../../src/shared/model/publicRanks.ts';
import { disagreementText, formatScore, indexText, orderTexts, rankingTitle } from '../../../src/shared/rankingText.ts';
import { scaleFrom } from '../../logic/qualityScale.ts';
import { disagreementsOf, partTitle, rankingOf } from '../../logic/ranks.ts';
import { EstimateFigure } from '../estimateFigure.tsx';
import { Icon } from '../icon.tsx';
import { CandidateLabel } from '../modelLabel.tsx';
import { TableBox } from '../section.tsx';
import { Matched } from './matched.tsx';

interface RankedPartProps {
  readonly part: RankedPart;
  readonly ranks: PublicRanks;
  readonly candidates: readonly CandidateSummary[];
}

/** Own order beside public order, and where the two disagree. */
export function RankedPartView({ part, ranks, candidates }: RankedPartProps) {
  const ranking = rankingOf(ranks, part.category);
  if (ranking === null) return null;
  const from = scaleFrom(part.rows.map(({ quality }) => quality));
  return (
    <div class="ranked-part">
      <h3>
        {partTitle(part)}{' '}
        <span class="muted">
          beside {rankingTitle(part.category)}, {indexText(ranking)}
        </span>
      </h3>
      {part.rows.length === 0 ? (
        <p class="muted">The board ranks none of the models of this run.</p>
      ) : (
        <>
          <Disagreements part={part} ranking={ranking} />
          <TableBox label={`${partTitle(part)}: own quality and public rank`}>
            <table class="data">
              <thead>
                <tr>
                  <th scope="col">Model</th>
                  <th scope="col">Own quality</th>
                  <th scope="col" class="number">
                    Public rank
                  </th>
                  <th scope="col" class="number">
                    Public score
                  </th>
                  <th scope="col">On the board</th>
                </tr>
              </thead>
              <tbody>
                {part.rows.map((row) => (
                  <PartRow key={row.id} row={row} part={part} ranking={ranking} candidates={candidates} from={from} />
                ))}
              </tbody>
            </table>
          </TableBox>
          <ul class="order-agreement muted">
            {orderTexts(part).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

interface DisagreementsProps {
  readonly part: RankedPart;
  readonly ranking: PublicRanking;
}

/** Each in a sentence; where there are many, the clearest first and the others on demand. */
function Disagreements({ part, ranking }: DisagreementsProps) {
  const { disagreements } = part;
  if (disagreements.length === 0) return null;
  const rest = disagreements.slice(mostSentences);
  return (
    <>
      <DisagreementList part={part} ranking={ranking} shown={disagreements.slice(0, mostSentences)} />
      {rest.length > 0 && (
        <details>
          <summary>{formatPlural(rest.length, 'more disagreement')}</summary>
          <DisagreementList part={part} ranking={ranking} shown={rest} />
        </details>
      )}
    </>
  );
}

const mostSentences = 4;

function DisagreementList({ part, ranking, shown }: DisagreementsProps & { readonly shown: readonly Disagreement[] }) {
  return (
    <ul class="disagreements">
      {shown.map((one) => (
        <li key={`${one.above.id} ${one.below.id}`}>
          <Icon name="warning" />
          <span>{disagreementText(one, ranking, part.caseCategory)}</span>
        </li>
      ))}
    </ul>
  );
}

interface PartRowProps {
  readonly row: RankedRow;
  readonly part: RankedPart;
  readonly ranking: PublicRanking;
  readonly candidates: readonly CandidateSummary[];
  readonly from: number;
}

function PartRow({ row: { id, quality, public: rank }, part, ranking, candidates, from }: PartRowProps) {
  const against = disagreementsOf(part, id);
  return (
    <tr>
      <th scope="row">
        <CandidateLabel id={id} candidates={candidates} />
        {against.length > 0 && (
          <span
            class="rank-disagrees"
            title={`The board has it the other way round than your cases: against ${against.join(', ')}`}
          >
            <Icon name="warning" /> {formatPlural(against.length, 'pair disagrees', 'pairs disagree')}
          </span>
        )}
      </th>
      <td>
        <EstimateFigure estimate={quality} from={from} to={1} />
      </td>
      <td class="number">
        {rank.rank} <span class="muted">of {ranking.models}</span>
      </td>
      <td class="number">{formatScore(rank.score)}</td>
      <td class="words">
        <Matched rank={rank} id={id} />
      </td>
    </tr>
  );
}
