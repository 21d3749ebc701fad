import { basename, extname } from 'node:path';
import type { Problem } from '../../shared/model/problem.ts';
import type { ScorerSpec } from '../../shared/model/scorer.ts';
import type { CaseSpec } from '../../shared/model/suite.ts';
import { fillFrom, inlineVariables, lookUp, nameFrom, rowVariables, textOf, withMade } from './caseVariables.ts';
import type { CaseVariables } from './caseVariables.ts';
import type { Dataset } from './dataset.ts';
import type { DatasetRow } from './datasetRows.ts';
import { EmptyCells } from './emptyCells.ts';
import { judgesOf, readExpectation } from './expect.ts';
import type { Expecting } from './expect.ts';
import type { OutlineCase, SuiteOutline } from './outline.ts';
import { error, quoted, warning } from './problems.ts';
import { rowsTaken, sample } from './sample.ts';
import { maxCases } from './schema.ts';
import type { CaseEntry, SuiteFile } from './schema.ts';
import type { Path, SuiteSource } from './source.ts';
import { columnUses, ownUses, promptsByCase, promptTexts, sharedUses } from './templates.ts';
import type { VariableUse } from './templates.ts';
import { templateVariables } from './template.ts';
import { UniqueIds } from './uniqueIds.ts';
import type { Datasets } from './variables.ts';

export interface BuiltCases {
  readonly cases: readonly CaseSpec[];
  /** Rows of sampled datasets that no case was made of: as many more there can be. */
  readonly rowsLeft: number;
  /** How many of the cases each dataset gives, in the order of the file. */
  readonly datasetCases: readonly number[];
  readonly problems: readonly Problem[];
}

/**
 * The cases of a suite whose variables were checked: those in the file, and the rows of the datasets that were read.
 * @param moreRows rows to take of sampled datasets beyond their samples
 */
export function buildCases(
  file: SuiteFile,
  source: SuiteSource,
  outline: SuiteOutline,
  datasets: Datasets,
  moreRows: number,
): BuiltCases {
  return new CaseBuilder(file, source, outline).build(datasets ?? new Map(), moreRows);
}

/** One entry of `cases` with all that its cases have in common. */
interface Entry {
  readonly entry: CaseEntry;
  readonly index: number;
  readonly expecting: readonly Expecting[];
  /** Names that the case's texts take, the suite's included. */
  readonly names: readonly string[];
  /** What its own texts take. */
  readonly uses: TextUses;
  /** Expectations that are given all variables to read. */
  readonly scripts: number;
}

/** A dataset's entry. */
interface RowsEntry extends Entry {
  readonly dataset: Dataset;
  /** The variables that are made of its columns, before they are filled; `null` where there are none. */
  readonly made: CaseVariables | null;
  /** The columns that they take. */
  readonly columns: TextUses;
  /** The columns that prompts take, by themselves or in what is made of them. */
  readonly asked: readonly string[];
}

interface TextUses {
  /** How often each variable is taken. */
  readonly counts: ReadonlyMap<string, number>;
  /** Characters of the texts before they are filled. */
  readonly length: number;
}

/** Characters of all texts of all cases, once filled: a small file can ask for more than any memory holds. */
const mostFilled = 500_000_000;

class CaseBuilder {
  readonly #file: SuiteFile;
  readonly #source: SuiteSource;
  readonly #inline: ReadonlyMap<number, OutlineCase>;
  readonly #judges: readonly string[];
  readonly #common: readonly Expecting[];
  readonly #commonUses: TextUses;
  readonly #commonNames: readonly string[];
  readonly #promptNames: readonly string[];
  readonly #ids = new UniqueIds();
  readonly #problems: Problem[] = [];
  readonly #reported = new Set<string>();
  #filled = 0;

  constructor(file: SuiteFile, source: SuiteSource, outline: SuiteOutline) {
    this.#file = file;
    this.#source = source;
    this.#inline = new Map(outline.cases.map((item) => [item.index, item]));
    this.#judges = suiteJudges(file);
    this.#common = file.expect.map((entry, index) => readExpectation(entry, ['expect', index], source, this.#judges));
    this.#commonUses = textUses(sharedUses(file));
    this.#commonNames = [...this.#commonUses.counts.keys(), ...(promptsByCase(file) ? ['prompt'] : [])];
    const prompts = promptTexts(file).flatMap(({ template }) => templateVariables(template));
    this.#promptNames = promptsByCase(file) ? ['prompt'] : prompts.map(({ name }) => name);
    // Written cases have their ids first, so that those in the outline hold whatever the datasets bring.
    for (const { id } of outline.cases) this.#ids.take(id);
  }

