import { element, escapeMarkup } from '../markup.ts';

export interface TableLook {
  /** What a screen reader calls the part that scrolls. */
  readonly label: string;
  readonly className?: string;
}

/** Rows that belong together may be given as groups of their own. */
export function scrollingTable(
  { label, className }: TableLook,
  head: readonly string[],
  ...groups: (readonly string[])[]
): string {
  const parts = [element('thead', {}, element('tr', {}, ...head)), ...groups.map((rows) => element('tbody', {}, ...rows))];
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label },
    element('table', { class: className }, ...parts),
  );
}

export type Align = 'left' | 'right';

/** Heads of columns; the first one is always on the left. */
export function headCells(...titles: (string | readonly [title: string, align: Align])[]): readonly string[] {
  return titles.map((given) => {
    const [title, align] = typeof given === 'string' ? [given, 'right'] : given;
    return element('th', { scope: 'col', class: align === 'left' ? 'left' : null }, escapeMarkup(title));
  });
}

export function rowHead(label: string, note = ''): string {
  return element('th', { scope: 'row' }, escapeMarkup(label), small(note));
}

export function cell(text: string, note = ''): string {
  return element('td', {}, escapeMarkup(text), small(note));
}

export function leftCell(text: string, tone: string | null = null, note = ''): string {
  return element('td', { class: tone === null ? 'left' : `left ${tone}` }, escapeMarkup(text), small(note));
}

export function small(text: string): string {
  return text === '' ? '' : element('small', {}, escapeMarkup(text));
}

/** A sentence or two above a table. */
export function intro(text: string): string {
  return element('p', { class: 'muted' }, escapeMarkup(text));
}
