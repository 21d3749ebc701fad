import type { BaselineChange, BaselineComparison, CandidateSummary, Estimate } from '../../src/shared/model/comparison.ts';
import { baselineName, notCompared } from '../../src/shared/comparisonText.ts';
import { changeOfRatio, intervalText, ratioVerdict, type RatioVerdict } from '../../src/shared/estimateText.ts';
import { formatPlural } from '../../src/shared/format.ts';
import { listedChanges } from '../logic/changes.ts';
import { ChangeTable } from './changeTable.tsx';
import { Icon, type IconName } from './icon.tsx';
import { CandidateLabel } from './modelLabel.tsx';
import { Section, TableBox } from './section.tsx';
import { StandingFigure } from './standingFigure.tsx';

interface BaselineSectionProps {
  readonly baseline: BaselineComparison;
  readonly candidates: readonly CandidateSummary[];
}

/** What changed since the run that this suite is held against. */
export function BaselineSection({ baseline, candidates }: BaselineSectionProps) {
  const changes = baseline.candidates;
  const remarks = notCompared(baseline);
  return (
    <Section
      id="baseline"
      title="Against the baseline"
      intro={`Now against then: ${baselineName(baseline)}. Cases that both runs asked alike, paired, with 95 % intervals.`}
    >
      {changes.length === 0 ? (
        <p class="nothing">No model is in both runs.</p>
      ) : (
        <ModelChanges changes={changes} candidates={candidates} />
      )}
      {remarks.length > 0 && <p class="muted line">{remarks.join(' ')}</p>}
      <div class="change-tables">
        <ChangeTable
          title="Worse now"
          changes={listedChanges(changes, candidates, 'regressions')}
          total={changes.reduce((sum, { regressed }) => sum + regressed, 0)}
        />
        <ChangeTable
          title="Better now"
          changes={listedChanges(changes, candidates, 'improvements')}
          total={changes.reduce((sum, { improved }) => sum + improved, 0)}
        />
      </div>
    </Section>
  );
}

interface ModelChangesProps {
  readonly changes: readonly BaselineChange[];
  readonly candidates: readonly CandidateSummary[];
}

function ModelChanges({ changes, candidates }: ModelChangesProps) {
  return (
    <TableBox label="Change of each model">
      <table class="data">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Quality</th>
            <th scope="col">Cost</th>
            <th scope="col">Latency</th>
            <th scope="col" class="number">
              Cases worse / better
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.id}>
              <th scope="row">
                <CandidateLabel id={change.id} candidates={candidates} />
                <span class="interval">{formatPlural(change.comparable, 'case')}</span>
              </th>
              <td>
                <QualityChange change={change} />
              </td>
              <td>
                <RatioChange ratio={change.costRatio} rose="dearer" fell="cheaper" />
              </td>
              <td>
                <RatioChange ratio={change.latencyRatio} rose="slower" fell="faster" />
              </td>
              <td class="number">
                {change.regressed} / {change.improved}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function QualityChange({ change: { quality } }: { readonly change: BaselineChange }) {
  if (!quality) return <span class="muted">not compared</span>;
  return <StandingFigure standing={{ kind: 'compared', ...quality, asGood: false, moreCases: null }} />;
}

interface RatioChangeProps {
  readonly ratio: Estimate | null;
  /** What it is called when it rises, which is never good here, and when it falls. */
  readonly rose: string;
  readonly fell: string;
}

const ratioTones: Readonly<Record<RatioVerdict, string>> = {
  rose: 'worse',
  fell: 'better',
  unchanged: 'cannot-tell',
  'cannot-tell': 'cannot-tell',
};

const ratioIcons: Readonly<Record<RatioVerdict, IconName>> = {
  rose: 'arrow-up',
  fell: 'arrow-down',
  unchanged: 'dash',
  'cannot-tell': 'question',
};

function RatioChange({ ratio, rose, fell }: RatioChangeProps) {
  if (!ratio) return <span class="muted">unknown</span>;
  const verdict = ratioVerdict(ratio);
  const words: Record<RatioVerdict, string> = { rose, fell, unchanged: 'unchanged', 'cannot-tell': 'cannot tell' };
  const interval = intervalText(ratio, changeOfRatio);
  return (
    <span class={`standing ${ratioTones[verdict]}`}>
      <span class="standing-word">
        <Icon name={ratioIcons[verdict]} /> {words[verdict]}
      </span>
      {verdict !== 'unchanged' && (
        <span class="interval">
          <span>{changeOfRatio(ratio.value)}</span> {interval !== '' && <span class="bracketed">{interval}</span>}
        </span>
      )}
    </span>
  );
}
