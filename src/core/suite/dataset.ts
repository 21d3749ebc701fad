import { dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileReader } from '../ports.ts';
import type { Problem, TextRange } from '../../shared/model/problem.ts';
import { variableText } from './caseVariables.ts';
import { datasetExtensions, readTable } from './datasetRows.ts';
import type { DatasetFault, DatasetRow, DatasetTable } from './datasetRows.ts';
import { Positions } from './positions.ts';
import { error, nameList, quoted } from './problems.ts';
import type { CaseEntry } from './schema.ts';
import type { SuiteSource } from './source.ts';
import { nearestName } from './suggest.ts';
import { NotUtf8 } from './utf8.ts';

export const maxDatasetBytes = 50 * 1024 * 1024;
/** One small suite can name a large file under many names. */
const maxTotalBytes = 4 * maxDatasetBytes;

/** A dataset of a suite, as one entry of `cases` takes it. */
export interface Dataset {
  /** As the suite writes it. */
  readonly path: string;
  /** Absolute, for problems in it. */
  readonly file: string;
  readonly columns: readonly string[];
  /** Those that the filter lets pass: what a sample is drawn from. */
  readonly rows: readonly DatasetRow[];
  /** The line of the file that a row starts in. */
  rangeOf(row: DatasetRow): TextRange;
}

/** What a dataset's file holds. */
export interface DatasetContent {
  readonly content: string;
  readonly table: DatasetTable | DatasetFault;
}

/** Reads a file and makes a table of it. `name` is what the suite calls it, whose ending tells the format. */
export type ReadDataset = (path: string, name: string, reader: FileReader) => Promise<DatasetContent>;

export const readDataset: ReadDataset = async (path, name, reader) => {
  try {
    const content = await reader.readText(path);
    return { content, table: readTable(name, content) };
  } catch (cause) {
    if (!(cause instanceof NotUtf8)) throw cause;
    return { content: cause.text, table: { fault: cause.message, line: cause.line } };
  }
};

interface DatasetFile extends DatasetContent {
  readonly file: string;
}

/** Reads the datasets of one suite, each file once. Nothing outside `root` is opened, links included. */
export class DatasetReader {
  readonly problems: Problem[] = [];
  readonly #suitePath: string;
  readonly #root: string;
  readonly #reader: FileReader;
  readonly #source: SuiteSource;
  readonly #readDataset: ReadDataset;
  readonly #files = new Map<string, DatasetFile | string>();
  #bytes = 0;

  constructor(suitePath: string, root: string, reader: FileReader, source: SuiteSource, read: ReadDataset = readDataset) {
    this.#suitePath = suitePath;
    this.#root = root;
    this.#reader = reader;
    this.#source = source;
    this.#readDataset = read;
  }

  /** Contents in the order they were first named, for the suite's hash. */
  contents(): string[] {
    return [...this.#files.values()].flatMap((file) => (typeof file === 'string' ? [] : [file.content]));
  }

  /** The dataset of the case at `index`; `null` with a problem noted where it cannot be had. */
  async read(entry: CaseEntry, index: number): Promise<Dataset | null> {
    const path = entry.dataset ?? '';
    const known = this.#files.get(path) ?? (await this.#open(path));
    this.#files.set(path, known);
    const place = ['cases', index, 'dataset'];
    if (typeof known === 'string') {
      this.problems.push(error('dataset-unreadable', known, this.#source.valueRange(place)));
      return null;
    }
    const { file, content, table } = known;
    const range = (line: number) => new Positions(content).line(line);
    if ('fault' in table) {
      this.#report({ ...error('dataset-fault', table.fault, range(table.line)), file });
      const message = `${quoted(path)} cannot be read, line ${table.line + 1}: ${table.fault}`;
      this.problems.push(error('dataset-fault', message, this.#source.valueRange(place)));
      return null;
    }
    const rows = this.#filter(entry, index, table);
    return rows && { path, file, columns: table.columns, rows, rangeOf: (row) => range(table.lineOf(row)) };
  }

  #filter(entry: CaseEntry, index: number, table: DatasetTable): DatasetRow[] | null {
    const wanted = Object.entries(entry.filter ?? {}).map(([column, value]): [string, string] => {
      const written = typeof value === 'string' ? value : this.#source.written(['cases', index, 'filter', column]);
      return [column, written ?? String(value)];
    });
    const absent = wanted.filter(([column]) => !table.columns.includes(column));
    for (const [column] of absent) this.#reportColumn(entry, index, column, table.columns);
    if (absent.length > 0) return null;
    const passing = table.rows.filter(({ values }) => wanted.every(([column, value]) => variableText(values[column]) === value));
    if (passing.length === 0) {
      const message = `${quoted(entry.dataset ?? '')} has no row${wanted.length > 0 ? ' that the filter lets pass' : ''}.`;
      this.problems.push(error('no-rows', message, this.#source.valueRange(['cases', index, 'dataset'])));
      return null;
    }
    return passing;
  }

  #reportColumn(entry: CaseEntry, index: number, column: string, columns: readonly string[]): void {
    const place = ['cases', index, 'filter', column];
    const near = nearestName(column, columns);
    const message = `${quoted(entry.dataset ?? '')} has no column \`${column}\`; it has ${nameList(columns)}.`;
    const fix = near === null ? null : this.#source.keyFix(place, near);
    this.problems.push(error('unknown-column', message, this.#source.keyRange(place), fix));
  }

  /** Once, however many entries read the file. */
  #report(problem: Problem): void {
    if (!this.problems.some(({ file }) => file === problem.file)) this.problems.push(problem);
  }

  /** The file, or the sentence that says why it cannot be had. */
  async #open(path: string): Promise<DatasetFile | string> {
    if (!datasetExtensions.includes(extname(path).toLowerCase())) {
      return `${quoted(path)} is not a dataset: take a file that ends in ${datasetExtensions.join(', ')}.`;
    }
    try {
      const root = await this.#reader.realPath(this.#root);
      const folder = await this.#reader.realPath(dirname(this.#suitePath));
      const outside = `${quoted(path)} is outside the workspace: put the dataset beside the suite.`;
      if (!isInside(root, resolve(folder, path))) return outside;
      const real = await this.#reader.realPath(resolve(folder, path));
      if (!isInside(root, real)) return outside;
      const size = await this.#reader.size(real);
      if (size > maxDatasetBytes) return `${quoted(path)} is larger than 50 MiB: split it.`;
      this.#bytes += size;
      if (this.#bytes > maxTotalBytes) return `With ${quoted(path)} the datasets are larger than 200 MiB: take fewer.`;
      const file = isAbsolute(path) ? path : join(dirname(this.#suitePath), path);
      return { file, ...(await this.#readDataset(real, path, this.#reader)) };
    } catch (cause) {
      return unreadable(path, cause);
    }
  }
}

export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function unreadable(path: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOENT' || code === 'FileNotFound') return `There is no file ${quoted(path)} beside the suite.`;
  return `${quoted(path)} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
}
