import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { elsewhereText, historyMetricTexts } from '../../src/shared/historyText.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import { historyMetrics, type HistoryMetric, type HistoryStep } from '../../src/shared/model/history.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { HistoryFailed, HistoryUpdated } from '../../src/shared/protocol/panel.ts';
import { isZoomed } from '../charts/zoom.ts';
import { changeDots, historyShown, wantedMetric, type HistoryPicture, type HistoryShown } from '../logic/history.ts';
import { changeText, historyAsMarkdown, timeText } from '../logic/historyWording.ts';
import type { Prefs } from '../logic/prefs.ts';
import { pictureOf } from './chart.ts';
import { usePanel } from './context.ts';
import { HistoryFigure } from './historyFigure.tsx';
import { HistoryTable, OpenLink } from './historyTable.tsx';
import { Icon } from './icon.tsx';
import { ModelLabel } from './modelLabel.tsx';
import { Section } from './section.tsx';
import { useTheme } from './useTheme.ts';
import { useZoom, type ZoomState } from './useZoom.ts';
import { ZoomTools } from './zoomTools.tsx';

interface HistorySectionProps {
  readonly comparison: Comparison;
  /** `null` until it was asked for and came. */
  readonly answer: HistoryUpdated | HistoryFailed | null;
  readonly prefs: Prefs;
  readonly highlighted: CandidateId | null;
}

/** The suite's runs over time; asked for once somebody comes to see it. */
export function HistorySection({ comparison, answer, prefs, highlighted }: HistorySectionProps) {
  const { post } = usePanel();
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const metric = wantedMetric(prefs, comparison);
  const by = prefs.historyBy;
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    post({ type: 'history-requested', query: { metric, by } });
  }, [post, metric, by, attempt]);
  const { runId, candidates } = comparison;
  // The rest of the comparison changes a few times a second while the run goes on.
  const shown = useMemo(() => historyShown(answer, comparison), [answer, runId, candidates.length]);
  const picture = shown.kind === 'picture' ? shown.picture : null;
  const zoomState = useZoom(`${metric} ${by}`);
  const zoomed = isZoomed(zoomState.zoom);
  const savePng = (of: HistoryPicture) => {
    const title = `${historyMetricTexts[of.metric].title} over time: ${comparison.run.suiteName}${zoomed ? ' (zoomed in)' : ''}`;
    const pngBase64 = canvas.current && pictureOf(canvas.current, title, theme);
    if (pngBase64) post({ type: 'image-saved', name: zoomed ? 'over-time-zoomed' : 'over-time', pngBase64 });
  };
  return (
    <Section
      id="history"
      title="Over time"
      intro={picture && introOf(picture)}
      tools={<Tools metric={metric} by={by} picture={picture} zoomState={zoomState} onSave={savePng} />}
    >
      {shown.kind !== 'picture' ? (
        <NoPicture shown={shown} metric={metric} onRetry={() => setAttempt(attempt + 1)} />
      ) : (
        <>
          <HistoryFigure
            picture={shown.picture}
            theme={theme}
            canvas={canvas}
            highlighted={lineOf(candidates, highlighted)}
            {...zoomState}
          />
          <Changes picture={shown.picture} />
          <Elsewhere changes={shown.picture.elsewhere} />
          <details>
            <summary>As a table</summary>
            <HistoryTable picture={shown.picture} />
          </details>
        </>
      )}
    </Section>
  );
}

function lineOf(candidates: Comparison['candidates'], id: CandidateId | null): string | null {
  const found = candidates.find((one) => one.id === id);
  return found ? JSON.stringify([found.label, found.promptId]) : null;
}

function introOf({ metric, by }: HistoryPicture): string {
  const what = by === 'day' ? 'Each point is a day, its runs taken together' : 'Each point is a run of this suite';
  return `${what}; ${historyMetricTexts[metric].better} is better. Click a point, or press Enter on it, to open its run.`;
}

interface ToolsProps {
  readonly metric: HistoryMetric;
  readonly by: HistoryStep;
  readonly picture: HistoryPicture | null;
  readonly zoomState: ZoomState;
  readonly onSave: (picture: HistoryPicture) => void;
}

const steps = [
  { step: 'run', title: 'Per run' },
  { step: 'day', title: 'Per day' },
] as const;

