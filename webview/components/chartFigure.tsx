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
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SvgRequested } from '../../src/shared/protocol/panel.ts';
import type { ChartTheme } from '../charts/theme.ts';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';

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

interface ChartFigureProps {
  /** For ids, the file name of a saved picture, and the host, which draws the SVG. */
  readonly name: SvgRequested['chart'];
  readonly title: string;
  /** How to read it. */
  readonly caption: string;
  /** What it shows, for those who do not see it. */
  readonly summary: string;
  readonly config: unknown;
  readonly theme: ChartTheme;
  /** In px; by default what the style sheet says. */
  readonly height?: number;
  readonly controls?: ComponentChildren;
  /** The same figures as a table. */
  readonly children: ComponentChildren;
}

export function ChartFigure({ name, title, caption, summary, config, theme, height, controls, children }: ChartFigureProps) {
  const { post } = usePanel();
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  useChart(canvas, config as ChartConfiguration);
  useEffect(() => {
    if (height !== undefined) box.current?.style.setProperty('height', `${height}px`);
  }, [height]);
  const save = () => {
    if (canvas.current) post({ type: 'image-saved', name, pngBase64: pictureOf(canvas.current, title, theme) });
  };
  return (
    <figure aria-labelledby={`${name}-title`}>
      <div class="section-head">
        <h2 id={`${name}-title`}>{title}</h2>
        <div class="toolbar">
          {controls}
          <button type="button" class="icon-button" aria-label={`Save “${title}” as PNG`} title="Save as PNG" onClick={save}>
            <Icon name="save" /> PNG
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={`Save “${title}” as SVG`}
            title="Save as SVG"
            onClick={() => post({ type: 'svg-requested', chart: name })}
          >
            <Icon name="save" /> SVG
          </button>
        </div>
      </div>
      <div class="canvas-box" ref={box}>
        <canvas ref={canvas} role="img" aria-label={summary} />
      </div>
      <figcaption class="muted">{caption}</figcaption>
      <details>
        <summary>As a table</summary>
        {children}
      </details>
    </figure>
  );
}

function useChart(canvas: { readonly current: HTMLCanvasElement | null }, config: ChartConfiguration): void {
  const chart = useRef<Chart | null>(null);
  useEffect(() => {
    // At least 2: saved pictures are looked at enlarged.
    const options = { ...config.options, devicePixelRatio: Math.max(2, window.devicePixelRatio) };
    if (!chart.current) {
      if (canvas.current) chart.current = new Chart(canvas.current, { ...config, options });
      return;
    }
    chart.current.data = config.data;
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
}

/** The chart on the theme's background with its title on top, as base64 without the data-URL head. */
function pictureOf(canvas: HTMLCanvasElement, title: string, { background, text, fontFamily, fontSize }: ChartTheme): string {
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
