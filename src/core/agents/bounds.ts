/** About 4,000 tokens of English: an answer must leave an agent room to think. */
export const mostCharacters = 14_000;

/** The text as far as it fits, cut at a line, and said to be cut. */
export function bounded(text: string, most = mostCharacters): string {
  if (text.length <= most) return text;
  const note = '\n\n(Cut here. Ask for fewer runs, or for one suite.)';
  const head = text.slice(0, most - note.length);
  return head.slice(0, Math.max(0, head.lastIndexOf('\n'))) + note;
}

/** As many of the items, in their order, as their JSON leaves room for. */
export function fitting<Item>(items: readonly Item[], most = mostCharacters): readonly Item[] {
  let room = most;
  const end = items.findIndex((item) => (room -= JSON.stringify(item).length + 1) < 0);
  return end === -1 ? items : items.slice(0, end);
}

/** A name from a file or a server: one line that cannot fill the answer. */
export function shortName(name: string, most = 80): string {
  const line = name.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

/** Four significant digits: what is beyond them is noise and costs tokens. */
export function figure(value: number): number;
export function figure(value: number | null): number | null;
export function figure(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
