import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Pair, YAMLError, YAMLMap } from 'yaml';
import type { Problem, TextRange } from '../../shared/model/problem.ts';
import { jsonPlaces } from './jsonPlaces.ts';
import { Positions } from './positions.ts';
import { error, quoted } from './problems.ts';
import { unquotedValue } from './unquoted.ts';
import type { Fix } from './problems.ts';
import { templateVariables } from './template.ts';

/** Keys and list positions from the top of the file down to a value. */
export type Path = readonly (string | number)[];

export const maxSuiteBytes = 1024 * 1024;
const maxDepth = 64;
/** Values after every alias is followed: aliases of aliases grow without bound in a few lines. */
const maxValues = 500_000;
/** More would only bury them. */
const maxSyntaxErrors = 5;

/** A suite's text as plain data, and the way back from a place in the data to its place in the text. */
export class SuiteSource {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  readonly #text: string;
  readonly #positions: Positions;
  readonly #root: unknown;
  readonly #reader: DocumentReader;

  constructor(text: string) {
    this.#text = text;
    this.#positions = new Positions(text);
    this.#reader = new DocumentReader(text, this.#positions);
    if (Buffer.byteLength(text) > maxSuiteBytes) {
      const message = 'The suite is larger than 1 MiB: move its cases into a dataset file.';
      this.problems = [error('too-large', message, this.#positions.line(0))];
      return;
    }
    const document = parse(text);
    this.#root = document?.contents ?? null;
    this.problems = document === null ? [tooDeep(this.#positions.line(0))] : syntaxProblems(document, text, this.#positions);
    if (document === null || this.problems.length > 0) return;
    this.value = this.#reader.read(this.#root, 0);
    this.problems = this.#reader.problems;
  }

  /** A whole line of the file, counted from 0. */
  line(line: number): TextRange {
    return this.#positions.line(line);
  }

  /** Of offsets in the text. */
  rangeOf(start: number, end: number): TextRange {
    return this.#positions.range(start, end);
  }

  /** The value's own range, cut to its first line; of the nearest thing there is where the path leads nowhere. */
  valueRange(path: Path): TextRange {
    const [start, end] = this.#offsets(path);
    return this.#positions.firstLine(start, end);
  }

  /** The value's range over all its lines, without the white space after it. */
  fullRange(path: Path): TextRange {
    const [start, end] = this.#offsets(path);
    return this.#positions.range(start, start + this.#text.slice(start, end).trimEnd().length);
  }

  /** The key that the path ends in; the value where it ends in a list. */
  keyRange(path: Path): TextRange {
    const { key, value, whole } = this.#locate(path);
    const [start, end] = offsetsOf(whole ? (key ?? value) : value) ?? offsetsOf(key) ?? [0, this.#text.length];
    return this.#positions.firstLine(start, end);
  }

  /** Replaces the value at `path`, in the quotes that it has. */
  valueFix(path: Path, text: string): Fix {
    return { title: `Change to ${text}`, newText: requote(this.#locate(path).value, text) };
  }

  keyFix(path: Path, text: string): Fix {
    return { title: `Change to ${text}`, newText: requote(this.#locate(path).key, text) };
  }

  /** The place of the `index`th variable of the template at `path`; the whole text where escapes hide it. */
  variableRange(path: Path, index: number): TextRange {
    const [start, end] = this.#offsets(path);
    const variable = templateVariables(this.#text.slice(start, end))[index];
    if (variable === undefined) return this.valueRange(path);
    return this.#positions.range(start + variable.offset, start + variable.offset + variable.length);
  }

  /** A number, `true` or `null` as the author wrote it: `1.0` and `1` are one number and two texts. */
  written(path: Path): string | null {
    const { value } = this.#locate(path);
    return isScalar(value) ? (value.source ?? null) : null;
  }

  #offsets(path: Path): readonly [number, number] {
    const { key, value } = this.#locate(path);
    return offsetsOf(value) ?? offsetsOf(key) ?? [0, this.#text.length];
  }

  #locate(path: Path): { key: unknown; value: unknown; whole: boolean } {
    let key: unknown = null;
    let value = this.#reader.follow(this.#root);
    for (const step of path) {
      const pair = isMap(value) ? this.#reader.pair(value, String(step)) : undefined;
      const item = isSeq(value) ? value.items[Number(step)] : undefined;
      if (pair === undefined && item === undefined) return { key, value, whole: false };
      key = pair?.key ?? null;
      value = this.#reader.follow(pair === undefined ? item : pair.value);
    }
    return { key, value, whole: true };
  }
}

/** What stands at a place of plain data; `undefined` where there is nothing. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined;
    return (inner as Record<string | number, unknown>)[step];
  }, value);
}

/** `null` where the nesting is deeper than the parser's stack. */
function parse(text: string): Document | null {
  try {
    // Duplicate keys are found while reading: the parser's own check is quadratic.
    return parseDocument(text, { uniqueKeys: false, prettyErrors: false });
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

function syntaxProblems(document: Document, text: string, positions: Positions): Problem[] {
  const deep = document.errors.find((fault) => fault.code === 'RESOURCE_EXHAUSTION');
  if (deep) return [tooDeep(positions.firstLine(deep.pos[0], deep.pos[1]))];
  // What begins like JSON is read as YAML too, whose complaints would puzzle the author.
  const fault = /^\s*\{/.test(text) && document.errors.length > 0 ? jsonPlaces(text).fault : null;
  if (fault !== null) {
    const message = 'This is not valid JSON here: look for a missing comma, quote or bracket, here or just before.';
    return [error('syntax', message, positions.firstLine(fault, fault + 1))];
  }
  return tellingFaults(document.errors, text, positions);
}

/** The first fault: behind it all else seems wrong. And those that quotes would mend, which are wrong by themselves. */
function tellingFaults(faults: readonly YAMLError[], text: string, positions: Positions): Problem[] {
  const problems: Problem[] = [];
  const lines = new Set<number>();
  for (const fault of faults.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const { line } = positions.at(fault.pos[0]);
    if (lines.has(line)) continue;
    lines.add(line);
    const fix = quoteFix(fault, text, positions);
    if (problems.length > 0 && fix === null) continue;
    problems.push(error('syntax', syntaxMessage(fault), positions.firstLine(fault.pos[0], fault.pos[1]), fix));
    if (problems.length === maxSyntaxErrors) break;
  }
  return problems;
}

const syntaxAdvice: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'YAML is indented with spaces, not tabs.',
  BLOCK_AS_IMPLICIT_KEY:
    'This does not fit where it stands: check the indentation, and put quotes around a text that has a colon in it.',
  MULTILINE_IMPLICIT_KEY: 'This is no key with a value: check its indentation, and that a colon and a space follow the key.',
  BAD_SCALAR_START: 'A text that starts with this character needs quotes around it.',
  BAD_DQ_ESCAPE: 'Between double quotes a backslash begins an escape: write it twice, or use single quotes.',
  MULTIPLE_DOCS: 'A file holds one suite: remove what follows `---`.',
};

const misplaced = 'The indentation of this line fits none of the lines above: begin it where the entry it belongs to begins.';

/** The parser has one code for several faults: what it calls them, and what they are to an author. */
const syntaxWords: readonly (readonly [name: RegExp, words: string])[] = [
  [/^(?:All (?:mapping|sequence) items must start|Sequence item without) .*$/, misplaced],
  [/^Flow (?:map|sequence) .*end with a ([\]}])$/, 'A bracket is opened and not closed before this place: a `$1` is missing.'],
  [/^Missing closing (["'])quote$/, 'A quote is opened and never closed: a `$1` is missing.'],
  [/^Implicit map keys need to be followed .*$/, 'This is no key with a value: a colon and a space follow a key.'],
  [/^Missing (?:,|, or :) between .*$/, 'A comma is missing here, or just before.'],
  [
    /^Unexpected \S+ at node end$/,
    'This cannot follow what stands before it: look for a quote or bracket too many, just before.',
  ],
];

function syntaxMessage(fault: YAMLError): string {
  const advice = syntaxAdvice[fault.code];
  if (advice !== undefined) return advice;
  const known = syntaxWords.find(([name]) => name.test(fault.message));
  return known === undefined ? `${fault.message.replace(/[.:]$/, '')}.` : fault.message.replace(known[0], known[1]);
}

/** Quotes are what most texts lack that YAML takes for something else. */
function quoteFix({ code, pos: [offset] }: YAMLError, text: string, positions: Positions): Fix | null {
  const value = unquotedValue(text, offset, code === 'BLOCK_AS_IMPLICIT_KEY');
  if (value === null) return null;
  const newText = JSON.stringify(text.slice(value.start, value.end));
  return { title: 'Put quotes around it', newText, range: positions.range(value.start, value.end) };
}

function tooDeep(range: TextRange): Problem {
  return error('too-deep', 'This is nested too deeply to be a suite.', range);
}

function offsetsOf(node: unknown): readonly [number, number] | null {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : null;
  return range ? [range[0], range[1]] : null;
}

function requote(node: unknown, text: string): string {
  if (!isScalar(node)) return text;
  if (node.type === 'QUOTE_DOUBLE') return JSON.stringify(text);
  const needsQuotes = node.type === 'QUOTE_SINGLE' || !/^[\w(^.$\\]/.test(text);
  return needsQuotes ? `'${text.replaceAll("'", "''")}'` : text;
}

/** Makes plain data of a YAML tree: follows aliases, bounds them, and finds duplicate keys. */
class DocumentReader {
  readonly problems: Problem[] = [];
  readonly #text: string;
  readonly #positions: Positions;
  readonly #anchors = new Map<string, unknown>();
  readonly #targets = new Map<unknown, unknown>();
  readonly #pairs = new Map<unknown, Map<string, Pair>>();
  #values = 0;

  constructor(text: string, positions: Positions) {
    this.#text = text;
    this.#positions = positions;
  }

  /** The node an alias stands for; any other node itself. */
  follow(node: unknown): unknown {
    return isAlias(node) ? (this.#targets.get(node) ?? node) : node;
  }

  pair(map: unknown, key: string): Pair | undefined {
    return this.#pairs.get(map)?.get(key);
  }

  read(node: unknown, depth: number): unknown {
    this.#values++;
    if (this.#values > maxValues || depth > maxDepth) return this.#stop(node, depth);
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target === undefined) return this.#fault(node, 'bad-alias', `There is no anchor &${node.source} before this alias.`);
      this.#targets.set(node, target);
      return this.read(target, depth + 1);
    }
    if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    }
    if (isMap(node)) return this.#readMap(node, depth);
    if (isSeq(node)) return node.items.map((item) => this.read(item, depth + 1));
    return isScalar(node) ? node.value : null;
  }

  #readMap(map: YAMLMap, depth: number): unknown {
    const known = this.#pairs.get(map);
    const pairs = known ?? new Map<string, Pair>();
    this.#pairs.set(map, pairs);
    const entries = map.items.map((pair): [string, unknown] => {
      const key = this.#readKey(pair, map);
      if (known === undefined && pairs.has(key)) {
        this.#fault(pair.key, 'duplicate-key', `${quoted(key)} is given twice here: keep one.`);
      }
      pairs.set(key, pair);
      return [key, this.read(pair.value, depth + 1)];
    });
    return Object.fromEntries(entries);
  }

  #readKey({ key }: Pair, map: YAMLMap): string {
    if (isScalar(key)) return String(key.value);
    this.#fault(
      key,
      'bad-key',
      'A key is a plain text. A text that starts with {{ needs quotes around it.',
      this.#templateFix(map),
    );
    return '';
  }

  /** `{{name}}` without quotes is a map in a map. */
  #templateFix(map: YAMLMap): Fix | null {
    const [start, end] = offsetsOf(map) ?? [0, 0];
    const template = this.#text.slice(start, end);
    if (!/^\{\{[^{}\n]+\}\}$/.test(template)) return null;
    return { title: 'Put quotes around it', newText: JSON.stringify(template), range: this.#positions.range(start, end) };
  }

  #stop(node: unknown, depth: number): null {
    const reported = this.problems.some(({ code }) => code === 'too-deep' || code === 'too-many-aliases');
    if (reported) return null;
    if (depth > maxDepth) return this.#fault(node, 'too-deep', 'This is nested too deeply to be a suite.');
    return this.#fault(node, 'too-many-aliases', 'With every alias written out the suite is too large: use fewer aliases.');
  }

  #fault(node: unknown, code: string, message: string, fix: Fix | null = null): null {
    const [start, end] = offsetsOf(node) ?? [0, 0];
    this.problems.push(error(code, message, this.#positions.firstLine(start, end), fix));
    return null;
  }
}
