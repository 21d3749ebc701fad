import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { historyConfig, intervalsOf, mostMarks, type HistoryConfig } from '../charts/history.ts';
import type { ChartTheme } from '../charts/theme.ts';
import { moveOverPoints, type PointPosition } from '../logic/chartKeys.ts';
import { historySummary, type HistoryDot, type HistoryLine, type HistoryPicture } from '../logic/history.ts';
import { dotLines } from '../logic/historyWording.ts';
import { useChart, type CanvasRef } from './chart.ts';
import { usePanel } from './context.ts';
import { ModelLabel } from './modelLabel.tsx';

interface HistoryFigureProps {
  readonly picture: HistoryPicture;
  readonly theme: ChartTheme;
  /** For whoever saves the picture. */
  readonly canvas: CanvasRef;
  /** Key of the line that the panel brings forward. */
  readonly highlighted: string | null;
}

export function HistoryFigure({ picture, theme, canvas, highlighted }: HistoryFigureProps) {
  const { post } = usePanel();
  const { chosen, toggle } = useChosen(highlighted);
  const open = useMemo(
    () => (dot: HistoryDot) => {
      if (dot.time.opens !== null) post({ type: 'run-opened', runId: dot.time.opens });
    },
    [post],
  );
  const config = useMemo(() => historyConfig(picture, theme, { chosen, onOpen: open }), [picture, theme, chosen, open]);
  const { at, onKeyDown, onBlur } = useChartKeys(canvas, config, open);
  return (
    <figure aria-label="Over time">
      <Legend lines={picture.lines} chosen={chosen} onToggle={toggle} />
      <div
        class="canvas-box history-box"
        tabIndex={0}
        role="application"
        aria-roledescription="chart"
        aria-label={`${historySummary(picture)} Arrow keys go from point to point, Enter opens a run.`}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      >
        <canvas ref={canvas} aria-hidden="true" />
      </div>
      <figcaption class="muted">{captionOf(picture, chosen)}</figcaption>
      <p class="for-screen-readers" role="status">
        {at && dotLines(at, picture).join('. ')}
      </p>
    </figure>
  );
}

const intervalTexts = {
  band: 'Bands are 95 % intervals.',
  whiskers: 'Bars are 95 % intervals.',
  none: 'Choose a model above to see its 95 % intervals.',
} as const;

/** How to read the marks that there are. */
function captionOf({ lines, times }: HistoryPicture, chosen: string | null): string {
  const dots = lines.flatMap((line) => line.dots);
  return [
    intervalTexts[chosen === null ? intervalsOf(lines) : 'band'],
    ...(dots.some(({ change }) => change) ? ['An arrow marks where a level changed by more than chance explains.'] : []),
    ...(dots.some(({ time }) => time.current) ? ['The large points are this run.'] : []),
    ...(times.length <= mostMarks && times.some(({ pruned }) => pruned)
      ? ['Of the hollow ones only the figures are left: their answers were pruned.']
      : []),
  ].join(' ');
}

/** What was clicked in the legend, else what the rest of the panel brings forward. */
function useChosen(highlighted: string | null) {
  const [clicked, setClicked] = useState<string | null>(null);
  useEffect(() => setClicked(null), [highlighted]);
  const chosen = clicked ?? highlighted;
  return { chosen, toggle: (key: string) => setClicked(key === clicked ? null : key) };
}

interface LegendProps {
  readonly lines: readonly HistoryLine[];
  readonly chosen: string | null;
  readonly onToggle: (key: string) => void;
}

function Legend({ lines, chosen, onToggle }: LegendProps) {
  return (
    <ul class="legend" aria-label="Models">
      {lines.map(({ key, label, index }) => (
        <li key={key}>
          <button
            type="button"
            aria-pressed={key === chosen}
            title={`Bring ${label} forward, with its 95 % intervals`}
            onClick={() => onToggle(key)}
          >
            <ModelLabel label={label} index={index} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Points by keys: the one at hand shows its tooltip, as under the pointer. */
function useChartKeys(canvas: CanvasRef, config: HistoryConfig, onOpen: (dot: HistoryDot) => void) {
  const chart = useChart(canvas, config);
  const [position, setPosition] = useState<PointPosition | null>(null);
  const shown = useRef<HistoryConfig>(config);
  const { datasets } = config.data;
  const at = position && (datasets[position.line]?.data[position.point] ?? null);
  const show = (next: PointPosition | null) => {
    setPosition(next);
    const active = next ? [{ datasetIndex: next.line, index: next.point }] : [];
    chart.current?.setActiveElements(active);
    chart.current?.tooltip?.setActiveElements(active, { x: 0, y: 0 });
    chart.current?.update('none');
  };
  useEffect(() => {
    if (shown.current === config) return;
    shown.current = config;
    setPosition(null);
  }, [config]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moveOverPoints(
      position,
      event.key,
      datasets.map(({ data }) => data),
    );
    if (next) show(next);
    else if ((event.key === 'Enter' || event.key === ' ') && at) onOpen(at);
    else if (event.key === 'Escape' && position) show(null);
    else return;
    event.preventDefault();
  };
  return { at, onKeyDown, onBlur: () => position && show(null) };
}
