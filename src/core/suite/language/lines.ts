import type { TextPosition } from '../../../shared/model/problem.ts';

/** A dash or a key of a line of YAML. */
export interface LinePart {
  readonly kind: 'item' | 'key';
  readonly column: number;
  /** Of a key. */
  readonly name: string;
  /** Of a key; of a dash its own column. */
  readonly colon: number;
  /** Where what it holds begins on the line; the line's end where nothing does. */
  readonly valueColumn: number;
}

/** The lines of a text, and what of YAML's structure is written in each. Read when they are asked for. */
export class LineReader {
  readonly #text: string;
  readonly #starts: number[] = [0];
  readonly #parts = new Map<number, readonly LinePart[]>();

  constructor(text: string) {
    this.#text = text;
    for (const match of text.matchAll(/\r\n|\r|\n/g)) this.#starts.push(match.index + match[0].length);
  }

  get count(): number {
    return this.#starts.length;
  }

  start(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  content(line: number): string {
    return this.#text.slice(this.start(line), this.#starts[line + 1] ?? this.#text.length).replace(/[\r\n]+$/, '');
  }

  offset({ line, character }: TextPosition): number {
    return this.start(line) + Math.min(character, this.content(line).length);
  }

  /** From left to right; none for blank lines and comments. */
  parts(line: number): readonly LinePart[] {
    const known = this.#parts.get(line) ?? partsOf(this.content(line));
    this.#parts.set(line, known);
    return known;
  }
}

function partsOf(content: string): LinePart[] {
  const parts: LinePart[] = [];
  let column = spaceEnd(content, 0);
  while (content[column] === '-' && /\s|^$/.test(content[column + 1] ?? '')) {
    const next = spaceEnd(content, column + 1);
    parts.push({ kind: 'item', column, name: '', colon: column, valueColumn: next });
    column = next;
  }
  const key = keyOf(content, column);
  return key === null ? parts : [...parts, key];
}

/** The key that begins at a column: a text up to a colon that white space follows. */
function keyOf(content: string, column: number): LinePart | null {
  const rest = content.slice(column);
  const part = (name: string, at: number): LinePart => {
    return { kind: 'key', column, name, colon: at, valueColumn: spaceEnd(content, at + 1) };
  };
  const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')\s*:(?=\s|$)/.exec(rest);
  if (quoted) return part(quoted[1] ?? quoted[2] ?? '', column + quoted[0].length - 1);
  if (/^["'#[{|>&*!%@`]/.test(rest)) return null;
  const colon = /:(?=\s|$)/.exec(rest);
  const comment = rest.search(/\s#/);
  if (colon === null || colon.index === 0 || (comment !== -1 && comment < colon.index)) return null;
  return part(rest.slice(0, colon.index).trimEnd(), column + colon.index);
}

/** Where what stands at the offset of a line begins: behind the parts before it, or at the offset where nothing does. */
export function columnOf(content: string, parts: readonly LinePart[], before: number, column: number): number {
  const next = parts[before];
  if (next !== undefined) return next.column <= column ? next.column : column;
  const begins = parts.at(-1)?.valueColumn ?? spaceEnd(content, 0);
  return Math.min(begins, column);
}

/** The end of a plain value: before a comment and the white space at the end of the line. */
export function valueEnd(content: string, column: number): number {
  const rest = content.slice(column);
  const comment = rest.search(/(?:^|\s)#/);
  return column + (comment === -1 ? rest : rest.slice(0, comment)).trimEnd().length;
}

function spaceEnd(content: string, column: number): number {
  return column + (/^[ \t]*/.exec(content.slice(column))?.[0].length ?? 0);
}
