import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js';
import { useEffect, useRef } from 'preact/hooks';
import type { ChartTheme } from '../charts/theme.ts';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
);

export interface CanvasRef {
  current: HTMLCanvasElement | null;
}

/** Keeps a chart on the canvas, by the latest configuration. */
export function useChart(canvas: CanvasRef, config: unknown): { readonly current: Chart | null } {
  const chart = useRef<Chart | null>(null);
  useEffect(() => {
    const { options: given, ...rest } = config as ChartConfiguration;
    // At least 2: saved pictures are looked at enlarged.
    const options = { ...given, devicePixelRatio: Math.max(2, window.devicePixelRatio) };
    if (!chart.current) {
      if (canvas.current) chart.current = new Chart(canvas.current, { ...rest, options });
      return;
    }
    chart.current.data = rest.data;
    chart.current.options = options;
    chart.current.update('none');
  }, [canvas, config]);
  useEffect(
    () => () => {
      chart.current?.destroy();
      chart.current = null;
    },
    [],
  );
  return chart;
}

/** The chart on the theme's background with its title on top, as base64 without the data-URL head. */
export function pictureOf(
  canvas: HTMLCanvasElement,
  title: string,
  { background, text, fontFamily, fontSize }: ChartTheme,
): string {
  const ratio = canvas.width / canvas.clientWidth;
  const margin = 16 * ratio;
  const head = (fontSize + 24) * ratio;
  const picture = document.createElement('canvas');
  picture.width = canvas.width + 2 * margin;
  picture.height = canvas.height + head + margin;
  const pen = picture.getContext('2d');
  if (!pen) return '';
  pen.fillStyle = background;
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.fillStyle = text;
  pen.font = `600 ${(fontSize + 2) * ratio}px ${fontFamily}`;
  pen.textBaseline = 'middle';
  pen.fillText(title, margin, head / 2);
  pen.drawImage(canvas, margin, head);
  return picture.toDataURL('image/png').replace(/^.*,/, '');
}
