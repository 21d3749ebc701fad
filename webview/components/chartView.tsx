import type { Chart } from 'chart.js';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { shareOf } from '../charts/scale.ts';
import { axisOf, isZoomed, showing, zoomByKey, zoomedConfig, type Zoomable } from '../charts/zoom.ts';
import { moveOverPoints, placeOfKey, type KeyPoint } from '../logic/chartKeys.ts';
import { useChart, type CanvasRef } from './chart.ts';
import { useChartPointer } from './useChartPointer.tsx';
import type { ZoomState } from './useZoom.ts';

interface ChartViewProps extends ZoomState {
  /** What it shows, for those who do not see it. */
  readonly summary: string;
  readonly config: Zoomable;
  /** By line, from left to right. */
  readonly points: readonly (readonly KeyPoint[])[];
  /** For whoever saves the picture. */
  readonly canvas: CanvasRef;
  /** Enter on a point. */
  readonly onOpen?: (point: KeyPoint) => void;
  /** In px; by default what the style sheet says. */
  readonly height?: number;
}

/** A chart to look into: point by point with keys, closer with keys, wheel and dragging. */
export function ChartView({ summary, config, points, canvas, axes, zoom, change, onOpen, height }: ChartViewProps) {
  const drawn = useMemo(() => zoomedConfig(config, zoom), [config, zoom]);
  const chart = useChart(canvas, drawn);
  const [key, setKey] = useState<string | null>(null);
  const place = placeOfKey(key, points);
  const point = place && (points[place.line]?.[place.point] ?? null);
  useTooltip(chart, drawn, point);
  const { box, handlers } = useChartPointer(chart, { axes, change });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = event.shiftKey ? null : moveOverPoints(place, event.key, points);
    const reached = next && points[next.line]?.[next.point];
    if (reached) {
      setKey(reached.key);
      change((now) => showing(now, wholePlace(config, reached)));
    } else if (zoomByKey(zoom, event)) change((now) => zoomByKey(now, event, point && wholePlace(config, point)) ?? now);
    else if ((event.key === 'Enter' || event.key === ' ') && point && onOpen) onOpen(point);
    else if (event.key === 'Escape' && point) setKey(null);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div
        class="canvas-box"
        {...(height !== undefined && { style: { height: `${height}px` } })}
        tabIndex={0}
        role="application"
        aria-roledescription="chart"
        aria-label={`${summary} ${keysText(onOpen !== undefined)}`}
        onKeyDown={onKeyDown}
        onFocus={showWhole}
        onBlur={() => setKey(null)}
        {...handlers}
      >
        <canvas ref={canvas} aria-hidden="true" />
        {box}
      </div>
      <p class="for-screen-readers" role="status">
        {point ? point.texts().join('. ') : isZoomed(zoom) && 'Zoomed in: a part of the chart is shown.'}
      </p>
    </>
  );
}

/** Whoever comes by keys sees all of the chart; under the pointer nothing moves. */
function showWhole({ currentTarget }: { readonly currentTarget: HTMLElement }): void {
  if (currentTarget.matches(':focus-visible')) currentTarget.scrollIntoView({ block: 'nearest' });
}

function keysText(opens: boolean): string {
  const keys = ['Arrow keys go from point to point', ...(opens ? ['Enter opens a run'] : []), '+ and − zoom'];
  return `${keys.join(', ')}, Shift with arrow keys moves the view, 0 shows the whole chart.`;
}

function wholePlace(config: Zoomable, point: KeyPoint): { x: number; y: number } {
  const share = (name: 'x' | 'y') => {
    const axis = axisOf(config, name);
    return axis ? shareOf(point[name], axis, axis.type) : 0.5;
  };
  return { x: share('x'), y: share('y') };
}

/** The point at hand shows its tooltip, as under the pointer. */
function useTooltip(chart: { readonly current: Chart | null }, drawn: unknown, point: KeyPoint | null): void {
  const shown = useRef(false);
  const [dataset, index] = [point?.dataset, point?.index];
  useEffect(() => {
    const active = dataset === undefined || index === undefined ? [] : [{ datasetIndex: dataset, index }];
    // What the pointer shows is left alone.
    if (active.length === 0 && !shown.current) return;
    shown.current = active.length > 0;
    chart.current?.setActiveElements(active);
    chart.current?.tooltip?.setActiveElements(active, { x: 0, y: 0 });
    chart.current?.update('none');
  }, [chart, drawn, dataset, index]);
}
