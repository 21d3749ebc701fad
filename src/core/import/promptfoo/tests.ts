import { readTable } from '../../suite/datasetRows.ts';
import type { DatasetTable } from '../../suite/datasetRows.ts';
import type { ImportNotes } from '../notes.ts';
import { asList, asNumber, asRecord, asText } from '../values.ts';
import type { UnknownRecord } from '../values.ts';
import type { RawAssertion } from './assertions.ts';
import { csvAssertion, isPlainAnswer } from './csvAssertion.ts';
import { isFile, pathOf } from './files.ts';
import type { ConfigFiles } from './files.ts';

/** A test of promptfoo's, wherever it was written. */
export interface RawTest {
  readonly place: string;
  readonly name: string | null;
  readonly category: string | null;
  readonly vars: UnknownRecord;
  readonly asserts: readonly RawAssertion[];
  /** Who grades the test. */
  readonly grader: unknown;
  /** Whether lists among the variables stand for several tests. */
  readonly expands: boolean;
  /** Whether the assertions of `defaultTest` hold too. */
  readonly takesDefaults: boolean;
}

/** A CSV file whose rows can stay where they are: nothing in them but variables, and plain answers. */
export interface TableTests {
  readonly path: string;
  readonly columns: readonly string[];
  /** The column of the right answers. */
  readonly answers: string | null;
  /** The same rows as tests, for a suite that cannot take the file. */
  readonly tests: readonly RawTest[];
}

export class TestReader {
  readonly #files: ConfigFiles;
  readonly #notes: ImportNotes;

  constructor(files: ConfigFiles, notes: ImportNotes) {
    this.#files = files;
    this.#notes = notes;
  }

  async read(value: unknown, key: string): Promise<(RawTest | TableTests)[]> {
    const tests: (RawTest | TableTests)[] = [];
    const single = !Array.isArray(value);
    for (const [index, entry] of asList(value).entries()) {
      const place = single ? key : `${key}[${index}]`;
      if (typeof entry === 'string') tests.push(...(await this.#fromFile(entry, place)));
      else if (asRecord(entry).path === undefined) tests.push(await this.test(asRecord(entry), place));
      else
        this.#notes.leftOut(place, 'These tests are made by a program: save what it makes as CSV or JSON, and name that file.');
    }
    return tests;
  }

  async test(record: UnknownRecord, place: string): Promise<RawTest> {
    const options = asRecord(record.options);
    const metadata = asRecord(record.metadata);
    this.#tellOthers(record, options, metadata, place);
    return {
      place,
      name: asText(record.description),
      category: asText(metadata.category),
      vars: await this.#vars(record.vars, `${place}.vars`),
      asserts: asList(record.assert).map((value, index) => ({ value, place: `${place}.assert[${index}]` })),
      grader: options.provider,
      expands: options.disableVarExpansion !== true,
      takesDefaults: options.disableDefaultAsserts !== true,
    };
  }

  async #fromFile(reference: string, place: string): Promise<(RawTest | TableTests)[]> {
    if (/^(?:https?|huggingface|az|s3|gs):\/\//.test(reference)) {
      this.#notes.leftOut(
        place,
        'Tests on a server are not fetched: save them as a CSV or JSON file beside the suite, and name that.',
      );
      return [];
    }
    if (/\.csv$/i.test(reference)) return this.#fromCsv(reference, place);
    const data = await this.#files.data(reference, place);
    if (data === undefined) return [];
    const records = asList(data).map(asRecord);
    return Promise.all(records.map((record, index) => this.test(record, `${place} (${pathOf(reference)}[${index}])`)));
  }

  async #fromCsv(reference: string, place: string): Promise<(RawTest | TableTests)[]> {
    const text = await this.#files.text(reference, place);
    if (text === null) return [];
    const path = pathOf(reference);
    const table = readTable(path, text);
    if ('fault' in table) {
      this.#notes.leftOut(place, `\`${path}\` cannot be read, line ${table.line + 1}: ${table.fault}`);
      return [];
    }
    const tests = await Promise.all(
      table.rows.map((row) => this.#row(asCells(row.values), `${place} (${path}, row ${row.number})`)),
    );
    const answers = staysTable(table);
    return answers === undefined ? tests : [{ path, columns: table.columns, answers, tests }];
  }

