import { isZoomed, scaled, wholeChart } from '../charts/zoom.ts';
import { Icon } from './icon.tsx';
import type { ZoomState } from './useZoom.ts';

interface ZoomToolsProps extends ZoomState {
  /** Of the chart. */
  readonly title: string;
}

export function ZoomTools({ title, zoom, change }: ZoomToolsProps) {
  return (
    <div class="zoom-tools" role="group" aria-label={`Zoom of “${title}”`}>
      <button
        type="button"
        class="icon-button"
        aria-label="Zoom in"
        title="Zoom in: drag over the chart, Ctrl or ⌘ and wheel, or + on it"
        onClick={() => change((now) => scaled(now, 0.5))}
      >
        <Icon name="zoom-in" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Zoom out"
        title="Zoom out: Ctrl or ⌘ and wheel, or − on the chart"
        aria-disabled={!isZoomed(zoom)}
        onClick={() => change((now) => scaled(now, 2))}
      >
        <Icon name="zoom-out" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Reset zoom"
        title="Show the whole chart: double-click it, or 0 on it"
        aria-disabled={!isZoomed(zoom)}
        onClick={() => change(() => wholeChart)}
      >
        Reset
      </button>
    </div>
  );
}

/** Below a chart of which a part is shown. */
export function ZoomedNote() {
  return <strong class="zoomed-note"> Zoomed in: not all is shown.</strong>;
}
