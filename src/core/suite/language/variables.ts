import type { TextPosition, TextRange } from '../../../shared/model/problem.ts';
import { quoted } from '../problems.ts';
import type { SuiteFile } from '../schema.ts';
import type { Path } from '../source.ts';
import { templateVariables } from '../template.ts';
import { columnUses, headOf, ownUses, sharedUses, type VariableUse } from '../templates.ts';
import { bracesAt } from './braces.ts';
import { LineReader } from './lines.ts';
import type { ParsedSuite } from './parsed.ts';
import { isTakenApart, scriptMentions } from './scripts.ts';
import type { Renamable, SuiteEdit, SuitePlace } from './spec.ts';
import { Spot } from './spot.ts';

/** One name is one variable in the whole suite: prompts take it from every case. */
interface Variable {
  readonly name: string;
  /** Of the name at the place that was asked for. */
  readonly range: TextRange;
  /** The case whose own text takes it there; `null` where all cases share the text. */
  readonly ownCase: number | null;
}

interface Refusal {
  readonly refusal: string;
}

/** Where the variable at the place is given its values: keys of `vars`, columns of datasets. For a text of one case, there only. */
export function definition(parsed: ParsedSuite, at: TextPosition): readonly SuitePlace[] {
  const variable = variableAt(parsed, at);
  if (variable === null) return [];
  const { name, ownCase } = variable;
  const isMeant = (index: unknown) => ownCase === null || ownCase === index;
  const keys = keyPaths(parsed, name).filter(([, index]) => isMeant(index));
  const columns = columnsOf(parsed, name).filter(({ index }) => isMeant(index));
  const { source } = parsed.reading;
  return distinct([...keys.map((path) => ({ path: null, range: source.keyRange(path) })), ...columns.map(({ place }) => place)]);
}

/** Every mention of the variable at the place, where it is given and where it is taken. */
export function references(parsed: ParsedSuite, at: TextPosition): readonly TextRange[] {
  const variable = variableAt(parsed, at);
  if (variable === null) return [];
  const keys = keyPaths(parsed, variable.name).map((path) => parsed.reading.source.keyRange(path));
  return distinct([...keys, ...mentions(parsed, variable.name).ranges]).toSorted(byPlace);
}

/** The name at the place; why it cannot be changed here; `null` where there is no variable. */
export function prepareRename(parsed: ParsedSuite, at: TextPosition): Renamable | Refusal | null {
  const variable = variableAt(parsed, at);
  if (variable === null) return null;
  const { name, range } = variable;
  const refusal = whyNot(parsed, name);
  return refusal === null ? { name, range } : { refusal };
}

/** The edits that give the variable another name in cases, prompts, expectations and scripts. */
export function rename(parsed: ParsedSuite, at: TextPosition, name: string): readonly SuiteEdit[] | Refusal {
  const variable = variableAt(parsed, at);
  if (variable === null) return { refusal: 'There is no variable here to rename.' };
  const wanted = name.trim();
  if (wanted === variable.name) return [];
  const refusal = whyNot(parsed, variable.name) ?? whyNotTo(parsed, wanted);
  if (refusal !== null) return { refusal };
  const { source } = parsed.reading;
  const keys = keyPaths(parsed, variable.name).map((path) => {
    return { range: source.keyRange(path), newText: source.keyFix(path, wanted).newText };
  });
  return distinct([...keys, ...mentions(parsed, variable.name).ranges.map((range) => ({ range, newText: wanted }))]);
}

/** Aliases of YAML lead to one place from several, where two edits would destroy the text. */
function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** Letters first: such a name is a text in YAML and in JSON, whatever quotes it has. */
const goodName = /^[\p{L}_][\p{L}\p{N}_-]*$/u;
/** Without quotes these are no texts. */
const notText = /^(?:true|false|null)$/i;

function whyNotTo(parsed: ParsedSuite, name: string): string | null {
  if (!goodName.test(name) || notText.test(name)) {
    return `${quoted(name)} is no name for a variable: take letters, digits, \`_\` and \`-\`, and begin with a letter.`;
  }
  const isTaken =
    keyPaths(parsed, name).length > 0 || columnsOf(parsed, name).length > 0 || mentions(parsed, name).ranges.length > 0;
  return isTaken ? `There is a variable \`${name}\` already: take another name.` : null;
}

