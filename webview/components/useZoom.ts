import { useCallback, useState } from 'preact/hooks';
import { wholeChart, type Zoom } from '../charts/zoom.ts';

export type ZoomChange = (zoom: Zoom) => Zoom;

export type ZoomAxes = 'x' | 'both';

export interface ZoomState {
  /** Those with figures; names are never zoomed into. */
  readonly axes: ZoomAxes;
  readonly zoom: Zoom;
  readonly change: (how: ZoomChange) => void;
}

/** What of a chart is shown: all of it, too, as soon as the chart is about something else. */
export function useZoom(subject: string, axes: ZoomAxes = 'both'): ZoomState {
  const [held, setHeld] = useState({ subject, zoom: wholeChart });
  const change = useCallback(
    (how: ZoomChange) =>
      setHeld((before) => {
        const next = how(before.subject === subject ? before.zoom : wholeChart);
        return { subject, zoom: axes === 'both' ? next : { ...next, y: wholeChart.y } };
      }),
    [subject, axes],
  );
  return { axes, zoom: held.subject === subject ? held.zoom : wholeChart, change };
}
