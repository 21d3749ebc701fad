import { basename, extname } from 'node:path';
import type { Problem } from '../../shared/model/problem.ts';
import type { ScorerSpec } from '../../shared/model/scorer.ts';
import type { CaseSpec } from '../../shared/model/suite.ts';
import { fillFrom, inlineVariables, nameFrom, rowVariables, textOf } from './caseVariables.ts';
import type { CaseVariables } from './caseVariables.ts';
import type { Dataset } from './dataset.ts';
import type { DatasetRow } from './datasetRows.ts';
import { readExpectation } from './expect.ts';
import type { Expecting } from './expect.ts';
import type { OutlineCase, SuiteOutline } from './outline.ts';
import { error, quoted, warning } from './problems.ts';
import { maxCases } from './schema.ts';
import type { CaseEntry, SuiteFile } from './schema.ts';
import type { Path, SuiteSource } from './source.ts';
import { ownUses, promptsByCase, sharedUses } from './templates.ts';
import type { VariableUse } from './templates.ts';
import { UniqueIds } from './uniqueIds.ts';
import type { Datasets } from './variables.ts';

export interface BuiltCases {
  readonly cases: readonly CaseSpec[];
  readonly problems: readonly Problem[];
}

/** The cases of a suite whose variables were checked: those in the file, and the rows of the datasets that were read. */
export function buildCases(file: SuiteFile, source: SuiteSource, outline: SuiteOutline, datasets: Datasets): BuiltCases {
  return new CaseBuilder(file, source, outline).build(datasets ?? new Map());
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
  readonly #common: readonly Expecting[];
  readonly #commonUses: TextUses;
  readonly #commonNames: readonly string[];
  readonly #ids = new UniqueIds();
  readonly #problems: Problem[] = [];
  readonly #reported = new Set<string>();
  #filled = 0;

  constructor(file: SuiteFile, source: SuiteSource, outline: SuiteOutline) {
    this.#file = file;
    this.#source = source;
    this.#inline = new Map(outline.cases.map((item) => [item.index, item]));
    this.#common = file.expect.map((entry, index) => readExpectation(entry, ['expect', index], source));
    this.#commonUses = textUses(sharedUses(file));
    this.#commonNames = [...this.#commonUses.counts.keys(), ...(promptsByCase(file) ? ['prompt'] : [])];
    // Written cases have their ids first, so that those in the outline hold whatever the datasets bring.
    for (const { id } of outline.cases) this.#ids.take(id);
  }

  build(datasets: ReadonlyMap<number, Dataset>): BuiltCases {
    const cases: CaseSpec[] = [];
    for (const [index, entry] of this.#file.cases.entries()) {
      const dataset = datasets.get(index);
      const common = this.#entry(entry, index);
      const inline = this.#inline.get(index);
      if (inline) this.#addInlineCase(common, inline, cases);
      else if (dataset) this.#rowCases(common, dataset, cases);
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
    return { cases, problems: this.#problems };
  }

  #entry(entry: CaseEntry, index: number): Entry {
    const own = (entry.expect ?? []).map((item, position) =>
      readExpectation(item, ['cases', index, 'expect', position], this.#source),
    );
    const uses = textUses(ownUses(entry, index));
    const names = [...new Set([...this.#commonNames, ...uses.counts.keys()])];
    return { entry, index, expecting: [...own, ...this.#common], names, uses };
  }

  /** False where the suite's texts have become too many: nothing more is filled then. */
  #hasRoom({ uses }: Entry, variables: CaseVariables): boolean {
    for (const { counts, length } of [uses, this.#commonUses]) {
      this.#filled += length;
      for (const [name, count] of counts) this.#filled += count * (textOf(variables, name)?.length ?? 0);
    }
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

  /** Adds to `cases`, and stops where the suite has too many of them anyway. */
  #rowCases(common: Entry, dataset: Dataset, cases: CaseSpec[]): void {
    let renamed = 0;
    for (const row of dataset.rows) {
      const variables = rowVariables(row.values);
      if (cases.length > maxCases || !this.#hasRoom(common, variables)) break;
      const made = this.#rowCase(common, dataset, row, variables);
      if (made.id !== made.name) renamed++;
      cases.push(made);
    }
    if (renamed === 0) return;
    const message = `${renamed} rows of ${quoted(dataset.path)} have the name of another case: a number is added to theirs.`;
    this.#problems.push(warning('duplicate-case', message, this.#source.valueRange(['cases', common.index, 'name'])));
  }

  #rowCase(common: Entry, dataset: Dataset, row: DatasetRow, variables: CaseVariables): CaseSpec {
    const { index, entry } = common;
    for (const name of common.names) {
      if (textOf(variables, name) !== undefined) continue;
      this.#reportRow('missing-variable', `This row has no \`${name}\`.`, ['cases', index, 'dataset'], dataset, row);
    }
    const name =
      entry.name === undefined
        ? `${datasetName(dataset.path)} ${row.number}`
        : this.#fill(entry.name, ['cases', index, 'name'], variables);
    return {
      id: this.#ids.take(name),
      name,
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

function textUses(uses: readonly VariableUse[]): TextUses {
  const counts = new Map<string, number>();
  for (const { name } of uses) counts.set(name, (counts.get(name) ?? 0) + 1);
  return { counts, length: uses.reduce((sum, { textLength }) => sum + textLength, 0) };
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
