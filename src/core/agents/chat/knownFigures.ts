/** Digits with what may stand between them: `1,500`, `0.93`, `3.5`. */
const figures = /\d+(?:[.,]\d+)*/g;
/** `1.` and `2)` at the beginning of a line number it, and say nothing. */
const numbering = /^\s*\d{1,2}[.)]\s/;

function figuresIn(text: string): readonly string[] {
  return (text.match(figures) ?? []).map((figure) => figure.replaceAll(/,(?=\d{3})/g, ''));
}

/**
 * Lets through the lines of a model's words whose every figure stands in the material that it was given. A model that rounds,
 * averages or remembers makes figures that nobody measured, and nobody could tell them from those that were.
 */
export class KnownFigures {
  readonly #known: ReadonlySet<string>;
  #rest = '';
  #leftOut = 0;

  constructor(material: string) {
    this.#known = new Set(figuresIn(material));
  }

  /** Lines that were not let through so far. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** Takes the next piece; returns what is whole and may be shown. */
  take(piece: string): string {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.map((line) => this.#pass(`${line}\n`)).join('');
  }

  /** What is left when nothing more comes. */
  end(): string {
    const rest = this.#rest;
    this.#rest = '';
    return this.#pass(rest);
  }

  #pass(line: string): string {
    if (figuresIn(line.replace(numbering, '')).every((figure) => this.#known.has(figure))) return line;
    this.#leftOut += 1;
    return '';
  }
}
