import type { Path } from '../source.ts';

/** What is open at an offset of JSON, or of YAML in its flow style. Offsets are those of the whole text. */
export interface FlowPlace {
  readonly path: Path;
  readonly role: 'key' | 'value';
  /** The text at the offset, quotes left out; empty where there is none. */
  readonly start: number;
  readonly end: number;
  readonly quote: '"' | "'" | null;
  readonly hasColon: boolean;
  /** Keys of the map that is open, but the one at the offset. */
  readonly siblings: readonly string[];
}

interface Frame {
  readonly kind: 'map' | 'list';
  index: number;
  key: string | null;
  /** The slot has its value: what follows is a comma. */
  filled: boolean;
  readonly keys: string[];
}

interface Token {
  readonly start: number;
  readonly end: number;
  readonly quote: '"' | "'" | null;
  readonly isClosed: boolean;
}

/**
 * Where `offset` is in the value that starts at `from`: `closed` where that value ended before.
 * Nothing has to be well formed; a missing comma or bracket costs what it encloses, not more.
 */
export function flowPlace(text: string, from: number, offset: number, style: 'json' | 'yaml'): FlowPlace | 'closed' | 'comment' {
  return new FlowScanner(text, style).find(from, offset);
}

class FlowScanner {
  readonly #text: string;
  readonly #style: 'json' | 'yaml';
  readonly #frames: Frame[] = [];
  #at = 0;

  constructor(text: string, style: 'json' | 'yaml') {
    this.#text = text;
    this.#style = style;
  }

  find(from: number, offset: number): FlowPlace | 'closed' | 'comment' {
    this.#at = from;
    while (this.#at < offset) {
      const start = this.#at;
      const char = this.#text[start] ?? '';
      if (/\s/.test(char)) this.#at++;
      else if (char === '#' && this.#style === 'yaml') {
        this.#at = lineEnd(this.#text, start);
        if (offset <= this.#at) return 'comment';
      } else if ('{}[],'.includes(char)) {
        this.#structure(char);
        if (this.#frames.length === 0) return 'closed';
      } else if (char === ':' && this.#awaitsColon()) this.#at++;
      else {
        const token = this.#token();
        const isInside = token.isClosed ? offset < this.#at : offset <= this.#at;
        if (isInside) return this.#place({ ...token, end: Math.max(token.end, offset) });
        this.#take(token);
        if (this.#frames.length === 0) return 'closed';
      }
    }
    return this.#here(offset);
  }

  #here(offset: number): FlowPlace | 'closed' {
    const frame = this.#frames.at(-1);
    if (frame?.filled === true) return 'closed';
    const char = this.#text[offset] ?? '';
    this.#at = offset;
    // A word that begins here is what stands here.
    const begins = char !== '' && !/[\s{}[\],:#"']/.test(char);
    return this.#place(begins ? this.#token() : { start: offset, end: offset, quote: null, isClosed: false });
  }

  #structure(char: string): void {
    this.#at++;
    const frame = this.#frames.at(-1);
    if (char === '{' || char === '[') {
      this.#frames.push({ kind: char === '{' ? 'map' : 'list', index: 0, key: null, filled: false, keys: [] });
    } else if (char === ',') {
      if (frame) Object.assign(frame, { index: frame.index + 1, key: null, filled: false });
    } else {
      this.#frames.pop();
      const outer = this.#frames.at(-1);
      if (outer) outer.filled = true;
    }
  }

  #awaitsColon(): boolean {
    const frame = this.#frames.at(-1);
    return frame?.kind === 'map' && frame.key !== null && !frame.filled;
  }

  #token(): Token {
    const start = this.#at;
    const first = this.#text[start];
    if (first === '"' || (first === "'" && this.#style === 'yaml')) return this.#quoted(start, first);
    while (this.#at < this.#text.length && !this.#endsPlain()) this.#at++;
    if (this.#at === start) this.#at++;
    const end = start + this.#text.slice(start, this.#at).trimEnd().length;
    return { start, end, quote: null, isClosed: false };
  }

  #endsPlain(): boolean {
    const char = this.#text[this.#at] ?? '';
    if ('{}[],\r\n'.includes(char)) return true;
    if (char === ':') return this.#style === 'json' || /[\s,[\]{}]|^$/.test(this.#text[this.#at + 1] ?? '');
    return char === '#' && /\s/.test(this.#text[this.#at - 1] ?? '');
  }

  /** JSON has no string over several lines: one that is not closed ends with its line. */
  #quoted(start: number, quote: '"' | "'"): Token {
    for (this.#at = start + 1; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at] ?? '';
      const isEscape = quote === '"' ? char === '\\' : char === "'" && this.#text[this.#at + 1] === "'";
      if (isEscape) this.#at++;
      else if (char === quote) return { start: start + 1, end: this.#at++, quote, isClosed: true };
      else if (this.#style === 'json' && /[\r\n]/.test(char)) break;
    }
    return { start: start + 1, end: this.#at, quote, isClosed: false };
  }

  #take(token: Token): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    if (this.#isKey(frame, token)) {
      frame.key = this.#text.slice(token.start, token.end);
      frame.filled = false;
      frame.keys.push(frame.key);
    } else {
      frame.filled = true;
    }
  }

  /** What a colon follows is a key, where a comma before it was forgotten too. */
  #isKey(frame: Frame, token: Token): boolean {
    return frame.kind === 'map' && (frame.key === null || this.#hasColon(token));
  }

  #hasColon({ end }: Token): boolean {
    return /^["']?\s*:/.test(this.#text.slice(end, end + 40));
  }

  #place(token: Token): FlowPlace {
    const { start, end, quote } = token;
    const frame = this.#frames.at(-1);
    const isKey = frame !== undefined && this.#isKey(frame, token);
    const outer = this.#frames.slice(0, -1).map(stepOf);
    const path = frame === undefined || isKey ? outer : [...outer, stepOf(frame)];
    const hasColon = isKey && this.#hasColon(token);
    const siblings = isKey ? this.#otherKeys(frame, hasColon) : [];
    return { path, role: isKey ? 'key' : 'value', start, end, quote, hasColon, siblings };
  }

  /** The keys of a map before and after the one at the place, up to its end. */
  #otherKeys(frame: Frame, hasColon: boolean): readonly string[] {
    const depth = this.#frames.length;
    Object.assign(frame, { key: '', filled: !hasColon });
    while (this.#at < this.#text.length && this.#frames.length >= depth) {
      const char = this.#text[this.#at] ?? '';
      if (/[\s:]/.test(char)) this.#at++;
      else if (char === '#' && this.#style === 'yaml') this.#at = lineEnd(this.#text, this.#at);
      else if ('{}[],'.includes(char)) this.#structure(char);
      else this.#take(this.#token());
    }
    return frame.keys;
  }
}

function stepOf({ kind, index, key }: Frame): string | number {
  return kind === 'list' ? index : (key ?? '');
}

export function lineEnd(text: string, offset: number): number {
  const rest = /[\r\n]/g;
  rest.lastIndex = offset;
  return rest.exec(text)?.index ?? text.length;
}
