import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SvgRequested } from '../../src/shared/protocol/panel.ts';
import type { ChartTheme } from '../charts/theme.ts';
import { pictureOf, useChart } from './chart.ts';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';

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
  useChart(canvas, config);
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