  async #row(cells: Readonly<Record<string, string>>, place: string): Promise<RawTest> {
    const vars: Record<string, string> = {};
    const asserts: RawAssertion[] = [];
    const special: Record<string, string> = {};
    for (const [column, cell] of Object.entries(cells)) {
      if (!column.startsWith('__')) vars[column] = cell;
      else if (!/^__expected\d*$/.test(column)) special[column] = cell;
      else if (cell.trim() !== '') {
        const threshold = asNumber(cells[`__config:${column}:threshold`] ?? cells['__config:__expected:threshold']);
        const value = { ...csvAssertion(cell), ...(threshold === null ? {} : { threshold }) };
        asserts.push({ value, place: `${place}.${column}` });
      }
    }
    const test = await this.test(
      {
        description: special.__description || undefined,
        vars,
        metadata: { category: special['__metadata:category'] || undefined },
        options: { prefix: special.__prefix || undefined, suffix: special.__suffix || undefined },
        threshold: special.__threshold || undefined,
        providerOutput: special.__providerOutput || undefined,
      },
      place,
    );
    return { ...test, asserts };
  }

  /** Values from files, and variables within values filled in: `vars: { a: x, b: 'see {{a}}' }`. */
  async #vars(value: unknown, place: string): Promise<UnknownRecord> {
    const given = typeof value === 'string' ? await this.#files.data(value, place) : value;
    const vars: Record<string, unknown> = {};
    for (const [name, written] of Object.entries(asRecord(given))) {
      if (name.trim() === '') continue;
      vars[name] = isFile(written) ? await this.#fileVar(written, `${place}.${name}`) : (written ?? '');
    }
    return vars;
  }

  async #fileVar(reference: string, place: string): Promise<unknown> {
    if (/\.(?:png|jpe?g|gif|webp|bmp|svg|mp[34]|wav|mov|pdf)$/i.test(reference)) {
      this.#notes.leftOut(place, 'Pictures, sound and PDF are not sent here: take the tests that need them out.');
      return '';
    }
    const structured = /\.(?:json|ya?ml)$/i.test(reference);
    return (structured ? await this.#files.data(reference, place) : await this.#files.text(reference, place)) ?? '';
  }

  #tellOthers(record: UnknownRecord, options: UnknownRecord, metadata: UnknownRecord, place: string): void {
    for (const [name, advice] of Object.entries(otherKeys)) {
      if (record[name] !== undefined) this.#notes.leftOut(`${place}.${name}`, `\`${name}\` of a test: ${advice}`);
    }
    for (const name of Object.keys(options)) {
      if (options[name] === undefined || knownOptions.includes(name)) continue;
      const advice = Object.hasOwn(otherOptions, name) ? (otherOptions[name] ?? '') : 'it has no counterpart.';
      this.#notes.leftOut(`${place}.options.${name}`, `\`options.${name}\` of a test: ${advice}`);
    }
    const rest = Object.keys(metadata).filter((name) => name !== 'category');
    if (rest.length > 0) this.#notes.leftOut(`${place}.metadata`, '`metadata` other than `category` is not taken over.');
  }
}

const knownOptions = ['provider', 'disableVarExpansion', 'disableDefaultAsserts', 'runSerially', 'disableConversationVar'];

const otherKeys: Readonly<Record<string, string>> = {
  assertScoringFunction: 'quality is the weighted mean of the expectations here. Give them weights.',
  prompts: 'every case is asked with every prompt here. Make a suite of its own for it.',
  provider: 'every case is asked of every model here. Make a suite of its own for it.',
  providerOutput: 'answers are asked for anew here.',
  providers: 'every case is asked of every model here. Make a suite of its own for it.',
  threshold: 'a case passes when every expectation does. Give a least quality for the whole run under `thresholds`.',
};

const otherOptions: Readonly<Record<string, string>> = {
  prefix: 'put it into the prompt.',
  suffix: 'put it into the prompt.',
  rubricPrompt: 'judges have a fixed prompt here. Put what matters into the rubric.',
  storeOutputAs: 'a case is one question and one answer here.',
  transform: 'answers are judged as they come. Do in a `javascript` expectation what it does.',
  transformVars: 'write the variables as they come out of it.',
};

function asCells(values: UnknownRecord): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asText(value) ?? '']));
}

/** The column of answers, `null` for a table without; `undefined` where the rows must be written out. */
function staysTable({ columns, rows }: DatasetTable): string | null | undefined {
  const special = columns.filter((name) => name.startsWith('__'));
  const cells = rows.flatMap(({ values }) => Object.values(values));
  if (rows.length === 0 || special.length > 1 || cells.some((cell) => String(cell).includes('{{'))) return undefined;
  const [only] = special;
  if (only === undefined) return null;
  return only === '__expected' && rows.every(({ values }) => isPlainAnswer(String(values[only]))) ? only : undefined;
}
