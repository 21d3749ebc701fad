import { estimateText, ratioText, ratioVerdict, type RatioVerdict } from '../../src/shared/estimateText.ts';
import { formatMs, formatPercent, formatUsd } from '../../src/shared/format.ts';
import type { Estimate } from '../../src/shared/model/comparison.ts';
import type { RunId } from '../../src/shared/model/ids.ts';
import type { ModelInRun, RunChange, RunsComparison } from '../../src/shared/model/runsComparison.ts';
import { runTitles, timedApartText } from '../../src/shared/runsText.ts';
import { EstimateFigure } from '../components/estimateFigure.tsx';
import { ModelLabel } from '../components/modelLabel.tsx';
import { TableBox } from '../components/section.tsx';
import { StandingFigure } from '../components/standingFigure.tsx';
import { scaleOf, type PlotScale } from './plotData.ts';

const columns = ['Quality', 'Pass rate', 'Cost / sample', 'Latency p50', 'p95', 'Cases'];

/** Every model in every run, and what changed against the reference. */
export function RunsTable({ comparison }: { readonly comparison: RunsComparison }) {
  const titles = runTitles(comparison);
  const scale = scaleOf(comparison);
  return (
    <section class="section" aria-labelledby="models-heading">
      <h2 id="models-heading">Model by model</h2>
      <p class="intro muted">
        Figures of the cases that the runs share, paired case by case, with 95 % intervals. Verdicts on quality allow for all that
        stand here at once (Holm).
      </p>
      <TableBox label="Each model in each run">
        <table class="data several">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Run</th>
              <th scope="col">Against the reference</th>
              {columns.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          {comparison.models.map(({ label, runs }, index) => (
            <tbody key={label}>
              {runs.map((one, row) => (
                <tr key={one.runId}>
                  {row === 0 && (
                    <th scope="rowgroup" rowSpan={runs.length}>
                      <ModelLabel label={label} index={index} />
                    </th>
                  )}
                  <th scope="row">
                    <RunNumber comparison={comparison} runId={one.runId} /> {titles.get(one.runId)}
                  </th>
                  <td>
                    <Change one={one} isReference={one.runId === comparison.reference} />
                  </td>
                  <Figures one={one} scale={scale} />
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </TableBox>
    </section>
  );
}

interface RunNumberProps {
  readonly comparison: RunsComparison;
  readonly runId: RunId;
}

/** As in the list of runs and below the plots. */
export function RunNumber({ comparison, runId }: RunNumberProps) {
  return <span class="run-number">{comparison.runs.findIndex(({ id }) => id === runId) + 1}</span>;
}

function Change({ one: { change }, isReference }: { readonly one: ModelInRun; readonly isReference: boolean }) {
  if (isReference) return <span class="muted">reference</span>;
  if (!change) return <span class="muted">not compared</span>;
  return (
    <>
      {change.quality ? (
        <StandingFigure standing={{ kind: 'compared', ...change.quality, asGood: false, moreCases: null }} />
      ) : (
        <span class="muted">not graded</span>
      )}
      <RatioLine name="cost" ratio={change.costRatio} />
      <RatioLine name="latency" ratio={change.latencyRatio} timedApart={change.timedApart} />
    </>
  );
}

const ratioTones: Readonly<Record<RatioVerdict, string>> = {
  rose: 'standing worse',
  fell: 'standing better',
  unchanged: 'muted',
  'cannot-tell': 'muted',
};

interface RatioLineProps {
  readonly name: string;
  readonly ratio: Estimate | null;
  readonly timedApart?: RunChange['timedApart'];
}

function RatioLine({ name, ratio, timedApart = null }: RatioLineProps) {
  if (!ratio) return null;
  if (timedApart) {
    return (
      <div class="ratio muted">
        {name} {ratioText(ratio)}, {timedApartText(timedApart)}: not comparable
      </div>
    );
  }
  const verdict = ratioVerdict(ratio);
  return (
    <div class={`ratio ${ratioTones[verdict]}`}>
      {name} {ratioText(ratio)}
      {verdict === 'cannot-tell' && ': cannot tell'}
    </div>
  );
}

function Figures({ one, scale: { from, to } }: { readonly one: ModelInRun; readonly scale: PlotScale }) {
  return (
    <>
      <td>{one.quality ? <EstimateFigure estimate={one.quality} from={from} to={to} /> : <Unknown text="not graded" />}</td>
      <td>
        <Figure estimate={one.passRate} format={formatPercent} />
      </td>
      <td>
        <Figure estimate={one.costPerSample} format={formatUsd} />
      </td>
      <td>
        <Figure estimate={one.latencyP50} format={formatMs} />
      </td>
      <td>
        <Figure estimate={one.latencyP95} format={formatMs} />
      </td>
      <td>
        {one.cases}
        {one.basis === 'own' && <span class="muted"> of its own</span>}
        {one.failed > 0 && <div class="has-errors">{one.failed} failed</div>}
      </td>
    </>
  );
}

function Figure({ estimate, format }: { readonly estimate: Estimate | null; readonly format: (value: number) => string }) {
  return estimate ? <span title={estimateText(estimate, format)}>{format(estimate.value)}</span> : <Unknown text="unknown" />;
}

function Unknown({ text }: { readonly text: string }) {
  return <span class="muted">{text}</span>;
}
