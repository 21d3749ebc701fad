import type { TextPosition } from '../../../shared/model/problem.ts';
import type { Path } from '../source.ts';
import { flowPlace } from './flow.ts';
import { columnOf, LineReader, valueEnd, type LinePart } from './lines.ts';

/** Where in a suite an offset is, faulty or half written as its text may be. */
export interface Place {
  /** Of the value at the offset; of the map where a key is. */
  readonly path: Path;
  /** `either`: what begins there may become a value or a key of a map: an item of a list, a line of its own. */
  readonly role: 'key' | 'value' | 'either';
  /** A text over several lines: there is nothing to complete but what stands in braces. */
  readonly isProse: boolean;
  readonly style: 'block' | 'flow' | 'json';
  /** The text at the offset, quotes left out. */
  readonly start: number;
  readonly end: number;
  readonly quote: '"' | "'" | null;
  readonly hasColon: boolean;
  /** Keys of the same map. */
  readonly siblings: readonly string[];
}

/** `null` in a comment and behind a value that has ended. */
export function placeAt(text: string, at: TextPosition): Place | null {
  const lines = new LineReader(text);
  const offset = lines.offset(at);
  const start = /^\s*/.exec(text)?.[0].length ?? 0;
  if (text[start] === '{' && offset > start) return inFlow(text, start, offset, 'json', []);
  return new BlockReader(text, lines).find(at.line, offset);
}

function inFlow(text: string, from: number, offset: number, style: 'json' | 'flow', base: Path): Place | null {
  const found = flowPlace(text, from, offset, style === 'json' ? 'json' : 'yaml');
  if (found === 'closed' || found === 'comment') return null;
  const isProse = found.quote !== null && /[\r\n]/.test(text.slice(found.start, found.end));
  return { ...found, path: [...base, ...found.path], style, isProse };
}

/** A part of a line that holds what stands deeper: a key, or the dash of a list's item. */
interface Ancestor extends LinePart {
  readonly line: number;
  index: number;
}

/** YAML by its indentation: what a line belongs to is above it, further left. */
class BlockReader {
  readonly #text: string;
  readonly #lines: LineReader;

  constructor(text: string, lines: LineReader) {
    this.#text = text;
    this.#lines = lines;
  }

  find(line: number, offset: number): Place | null {
    const lineStart = this.#lines.start(line);
    const column = offset - lineStart;
    const content = this.#lines.content(line);
    const parts = this.#lines.parts(line);
    const before = parts.filter((part) => (part.kind === 'item' ? part.column < column : part.colon < column));
    const own = columnOf(content, parts, before.length, column);
    const ancestors = this.#ancestors(line, before, own);
    const opened = this.#opened(ancestors, line, offset);
    if (opened !== 'nothing') return opened;
    const path = ancestors.map(stepOf);
    const key = parts[before.length];
    if (key?.kind === 'key' && column >= key.column) return this.#atKey(path, key, line, offset);
    const end = lineStart + valueEnd(content, own);
    if (offset > end && content.slice(0, column).includes(' #')) return null;
    const isValue = before.at(-1)?.kind === 'key';
    const start = Math.min(lineStart + own, offset);
    const siblings = isValue ? [] : this.#siblings(line, own);
    const place = {
      path,
      isProse: false,
      style: 'block',
      start,
      end: Math.max(end, offset),
      quote: null,
      hasColon: false,
    } as const;
    return { ...place, role: isValue ? 'value' : 'either', siblings };
  }

