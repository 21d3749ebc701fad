import stringWidth from 'string-width';
import type { Output } from './progress.ts';

export const gap = 2;

/**
 * Rows as lines, each column as wide as its widest cell. The first row is the head. What has no room on a terminal is left out
 * from the right, and named.
 */
export function columns(
  rows: readonly (readonly string[])[],
  { isTTY, columns: room }: Pick<Output, 'isTTY' | 'columns'>,
): string {
  const head = rows[0] ?? [];
  const widths = head.map((_, i) => Math.max(...rows.map((cells) => stringWidth(cells[i] ?? ''))));
  const shown = isTTY ? fitting(widths, room) : widths.length;
  const pad = (text: string, i: number) => text + ' '.repeat(Math.max(0, (widths[i] ?? 0) - stringWidth(text)));
  const lines = rows.map((cells) => `${cells.slice(0, shown).map(pad).join(' '.repeat(gap)).trimEnd()}\n`).join('');
  const hidden = head.slice(shown);
  return hidden.length === 0 ? lines : `${lines}A wider terminal also shows: ${hidden.join(', ')}.\n`;
}

/** How many columns stand side by side; the first always does. */
function fitting(widths: readonly number[], room: number): number {
  let width = -gap;
  const over = widths.findIndex((column) => (width += gap + column) > room);
  return over === -1 ? widths.length : Math.max(1, over);
}