function whyNot(parsed: ParsedSuite, name: string): string | null {
  const { file } = parsed.reading;
  if (file === null) return 'This suite cannot be read as a whole: mend its errors first, see the Problems panel.';
  const unread = file.cases.find(({ dataset }, index) => dataset !== undefined && !parsed.datasets.has(index))?.dataset;
  if (unread !== undefined) return `${quoted(unread)} cannot be read, and may have a column \`${name}\`: mend that first.`;
  const [column] = columnsOf(parsed, name);
  if (column !== undefined) {
    return `\`${name}\` is a column of ${quoted(column.dataset)}: rename it there, then here.`;
  }
  if (isTakenApart(parsed, file, name))
    return `A script takes \`${name}\` out of \`vars\` in braces: write \`vars.${name}\` first.`;
  if (mentions(parsed, name).hidden) return `One mention of \`${name}\` is written with escapes: write it plainly first.`;
  return null;
}

/** The variable in braces at the place, or the key of `vars`. A path into one, `a.b`, is the variable `a`. */
function variableAt(parsed: ParsedSuite, at: TextPosition): Variable | null {
  const spot = new Spot(parsed, at);
  if (spot.variable?.braces.isClosed === true) {
    const { braces, owner } = spot.variable;
    const [top, index] = owner.path;
    const ownCase = top === 'cases' && typeof index === 'number' ? index : null;
    const name = names(parsed).has(braces.name) ? braces.name : headOf(braces.name);
    return name === '' ? null : { name, range: spot.range(braces.nameStart, braces.nameStart + name.length), ownCase };
  }
  const { place } = spot;
  if (place?.role !== 'key' || !place.hasColon || !isVars(place.path)) return null;
  return { name: spot.text.slice(place.start, place.end), range: spot.range(place.start, place.end), ownCase: null };
}

function isVars(path: Path): boolean {
  return path.length === 3 && path[0] === 'cases' && path[2] === 'vars';
}

function names(parsed: ParsedSuite): ReadonlySet<string> {
  const columns = [...parsed.datasets.values()].flatMap((dataset) => dataset.columns);
  return new Set([...(parsed.reading.file?.cases ?? []).flatMap(({ vars = {} }) => Object.keys(vars)), ...columns]);
}

function keyPaths({ reading }: ParsedSuite, name: string): Path[] {
  return (reading.file?.cases ?? []).flatMap(({ vars = {} }, index) => {
    return Object.hasOwn(vars, name) ? [['cases', index, 'vars', name]] : [];
  });
}

interface Column {
  readonly index: number;
  readonly dataset: string;
  readonly place: SuitePlace;
}

/** The datasets that have a column of the name. A row of JSON names its columns itself. */
function columnsOf({ datasets }: ParsedSuite, name: string): Column[] {
  return [...datasets].flatMap(([index, dataset]) => {
    const { path, file, columns, rows } = dataset;
    if (!columns.includes(name)) return [];
    const start = { line: 0, character: 0 };
    const [first] = rows;
    const range = first !== undefined && !file.toLowerCase().endsWith('.csv') ? dataset.rangeOf(first) : { start, end: start };
    return [{ index, dataset: path, place: { path: file, range } }];
  });
}

/** Where texts and scripts take the variable: the name alone, without braces. */
function mentions(parsed: ParsedSuite, name: string): { readonly ranges: readonly TextRange[]; readonly hidden: boolean } {
  const { file } = parsed.reading;
  if (file === null) return { ranges: [], hidden: false };
  const uses = allUses(file).filter((use) => use.name === name || headOf(use.name) === name);
  const found = nameRanges(parsed, uses, name);
  const shown = found.filter((range) => range !== null);
  return { ranges: [...shown, ...scriptMentions(parsed, file, name)], hidden: shown.length < found.length };
}

function allUses(file: SuiteFile): VariableUse[] {
  return [...sharedUses(file), ...file.cases.flatMap((entry, index) => [...ownUses(entry, index), ...columnUses(entry, index)])];
}

/** `null` for a use that escapes hide. */
function nameRanges({ document, reading }: ParsedSuite, uses: readonly VariableUse[], name: string): (TextRange | null)[] {
  const lines = new LineReader(document.text);
  return uses.map(({ path, index }) => {
    const { start, end } = reading.source.variableRange(path, index);
    const offset = lines.offset(start);
    const [variable] = templateVariables(document.text.slice(offset, lines.offset(end)));
    const braces = variable?.offset === 0 ? bracesAt(document.text, offset + 2) : null;
    if (braces === null || !braces.name.startsWith(name)) return null;
    const character = start.character + braces.nameStart - offset;
    return { start: { line: start.line, character }, end: { line: start.line, character: character + name.length } };
  });
}

function byPlace(a: TextRange, b: TextRange): number {
  return a.start.line - b.start.line || a.start.character - b.start.character;
}
