import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { SvgRequested } from '../../src/shared/protocol/panel.ts';
import type { ChartTheme } from '../charts/theme.ts';
import { isZoomed, type Zoomable } from '../charts/zoom.ts';
import type { KeyPoint } from '../logic/chartKeys.ts';
import { pictureOf } from './chart.ts';
import { ChartView } from './chartView.tsx';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';
import { TableBox } from './section.tsx';
import { useZoom } from './useZoom.ts';
import { ZoomedNote, ZoomTools } from './zoomTools.tsx';

interface ChartFigureProps {
  /** For ids, the file name of a saved picture, and the host, which draws the SVG. */
  readonly name: SvgRequested['chart'];
  readonly title: string;
  /** How to read it. */
  readonly caption: string;
  /** What it shows, for those who do not see it. */
  readonly summary: string;
  readonly config: Zoomable;
  /** For keys: by line, from left to right. */
  readonly points: readonly (readonly KeyPoint[])[];
  /** What the axes measure: a zoom of one thing is none of another. */
  readonly subject?: string;
  /** Which axes have figures to zoom into. */
  readonly axes?: 'x' | 'both';
  readonly theme: ChartTheme;
  /** In px; by default what the style sheet says. */
  readonly height?: number;
  readonly controls?: ComponentChildren;
  /** The same figures as a table. */
  readonly children: ComponentChildren;
}

export function ChartFigure(props: ChartFigureProps) {
  const {
    name,
    title,
    caption,
    summary,
    config,
    points,
    subject = name,
    axes = 'both',
    theme,
    height,
    controls,
    children,
  } = props;
  const { post } = usePanel();
  const canvas = useRef<HTMLCanvasElement>(null);
  const zoomState = useZoom(subject, axes);
  const zoomed = isZoomed(zoomState.zoom);
  const save = () => {
    const pngBase64 = canvas.current && pictureOf(canvas.current, zoomed ? `${title} (zoomed in)` : title, theme);
    if (pngBase64) post({ type: 'image-saved', name: zoomed ? `${name}-zoomed` : name, pngBase64 });
  };
  return (
    <figure aria-labelledby={`${name}-title`}>
      <div class="section-head">
        <h2 id={`${name}-title`}>{title}</h2>
        <div class="toolbar">
          {controls}
          <ZoomTools title={title} {...zoomState} />
          <SaveButtons title={title} zoomed={zoomed} onPng={save} onSvg={() => post({ type: 'svg-requested', chart: name })} />
        </div>
      </div>
      <ChartView
        summary={summary}
        config={config}
        points={points}
        canvas={canvas}
        {...zoomState}
        {...(height !== undefined && { height })}
      />
      <figcaption class="muted">
        {caption}
        {zoomed && <ZoomedNote />}
      </figcaption>
      <details>
        <summary>As a table</summary>
        <TableBox label={`${title}, as a table`}>{children}</TableBox>
      </details>
    </figure>
  );
}

interface SaveButtonsProps {
  readonly title: string;
  readonly zoomed: boolean;
  readonly onPng: () => void;
  readonly onSvg: () => void;
}

/** The PNG shows what the panel shows; the SVG is drawn by the host, and always of the whole chart. */
function SaveButtons({ title, zoomed, onPng, onSvg }: SaveButtonsProps) {
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={`Save “${title}” as PNG`}
        title={zoomed ? 'Save as PNG, as zoomed' : 'Save as PNG'}
        onClick={onPng}
      >
        <Icon name="save" /> PNG
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={`Save “${title}” as SVG`}
        title={zoomed ? 'Save the whole chart as SVG' : 'Save as SVG'}
        onClick={onSvg}
      >
        <Icon name="save" /> SVG
      </button>
    </>
  );
}