  #atKey(path: Path, key: LinePart, line: number, offset: number): Place | null {
    const lineStart = this.#lines.start(line);
    const content = this.#lines.content(line);
    const quote = content[key.column] === '"' || content[key.column] === "'" ? (content[key.column] as '"' | "'") : null;
    const start = lineStart + key.column + (quote === null ? 0 : 1);
    const siblings = this.#siblings(line, key.column);
    const end = start + key.name.length;
    // At a quote, or in the white space before the colon.
    if (offset < start || offset > end) return null;
    return { path, role: 'key', isProse: false, style: 'block', start, end, quote, hasColon: true, siblings };
  }

  /** From the outermost to the one that holds what stands at `column` of the line. */
  #ancestors(line: number, before: readonly LinePart[], column: number): Ancestor[] {
    const found: Ancestor[] = before.toReversed().map((part) => ({ ...part, line, index: 0 }));
    for (let above = line - 1; above >= 0; above--) {
      const inner = found.at(-1);
      if (inner === undefined ? column === 0 : inner.column === 0 && inner.kind === 'key') break;
      for (const part of this.#lines.parts(above).toReversed()) this.#climb(found, { ...part, line: above, index: 0 }, column);
    }
    return found.toReversed();
  }

  /** A part further up, and from right to left: the next ancestor, one more item before the last one, or neither. */
  #climb(found: Ancestor[], part: Ancestor, column: number): void {
    const inner = found.at(-1);
    const isItem = inner?.kind === 'item';
    if (isItem && part.kind === 'item' && part.column === inner.column) inner.index++;
    // The dashes of a list may stand right below its key.
    else if (part.column < (inner?.column ?? column) || (isItem && part.kind === 'key' && part.column === inner.column)) {
      found.push(part);
    }
  }

  /** Inside a value that one of the ancestors began: a block of text, quotes, brackets. `nothing` where none is open. */
  #opened(ancestors: readonly Ancestor[], line: number, offset: number): Place | null | 'nothing' {
    for (const [depth, ancestor] of ancestors.entries()) {
      const valueAt = this.#lines.start(ancestor.line) + ancestor.valueColumn;
      const value = this.#lines.content(ancestor.line).slice(ancestor.valueColumn);
      const path = ancestors.slice(0, depth + 1).map(stepOf);
      if (/^["'[{]/.test(value) && offset > valueAt) {
        const place = inFlow(this.#text, valueAt, offset, 'flow', path);
        if (place !== null || ancestor.line === line) return place;
      } else if (ancestor.line < line && !this.#isStructure(ancestor, value)) {
        return prose(path, offset);
      }
    }
    return 'nothing';
  }

  /** Whether lines further right may belong to a part: nothing but an anchor or the next part stands behind it. */
  #isStructure({ line, column, kind }: Ancestor, value: string): boolean {
    if (/^(?:[&!]\S*\s*)*(?:#.*)?$/.test(value)) return true;
    return kind === 'item' && this.#lines.parts(line).some((part) => part.column > column);
  }

  /** The keys at the same column under the same parent. */
  #siblings(line: number, column: number): readonly string[] {
    const begins = (this.#lines.parts(line)[0]?.column ?? column) < column;
    const above = begins ? [] : this.#keysFrom(line, -1, column);
    return [...above, ...this.#keysFrom(line, 1, column)];
  }

  #keysFrom(line: number, step: 1 | -1, column: number): readonly string[] {
    const keys: string[] = [];
    for (let other = line + step; other >= 0 && other < this.#lines.count; other += step) {
      const parts = this.#lines.parts(other);
      const isOver = (parts[0]?.column ?? column) < column;
      // Upwards, the line that the map begins in has a dash before its first key.
      if (isOver && step === 1) break;
      keys.push(...parts.flatMap((part) => (part.kind === 'key' && part.column === column ? [part.name] : [])));
      if (isOver) break;
    }
    return keys;
  }
}

function prose(path: Path, offset: number): Place {
  return {
    path,
    role: 'value',
    isProse: true,
    style: 'block',
    start: offset,
    end: offset,
    quote: null,
    hasColon: false,
    siblings: [],
  };
}

function stepOf(ancestor: Ancestor): string | number {
  return ancestor.kind === 'item' ? ancestor.index : ancestor.name;
}
