import { type Attributes, element, emptyElement, escapeMarkup } from '../markup.ts';
import { light, plotRules } from './plotStyles.ts';

/** A tenth of a pixel is as fine as anyone sees. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function line(className: string, x1: number, y1: number, x2: number, y2: number): string {
  return emptyElement('line', { class: className, x1: px(x1), y1: px(y1), x2: px(x2), y2: px(y2) });
}

export function text(
  className: string,
  x: number,
  y: number,
  content: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  return element('text', { class: className, x: px(x), y: px(y), 'text-anchor': anchor }, escapeMarkup(content));
}

/** What a pointer held over the shape shows. */
export function tooltip(content: string): string {
  return element('title', {}, escapeMarkup(content));
}

/** A plot, drawn but not yet put anywhere. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** What a screen reader says in place of the picture. */
  readonly label: string;
  readonly shapes: readonly string[];
}

/** Within a page, whose styles and language it shares. */
export function figure({ width, height, label, shapes }: Drawing): string {
  const attributes: Attributes = { viewBox: `0 0 ${px(width)} ${px(height)}`, role: 'img', 'aria-label': label, class: 'plot' };
  return element('svg', attributes, ...shapes);
}

const margin = 12;

/** As a file of its own: on white, with its styles in it. */
export function standaloneSvg({ width, height, shapes }: Drawing, title: string, description: string): string {
  const [fullWidth, fullHeight] = [width + 2 * margin, height + 2 * margin];
  const attributes: Attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `${-margin} ${-margin} ${px(fullWidth)} ${px(fullHeight)}`,
    width: px(fullWidth),
    height: px(fullHeight),
    role: 'img',
    'aria-labelledby': 'title description',
    class: 'plot',
  };
  const svg = element(
    'svg',
    attributes,
    element('title', { id: 'title' }, escapeMarkup(title)),
    element('desc', { id: 'description' }, escapeMarkup(description)),
    `<style>${plotRules((name) => light[name])}</style>`,
    emptyElement('rect', { x: -margin, y: -margin, width: px(fullWidth), height: px(fullHeight), fill: light.paper }),
    ...shapes,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`;
}
