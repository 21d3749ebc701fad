import type { TextPosition, TextRange } from '../../../shared/model/problem.ts';
import { Positions } from '../positions.ts';
import { bracesAt, takesVariables, type Braces } from './braces.ts';
import { LineReader } from './lines.ts';
import type { ParsedSuite } from './parsed.ts';
import { placeAt, type Place } from './place.ts';
import { SuiteData } from './suiteData.ts';

/** A place of a suite that an editor asks about, and what the answers need of it. */
export class Spot {
  readonly parsed: ParsedSuite;
  readonly text: string;
  readonly offset: number;
  readonly place: Place | null;
  /** The variable that stands there, with the place of the text that takes it. */
  readonly variable: { readonly braces: Braces; readonly owner: Place } | null;
  readonly #positions: Positions;
  readonly #line: number;
  #data: SuiteData | undefined;

  constructor(parsed: ParsedSuite, at: TextPosition) {
    const { text } = parsed.document;
    this.parsed = parsed;
    this.text = text;
    this.#positions = new Positions(text);
    this.#line = at.line;
    this.offset = new LineReader(text).offset(at);
    this.place = placeAt(text, at);
    this.variable = this.#variableHere();
  }

  get data(): SuiteData {
    return (this.#data ??= new SuiteData(this.parsed, this.#line));
  }

  range(start: number, end: number): TextRange {
    return this.#positions.range(start, end);
  }

  /** Columns that a text at the offset is further right than its line begins. */
  indentAt(offset: number): number {
    const { character } = this.#positions.at(offset);
    return this.text.slice(offset - character, offset).trimStart().length;
  }

  #variableHere(): Spot['variable'] {
    const braces = bracesAt(this.text, this.offset);
    // The braces themselves, without quotes, would be read as a map: the place is the one before them.
    const owner = braces && placeAt(this.text, this.#positions.at(braces.open));
    const hasDataset = (index: number) => this.data.text(['cases', index, 'dataset']) !== null;
    return braces && owner && takesVariables(owner.path, hasDataset) ? { braces, owner } : null;
  }
}