  build(datasets: ReadonlyMap<number, Dataset>, moreRows: number): BuiltCases {
    const cases: CaseSpec[] = [];
    const available = new Map([...datasets].map(([index, { rows }]) => [index, rows.length]));
    const taken = rowsTaken(this.#file.cases, available, moreRows);
    const datasetCases: number[] = [];
    let rowsLeft = 0;
    for (const [index, entry] of this.#file.cases.entries()) {
      const dataset = datasets.get(index);
      const common = this.#entry(entry, index);
      const inline = this.#inline.get(index);
      if (inline) this.#addInlineCase(common, inline, cases);
      else if (dataset) {
        const size = taken.get(index) ?? 0;
        rowsLeft += dataset.rows.length - size;
        const before = cases.length;
        this.#rowCases(this.#rowsEntry(common, dataset), size, cases);
        datasetCases.push(cases.length - before);
      }
      if (this.#filled > mostFilled) break;
    }
    if (this.#filled > mostFilled) {
      const message = `With their variables filled in, the cases have more than ${mostFilled} characters: take fewer or shorter ones.`;
      this.#problems.push(error('too-large', message, this.#source.keyRange(['cases'])));
    }
    if (cases.length > maxCases) {
      const message = `The suite has ${cases.length} cases, ${maxCases} at most: draw a \`sample\` of its datasets.`;
      this.#problems.push(error('too-many-cases', message, this.#source.keyRange(['cases'])));
    }
    return { cases, rowsLeft, datasetCases, problems: this.#problems };
  }

  #entry(entry: CaseEntry, index: number): Entry {
    const own = (entry.expect ?? []).map((item, position) =>
      readExpectation(item, ['cases', index, 'expect', position], this.#source, this.#judges),
    );
    const uses = textUses(ownUses(entry, index));
    const names = [...new Set([...this.#commonNames, ...uses.counts.keys()])];
    const scripts = [...(entry.expect ?? []), ...this.#file.expect].filter(({ javascript }) => javascript !== undefined).length;
    return { entry, index, expecting: [...own, ...this.#common], names, uses, scripts };
  }

  #rowsEntry(common: Entry, dataset: Dataset): RowsEntry {
    const { entry, index } = common;
    const uses = columnUses(entry, index);
    const made = entry.vars === undefined ? null : inlineVariables(entry.vars, ['cases', index, 'vars'], this.#source);
    const asked = this.#promptNames.flatMap((name) => {
      if (made === null || !Object.hasOwn(made.raw, name)) return [name];
      return uses.filter(({ path }) => path[3] === name).map((use) => use.name);
    });
    return { ...common, dataset, made, columns: textUses(uses), asked: [...new Set(asked)] };
  }

  /** False where the suite's texts have become too many: nothing more is filled then. */
  #hasRoom({ uses, scripts }: Entry, variables: CaseVariables): boolean {
    if (scripts > 0) this.#filled += scripts * Object.values(variables.texts).reduce((sum, { length }) => sum + length, 0);
    for (const taken of [uses, this.#commonUses]) this.#filled += filledLength(taken, variables);
    return this.#filled <= mostFilled;
  }

  #addInlineCase(common: Entry, outline: OutlineCase, cases: CaseSpec[]): void {
    const { entry, index } = common;
    const variables = inlineVariables(entry.vars ?? {}, ['cases', index, 'vars'], this.#source);
    if (this.#hasRoom(common, variables)) cases.push(this.#inlineCase(common, outline, variables));
  }

  #inlineCase(common: Entry, { id, name }: OutlineCase, variables: CaseVariables): CaseSpec {
    const { entry } = common;
    const vars = varsOf(variables, common.names);
    return {
      id,
      name,
      category: this.#category(common, variables),
      vars: entry.prompt === undefined ? vars : { ...vars, prompt: fillFrom(variables, entry.prompt) },
      expect: this.#expect(common, variables, (message, place) => {
        this.#reportOnce(error('bad-expectation', message, this.#source.valueRange(place)));
      }),
    };
  }

  /**
   * Adds to `cases`, and stops where the suite has too many of them anyway. Rows that are not drawn have their ids too: a
   * larger sample moves none of those given before.
   */
  #rowCases(common: RowsEntry, size: number, cases: CaseSpec[]): void {
    const { dataset } = common;
    const { seed = 0 } = common.entry;
    const drawn = size < dataset.rows.length ? sample(dataset.rows, size, seed) : null;
    const empty = new EmptyCells(common.asked);
    let renamed = 0;
    for (const row of dataset.rows) {
      const isDrawn = drawn?.has(row) !== false;
      const variables = this.#rowVariables(common, row, isDrawn);
      if (variables === null) break;
      const name = this.#rowName(common, row, variables);
      const id = this.#ids.take(name);
      if (!isDrawn) continue;
      if (cases.length > maxCases || !this.#hasRoom(common, variables)) break;
      if (id !== name) renamed++;
      empty.add(row);
      cases.push({ id, name, ...this.#rowCase(common, row, variables) });
    }
    for (const message of empty.messages(dataset)) {
      this.#problems.push(warning('empty-cell', message, this.#source.valueRange(['cases', common.index, 'dataset'])));
    }
    if (renamed === 0) return;
    const message = `${renamed} rows of ${quoted(dataset.path)} have the name of another case: a number is added to theirs.`;
    this.#problems.push(warning('duplicate-case', message, this.#source.valueRange(['cases', common.index, 'name'])));
  }

  /** `null` where what is made of the row is too long. Of a row that is not drawn nothing is kept, so that it does not count. */
  #rowVariables({ made, columns }: RowsEntry, row: DatasetRow, isDrawn: boolean): CaseVariables | null {
    const given = rowVariables(row.values);
    if (made === null) return given;
    const length = filledLength(columns, given);
    if (isDrawn || length > mostFilled) this.#filled += length;
    return this.#filled > mostFilled ? null : withMade(given, made);
  }

  #rowName({ entry, index, dataset }: RowsEntry, row: DatasetRow, variables: CaseVariables): string {
    if (entry.name === undefined) return `${datasetName(dataset.path)} ${row.number}`;
    return this.#fill(entry.name, ['cases', index, 'name'], variables);
  }

  #rowCase(common: RowsEntry, row: DatasetRow, variables: CaseVariables): Omit<CaseSpec, 'id' | 'name'> {
    const { index, dataset } = common;
    const lacking = [
      ...common.names.filter((name) => textOf(variables, name) === undefined),
      ...[...common.columns.counts.keys()].filter((name) => lookUp(row.values, name) === undefined),
    ];
    for (const name of lacking) {
      this.#reportRow('missing-variable', `This row has no \`${name}\`.`, ['cases', index, 'dataset'], dataset, row);
    }
    return {
      category: this.#category(common, variables),
      vars: varsOf(variables, common.names),
      expect: this.#expect(common, variables, (message, place) => {
        this.#reportRow('bad-expectation', message, place, dataset, row);
      }),
    };
  }

  #category({ entry, index }: Entry, variables: CaseVariables): string | null {
    if (entry.category === undefined) return null;
    const category = this.#fill(entry.category, ['cases', index, 'category'], variables).trim();
    return category === '' ? null : category;
  }

  #fill(given: string | number | boolean, path: Path, variables: CaseVariables): string {
    return typeof given === 'string' ? nameFrom(variables, given) : (this.#source.written(path) ?? String(given));
  }

  #expect({ expecting }: Entry, variables: CaseVariables, report: (message: string, place: Path) => void): ScorerSpec[] {
    return expecting.flatMap(({ path, fill }) => {
      const filled = fill(variables);
      if (!('fault' in filled)) return [filled];
      report(filled.fault, path);
      return [];
    });
  }

  /** In the dataset at the row, and in the suite, which cannot run because of it. */
  #reportRow(code: string, message: string, place: Path, dataset: Dataset, row: DatasetRow): void {
    const key = [dataset.file, ...place, code].join('\n');
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    const range = dataset.rangeOf(row);
    const inSuite = `${quoted(dataset.path)}, line ${range.start.line + 1}: ${message}`;
    this.#problems.push(error(code, inSuite, this.#source.valueRange(place)), {
      ...error(code, message, range),
      file: dataset.file,
    });
  }

  /** Once at each place, however many cases share it. */
  #reportOnce(problem: Problem): void {
    const { line, character } = problem.range.start;
    const key = `${line}:${character}`;
    if (!this.#reported.has(key)) this.#problems.push(problem);
    this.#reported.add(key);
  }
}

function suiteJudges({ judge }: SuiteFile): readonly string[] {
  if (typeof judge === 'string') return [judge];
  return (judge && judgesOf(judge)) ?? [];
}

function textUses(uses: readonly VariableUse[]): TextUses {
  const counts = new Map<string, number>();
  for (const { name } of uses) counts.set(name, (counts.get(name) ?? 0) + 1);
  return { counts, length: uses.reduce((sum, { textLength }) => sum + textLength, 0) };
}

function filledLength({ counts, length }: TextUses, variables: CaseVariables): number {
  return [...counts].reduce((sum, [name, count]) => sum + count * (textOf(variables, name)?.length ?? 0), length);
}

/** `mmlu-mini` for `data/mmlu-mini.csv`. */
function datasetName(path: string): string {
  return basename(path, extname(path));
}

/** Every variable as text, and the paths into them that the suite's texts take. */
function varsOf(variables: CaseVariables, names: readonly string[]): Record<string, string> {
  const paths = names.flatMap((name): [string, string][] => {
    const text = Object.hasOwn(variables.texts, name) ? undefined : textOf(variables, name);
    return text === undefined ? [] : [[name, text]];
  });
  return { ...variables.texts, ...Object.fromEntries(paths) };
}
