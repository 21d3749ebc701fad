import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ChartTheme } from '../charts/theme.ts';
import type { Measure } from '../logic/columnWidths.ts';

/** The width that the page gives an element, in px; 0 before the first layout. */
export function useWidth<E extends HTMLElement>() {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!ref.current) return;
    setWidth(ref.current.clientWidth);
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

export function useMeasure({ fontFamily, fontSize }: ChartTheme): Measure {
  return useMemo(() => {
    const pen = document.createElement('canvas').getContext('2d');
    if (pen) pen.font = `600 ${fontSize}px ${fontFamily}`;
    return (text) => pen?.measureText(text).width ?? 0;
  }, [fontFamily, fontSize]);
}
