import type { TextPosition, TextRange } from '../../shared/model/problem.ts';

/** Turns offsets of a text into the editor's lines and columns; line breaks are those of VS Code. */
export class Positions {
  readonly #text: string;
  readonly #lineStarts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (const match of text.matchAll(/\r\n|\r|\n/g)) this.#lineStarts.push(match.index + match[0].length);
  }

  at(offset: number): TextPosition {
    const inside = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] ?? 0) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: inside - (this.#lineStarts[low] ?? 0) };
  }

  range(start: number, end: number): TextRange {
    return { start: this.at(start), end: this.at(Math.max(start, end)) };
  }

  /** The range cut off at the end of its first line: what is underlined should not span a screen. */
  firstLine(start: number, end: number): TextRange {
    const { line } = this.at(start);
    return this.range(start, Math.min(end, this.#lineEnd(line)));
  }

  line(line: number): TextRange {
    const known = Math.max(0, Math.min(line, this.#lineStarts.length - 1));
    return this.range(this.#lineStarts[known] ?? 0, this.#lineEnd(known));
  }

  #lineEnd(line: number): number {
    const next = this.#lineStarts[line + 1] ?? this.#text.length;
    const content = this.#text.slice(this.#lineStarts[line] ?? 0, next).replace(/[\r\n]+$/, '');
    return (this.#lineStarts[line] ?? 0) + content.length;
  }
}
