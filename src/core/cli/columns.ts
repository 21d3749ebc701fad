import stringWidth from 'string-width';

/** Rows as lines, each column as wide as its widest cell. The first row is the head. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((cells) => stringWidth(cells[i] ?? '')))) ?? [];
  const pad = (text: string, i: number) => text + ' '.repeat(Math.max(0, (widths[i] ?? 0) - stringWidth(text)));
  return rows.map((cells) => `${cells.map(pad).join('  ').trimEnd()}\n`).join('');
}
