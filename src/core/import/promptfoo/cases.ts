import type { ExpectationInput } from '../../suite/expectSchema.ts';
import type { SuiteInput } from '../../suite/schema.ts';
import { templateVariables } from '../../suite/template.ts';
import type { ImportNotes } from '../notes.ts';
import type { UnknownRecord } from '../values.ts';
import type { AssertionReader } from './assertions.ts';
import { combinations, resolved } from './expand.ts';
import type { GraderChoice } from './graders.ts';
import type { PromptDraft } from './prompts.ts';
import { escaped } from './templates.ts';
import type { RawTest, TableTests } from './tests.ts';

type CaseInput = SuiteInput['cases'][number];
type VarsInput = NonNullable<CaseInput['vars']>;

/** Writes tests as cases of a suite, and what they all expect as the suite's. */
export class CaseWriter {
  readonly #defaults: RawTest;
  readonly #assertions: AssertionReader;
  readonly #graders: GraderChoice;
  readonly #notes: ImportNotes;
  #shared: readonly ExpectationInput[] = [];

  constructor(defaults: RawTest, assertions: AssertionReader, graders: GraderChoice, notes: ImportNotes) {
    this.#defaults = defaults;
    this.#assertions = assertions;
    this.#graders = graders;
    this.#notes = notes;
  }

  async write(
    asked: readonly (RawTest | TableTests)[],
    prompts: PromptDraft,
  ): Promise<{ cases: CaseInput[]; expect: ExpectationInput[] }> {
    // Without tests promptfoo asks each prompt once.
    const none: RawTest = { ...this.#defaults, place: 'tests', vars: {}, asserts: [], grader: undefined };
    const all = asked.length > 0 ? asked : [none];
    // A test that takes no defaults leaves none for the suite to hold.
    const shares = all.every((test) => 'tests' in test || test.takesDefaults);
    const expect = await this.#assertions.read(this.#defaults.asserts, null, this.#graders.forTest(undefined));
    this.#shared = shares ? [] : expect;
    const taken = new Set(namesIn([prompts, shares ? expect : []]));
    const cases: CaseInput[] = [];
    for (const test of all) {
      if (!('tests' in test)) cases.push(...(await this.#cases(test)));
      else if (this.#canStay(test, taken)) cases.push(tableCase(test));
      else for (const row of test.tests) cases.push(...(await this.#cases(row)));
    }
    return { cases, expect: shares ? expect : [] };
  }

  async #cases(test: RawTest): Promise<CaseInput[]> {
    const given = { ...this.#defaults.vars, ...test.vars };
    const sets = test.expands ? combinations(given, test.place, this.#notes) : [given];
    const made: CaseInput[] = [];
    for (const [index, set] of sets.entries()) {
      const vars = resolved(set);
      const own = await this.#assertions.read(test.asserts, vars, this.#graders.forTest(test.grader));
      const expect = [...own, ...(test.takesDefaults ? this.#shared : [])];
      const name = test.name?.trim() && (sets.length > 1 ? `${test.name} (${index + 1})` : test.name);
      const category = test.category ?? this.#defaults.category;
      made.push({
        ...(name ? { name: escaped(name) } : {}),
        ...(category === null ? {} : { category: escaped(category) }),
        ...(Object.keys(vars).length > 0 ? { vars: varsInput(vars) } : {}),
        ...(expect.length > 0 ? { expect } : {}),
      });
    }
    return made;
  }

  /** A file stays a dataset where its rows bring all that is asked of them. */
  #canStay({ path, columns }: TableTests, taken: ReadonlySet<string>): boolean {
    const inside = !/^(?:[\\/]|[A-Za-z]:)/.test(path) && !path.split(/[\\/]/).includes('..') && /\.csv$/i.test(path);
    const brings = [...taken].every((name) => columns.includes(name));
    return inside && brings && Object.keys(this.#defaults.vars).length === 0 && this.#shared.length === 0;
  }
}

function tableCase({ path, answers }: TableTests): CaseInput {
  return { dataset: path, ...(answers === null ? {} : { expect: [{ exact: `{{${answers}}}` }] }) };
}

function varsInput(vars: UnknownRecord): VarsInput {
  return Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, (value ?? '') as VarsInput[string]]));
}

/** Every variable that stands in the texts of a value. */
function namesIn(value: unknown): string[] {
  if (typeof value === 'string') return templateVariables(value).map(({ name }) => name);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(namesIn);
}
