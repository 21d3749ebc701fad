import { agreementText, judgeWarnings } from '../../src/shared/comparisonText.ts';
import { formatCost, formatInterval, formatPlural, formatQuality } from '../../src/shared/format.ts';
import type { Comparison, HumanSummary, JudgeSummary, JudgingSummary } from '../../src/shared/model/comparison.ts';
import { Icon } from './icon.tsx';
import { CandidateLabel } from './modelLabel.tsx';
import { Section, TableBox } from './section.tsx';

/** Who graded, at what cost, and how far they can be trusted. */
export function JudgesSection({ comparison }: { readonly comparison: Comparison }) {
  const { judging, people } = comparison;
  return (
    <Section id="judges" title="Judges and people">
      {judging && <Judging judging={judging} />}
      {people && <People people={people} comparison={comparison} />}
    </Section>
  );
}

function Judging({ judging: { judges, calls, cost, agreement } }: { readonly judging: JudgingSummary }) {
  return (
    <>
      <p class="line">
        Cost of judging: <strong>{formatCost(cost)}</strong> in {formatPlural(calls, 'call')} – not part of the models’ cost.
        {agreement && ` The judges agree with each other on ${agreementText(agreement)}.`}
      </p>
      <TableBox label="Judges">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Judge</th>
              <th scope="col" class="number">
                Judged
              </th>
              <th scope="col" class="number">
                Failed
              </th>
              <th scope="col" class="number">
                Cost
              </th>
              <th scope="col">Agrees with people</th>
            </tr>
          </thead>
          <tbody>
            {judges.map((judge) => (
              <JudgeRow key={judge.judge} judge={judge} />
            ))}
          </tbody>
        </table>
      </TableBox>
    </>
  );
}

function JudgeRow({ judge }: { readonly judge: JudgeSummary }) {
  const { judged, failed, cost, agreement } = judge;
  return (
    <tr>
      <th scope="row">
        {judge.judge}
        {judgeWarnings(judge).map((warning) => (
          <span key={warning} class="judge-warning" title="A judge favours answers like its own.">
            <Icon name="warning" /> {warning}
          </span>
        ))}
      </th>
      <td class="number">{judged}</td>
      <td
        class={failed > 0 ? 'number has-errors' : 'number'}
        title="Answers out of the judge’s format, and failed calls: no scores"
      >
        {failed}
      </td>
      <td class="number">{formatCost(cost)}</td>
      <td class="words">
        {agreement ? `on ${agreementText(agreement)}` : <span class="muted">no ratings of its answers yet</span>}
      </td>
    </tr>
  );
}

function People({ people, comparison: { candidates } }: { readonly people: HumanSummary; readonly comparison: Comparison }) {
  const { rated, byCandidate, agreement } = people;
  return (
    <>
      <p class="line">
        People rated {formatPlural(rated, 'answer')}.
        {agreement && ` All scorers together say the same on ${agreementText(agreement)}.`}
      </p>
      <TableBox label="Ratings by people">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" class="number">
                Rating by people (0 to 1)
              </th>
              <th scope="col" class="number">
                Rated
              </th>
            </tr>
          </thead>
          <tbody>
            {byCandidate.map(({ id, rating }) => (
              <tr key={id}>
                <th scope="row">
                  <CandidateLabel id={id} candidates={candidates} />
                </th>
                <td class="number">
                  {formatQuality(rating.value)} <span class="interval">{formatInterval(rating, formatQuality)}</span>
                </td>
                <td class="number">{rating.n}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </>
  );
}
