import { type Attributes, element, emptyElement, escapeMarkup } from '../markup.ts';

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

export interface Figure {
  readonly width: number;
  readonly height: number;
  /** What a screen reader says in place of the picture. */
  readonly label: string;
}

export function figure({ width, height, label }: Figure, ...shapes: readonly string[]): string {
  const attributes: Attributes = { viewBox: `0 0 ${px(width)} ${px(height)}`, role: 'img', 'aria-label': label, class: 'plot' };
  return element('svg', attributes, ...shapes);
}
