import type { Path } from '../source.ts';

/** A place `{{name}}` around an offset, being written or there. Offsets are those of the text. */
export interface Braces {
  readonly open: number;
  /** Behind the offset where that is in the white space before the name. */
  readonly nameStart: number;
  /** Behind the closing braces, as far as they are there. */
  readonly end: number;
  readonly name: string;
  readonly isClosed: boolean;
}

/** A name is short, and on one line. */
const longestName = 200;

export function bracesAt(text: string, offset: number): Braces | null {
  const from = Math.max(0, offset - longestName);
  const before = text.slice(from, offset);
  const open = before.lastIndexOf('{{');
  const typed = before.slice(open + 2);
  if (open === -1 || /[{}\r\n]/.test(typed) || before[open - 1] === '\\') return null;
  // Up to the closing braces; where there are none, the word that the offset is in.
  const after = text.slice(offset, offset + longestName);
  const rest = /^[^{}"'\r\n]*?(?=\s*\})/.exec(after)?.[0] ?? /^[\p{L}\p{N}_.-]*/u.exec(after)?.[0] ?? '';
  const closing = /^\s*\}{0,2}/.exec(after.slice(rest.length))?.[0] ?? '';
  const braces = closing.trimStart().length;
  const nameEnd = offset + rest.length;
  const written = `${typed}${rest}`;
  const nameStart = nameEnd - written.trimStart().length;
  const end = braces === 0 ? nameEnd : nameEnd + closing.length;
  return { open: from + open, nameStart, end, name: written.trim(), isClosed: braces === 2 };
}

/** Whether texts at a path may hold variables. Those of `vars` may where a dataset has the columns for them. */
export function takesVariables(path: Path, hasDataset: (index: number) => boolean): boolean {
  const [top, index, key] = path;
  if (top === 'cases' && typeof index === 'number' && key === 'vars') return path.length > 3 && hasDataset(index);
  if (top === 'cases') return ['name', 'category', 'prompt', 'expect'].includes(String(key));
  return ['prompt', 'prompts', 'system', 'expect'].includes(String(top));
}