function Tools({ metric, by, picture, zoomState, onSave }: ToolsProps) {
  const { dispatch, post } = usePanel();
  return (
    <div class="toolbar">
      <select
        aria-label="Figure to show over time"
        value={metric}
        onChange={({ currentTarget }) => {
          const historyMetric = historyMetrics.find((one) => one === currentTarget.value);
          if (historyMetric) dispatch({ type: 'prefs-changed', prefs: { historyMetric } });
        }}
      >
        {historyMetrics.map((one) => (
          <option key={one} value={one}>
            {historyMetricTexts[one].title}
          </option>
        ))}
      </select>
      <div class="segments" role="group" aria-label="A point for each">
        {steps.map(({ step, title }) => (
          <button
            key={step}
            type="button"
            aria-pressed={step === by}
            onClick={() => dispatch({ type: 'prefs-changed', prefs: { historyBy: step } })}
          >
            {title}
          </button>
        ))}
      </div>
      {picture && (
        <>
          <ZoomTools title="Over time" {...zoomState} />
          <button
            type="button"
            class="icon-button"
            aria-label="Save “Over time” as PNG"
            title="Save as PNG"
            onClick={() => onSave(picture)}
          >
            <Icon name="save" /> PNG
          </button>
          <button
            type="button"
            class="icon-button"
            title="Copy as a Markdown table"
            onClick={() => post({ type: 'text-copied', text: historyAsMarkdown(picture) })}
          >
            <Icon name="copy" /> Copy table
          </button>
        </>
      )}
    </div>
  );
}

function Changes({ picture }: { readonly picture: HistoryPicture }) {
  const changes = changeDots(picture);
  if (changes.length === 0) return <p class="muted">{picture.noChange}</p>;
  return (
    <ul class="level-changes" aria-label="Changes of level">
      {changes.map(({ dot, line }) => (
        <li key={`${line.key} ${dot.x}`}>
          <ModelLabel label={line.label} index={line.index} />{' '}
          {dot.change && <span>{changeText(dot.change, picture.metric)}</span>} <span class="muted">since</span>{' '}
          <OpenLink time={dot.time} text={timeText(dot.time, picture.by)} />
        </li>
      ))}
    </ul>
  );
}

/** Each leads to the figure that it is of. */
function Elsewhere({ changes }: { readonly changes: HistoryPicture['elsewhere'] }) {
  const { dispatch } = usePanel();
  if (changes.length === 0) return null;
  return (
    <>
      <p class="muted">In other figures:</p>
      <ul class="level-changes" aria-label="Changes of level in other figures">
        {changes.map((change) => (
          <li key={JSON.stringify([change.metric, change.label, change.promptId, change.at])}>
            <button
              type="button"
              class="link"
              title={`Show ${historyMetricTexts[change.metric].title}`}
              onClick={() => dispatch({ type: 'prefs-changed', prefs: { historyMetric: change.metric } })}
            >
              {elsewhereText(change)}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

interface NoPictureProps {
  readonly shown: Exclude<HistoryShown, { kind: 'picture' }>;
  readonly metric: HistoryMetric;
  readonly onRetry: () => void;
}

function NoPicture({ shown, metric, onRetry }: NoPictureProps) {
  const { dispatch, post } = usePanel();
  switch (shown.kind) {
    case 'waiting':
      return <p class="history-waiting loading">Reading the earlier runs…</p>;
    case 'failed':
      return (
        <p>
          The earlier runs could not be read: {shown.message}{' '}
          <button type="button" class="link" onClick={onRetry}>
            Try again
          </button>
        </p>
      );
    case 'empty':
      return <p class="muted">No run of this suite has ended with an answer yet.</p>;
    case 'single':
      return (
        <p class="muted">
          This is the only run of the suite so far.{' '}
          <button type="button" class="link" onClick={() => post({ type: 'rerun-requested' })}>
            Run it again
          </button>{' '}
          to see a trend.
        </p>
      );
    case 'one-day':
      return (
        <p class="muted">
          All runs are of one day.{' '}
          <button type="button" class="link" onClick={() => dispatch({ type: 'prefs-changed', prefs: { historyBy: 'run' } })}>
            Show each run
          </button>
        </p>
      );
    case 'no-figure':
      return <p class="muted">No run of this suite has this figure: {historyMetricTexts[metric].title}.</p>;
  }
}
