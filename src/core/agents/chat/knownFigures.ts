/** Digits with what may stand between them, and the sign of a share: `1500`, `0.93`, `26 %`. */
const figures = /\d+(?:[.,]\d+)*(?:\s?%)?/g;
/** `1.` and `2)` at the beginning of a line number it, and say nothing. */
const numbering = /^\s*\d{1,2}[.)]\s/gm;
/** Digits that are no result, or one of what they stand with alone: `95 % interval`, `12 cases`, a date, a run, `gpt-5-mini`. */
const phrases =
  /\d+ % (?:interval|power)\b|(?<![\d.,])\d+ (?:more )?(?:cases?|samples?|calls?|models?)\b|\d{4}-\d\d-\d\d|\d\d:\d\d UTC|\brun [0-9a-f]{8}\b|(?<![\p{L}\p{N}])\p{L}[\p{L}\p{N}./:_-]*[\p{L}\p{N}]/giu;
const isBare = /^[\d.,\s%$]+$/;

function figuresIn(text: string): readonly string[] {
  return (text.match(figures) ?? []).map((figure) => figure.replaceAll(/\s/g, ''));
}

/** Without the marks of Markdown and between thousands, which a model may write or leave out. */
function plain(text: string): string {
  return text
    .replaceAll(/[\\*`\u200B]|(?<=\d),(?=\d{3})/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}

/** Finds names where they stand as a whole, long ones first. */
function finder(names: readonly string[]): RegExp {
  const any = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('|');
  return any === '' ? /(?!)/g : new RegExp(`(?<![\\p{L}\\p{N}]|\\d[.,])(?:${any})(?![\\p{L}\\p{N}]|[.,]\\d)`, 'giu');
}

/**
 * Lets through the lines of a model's words whose every figure stands in the material that it was given, other than in a name. A
 * model that rounds, averages or remembers makes figures that nobody measured, and nobody could tell them from those that were.
 */
export class KnownFigures {
  readonly #known: ReadonlySet<string>;
  readonly #names: RegExp;
  #rest = '';
  #leftOut = 0;

  /** @param names that may stand in the material, whether they hold digits or not */
  constructor(material: string, names: readonly string[] = []) {
    const text = plain(material).replaceAll(numbering, '');
    const whole = text.toLowerCase();
    const called = new Set([...names.map(plain), ...(text.match(phrases) ?? [])].filter((name) => /\d/.test(name)));
    const there = [...called].filter((name) => whole.includes(name.toLowerCase()));
    this.#names = finder(there.filter((name) => !isBare.test(name)));
    // Where a model is called “5”, a line with a 5 may be about anything.
    const bare = finder(there.filter((name) => isBare.test(name)));
    this.#known = new Set(figuresIn(text.replaceAll(this.#names, ' ').replaceAll(bare, ' ')));
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
    const said = plain(line).replaceAll(numbering, '').replaceAll(this.#names, ' ');
    if (figuresIn(said).every((figure) => this.#known.has(figure))) return line;
    this.#leftOut += 1;
    return '';
  }
}
