import type { Chart } from 'chart.js';
import { useRef, useState } from 'preact/hooks';
import type { Place } from '../charts/coincidence.ts';
import { boxOf, boxed, moved, scaled, wholeChart } from '../charts/zoom.ts';
import type { ZoomState } from './useZoom.ts';

/** Shorter ways of the pointer are clicks, in px. */
const leastWay = 5;

interface Drag {
  readonly pointer: number;
  readonly from: Place;
  readonly client: { readonly x: number; readonly y: number };
  /** With Shift the chart is moved, else a box is drawn. */
  readonly moves: boolean;
  last: Place;
  begun: boolean;
}

/** Zooming by wheel, dragging and double click, and the box that is being drawn. */
export function useChartPointer(chart: { readonly current: Chart | null }, { axes, change }: Pick<ZoomState, 'axes' | 'change'>) {
  const drag = useRef<Drag | null>(null);
  const [box, setBox] = useState<readonly [Place, Place] | null>(null);
  // Where only x is zoomed, a box is as high as the plot: what a flat one means.
  const corners = (from: Place, to: Place) => boxOf(from, axes === 'x' ? { x: to.x, y: from.y } : to);
  const end = () => {
    drag.current = null;
    setBox(null);
  };
  return {
    box: box && chart.current && <SelectionBox chart={chart.current} corners={box} />,
    handlers: {
      onWheel: (event: WheelEvent) => {
        const at = placeOf(chart.current, event);
        // The plain wheel scrolls the page.
        if (!at || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        const factor = Math.exp(Math.max(-100, Math.min(100, event.deltaY)) * 0.004);
        change((zoom) => scaled(zoom, factor, at));
      },
      onDblClick: () => change(() => wholeChart),
      onPointerDown: (event: PointerEvent) => {
        const from = placeOf(chart.current, event);
        // Fingers scroll the page.
        if (!from || event.button !== 0 || event.pointerType === 'touch') return;
        const client = { x: event.clientX, y: event.clientY };
        drag.current = { pointer: event.pointerId, from, client, moves: event.shiftKey, last: from, begun: false };
      },
      onPointerMove: (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
        const { current } = drag;
        const to = placeOf(chart.current, event);
        if (!current || !to) return;
        // It was let go of outside.
        if (event.buttons === 0) return end();
        if (!current.begun) {
          if (Math.hypot(event.clientX - current.client.x, event.clientY - current.client.y) < leastWay) return;
          current.begun = true;
          // From now on the chart hears nothing of the pointer: no tooltips on the way, no click at its end.
          event.currentTarget.setPointerCapture(current.pointer);
        }
        const by = { x: current.last.x - to.x, y: current.last.y - to.y };
        current.last = to;
        if (current.moves) change((zoom) => moved(zoom, by));
        else setBox(corners(current.from, to));
      },
      onPointerUp: () => {
        const { current } = drag;
        end();
        if (!current?.begun || current.moves) return;
        const [low, high] = corners(current.from, current.last);
        change((zoom) => boxed(zoom, low, high));
      },
      onPointerCancel: end,
    },
  };
}

/** Where in the plot, from its lower left; beside it, its nearest edge. */
function placeOf(chart: Chart | null, { clientX, clientY }: MouseEvent): Place | null {
  if (!chart) return null;
  const { left, top } = chart.canvas.getBoundingClientRect();
  const { chartArea: area } = chart;
  const share = (px: number, size: number) => Math.max(0, Math.min(1, px / size));
  return {
    x: share(clientX - left - area.left, area.width),
    y: 1 - share(clientY - top - area.top, area.height),
  };
}

interface SelectionBoxProps {
  readonly chart: Chart;
  readonly corners: readonly [low: Place, high: Place];
}

function SelectionBox({ chart: { chartArea: area }, corners: [low, high] }: SelectionBoxProps) {
  const style = {
    left: `${area.left + low.x * area.width}px`,
    top: `${area.top + (1 - high.y) * area.height}px`,
    width: `${(high.x - low.x) * area.width}px`,
    height: `${(high.y - low.y) * area.height}px`,
  };
  return <div class="zoom-box" style={style} />;
}
