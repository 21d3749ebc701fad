import { useEffect, useMemo, useState } from 'preact/hooks';
import { dotKeys, historyConfig, intervalsOf, mostDots, mostMarks } from '../charts/history.ts';
import type { ChartTheme } from '../charts/theme.ts';
import { isZoomed } from '../charts/zoom.ts';
import type { KeyPoint } from '../logic/chartKeys.ts';
import { historySummary, type HistoryDot, type HistoryLine, type HistoryPicture } from '../logic/history.ts';
import type { CanvasRef } from './chart.ts';
import { ChartView } from './chartView.tsx';
import { usePanel } from './context.ts';
import { ModelLabel } from './modelLabel.tsx';
import type { ZoomState } from './useZoom.ts';
import { ZoomedNote } from './zoomTools.tsx';

interface HistoryFigureProps extends ZoomState {
  readonly picture: HistoryPicture;
  readonly theme: ChartTheme;
  /** For whoever saves the picture. */
  readonly canvas: CanvasRef;
  /** Key of the line that the panel brings forward. */
  readonly highlighted: string | null;
}

export function HistoryFigure({ picture, theme, canvas, highlighted, ...zoomState }: HistoryFigureProps) {
  const { post } = usePanel();
  const { chosen, toggle } = useChosen(highlighted);
  const open = useMemo(
    () => (dot: HistoryDot) => {
      if (dot.time.opens !== null) post({ type: 'run-opened', runId: dot.time.opens });
    },
    [post],
  );
  const config = useMemo(() => historyConfig(picture, theme, { chosen, onOpen: open }), [picture, theme, chosen, open]);
  const points = useMemo(() => dotKeys(picture, config), [picture, config]);
  const openPoint = ({ dataset, index }: KeyPoint) => {
    const dot = config.data.datasets[dataset]?.data[index];
    if (dot) open(dot);
  };
  return (
    <figure class="history-figure" aria-label="Over time">
      <Legend lines={picture.lines} chosen={chosen} onToggle={toggle} />
      <ChartView
        summary={historySummary(picture)}
        config={config}
        points={points}
        canvas={canvas}
        {...zoomState}
        onOpen={openPoint}
      />
      <figcaption class="muted">
        {captionOf(picture, chosen)}
        {isZoomed(zoomState.zoom) && <ZoomedNote />}
      </figcaption>
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
    ...(times.length > mostDots ? ['Of each stretch of runs the lowest and the highest are drawn; the table has them all.'] : []),
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
