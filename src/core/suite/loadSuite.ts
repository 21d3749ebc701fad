import { basename } from 'node:path';
import type { FileReader } from '../ports.ts';
import type { Problem } from '../../shared/model/problem.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { buildSuite, hashOf } from './build.ts';
import { checkCases, readSuite } from './checkSuite.ts';
import type { SuiteReading } from './checkSuite.ts';
import type { SuiteOptions } from './checks.ts';
import { DatasetReader } from './dataset.ts';
import type { Dataset } from './dataset.ts';
import { outlineOf } from './outline.ts';
import type { SuiteOutline } from './outline.ts';
import { Positions } from './positions.ts';
import { error, hasErrors, inOrder } from './problems.ts';
import { maxSuiteBytes, SuiteSource } from './source.ts';
import { NotUtf8 } from './utf8.ts';

export interface LoadedSuite {
  /** `null` where a problem is an error: such a suite does not run. */
  readonly suite: Suite | null;
  readonly problems: readonly Problem[];
  readonly outline: SuiteOutline;
  /** Rows of sampled datasets that no case was made of: what `moreRows` can still add. */
  readonly rowsLeft: number;
  /** How many of the cases each dataset of the outline gives. They stand in the order of the file. */
  readonly datasetCases: readonly number[];
}

/**
 * Reads a suite file and its datasets. Bad input of any kind, a missing file included, is a problem and never thrown.
 * @param path absolute path of the suite file
 * @param root folder that datasets may not leave: the workspace
 * @param text what an editor holds unsaved, in place of the file's content
 * @param moreRows rows to take of sampled datasets beyond their samples. The cases without them stay as they are, ids included.
 */
export async function loadSuite(
  path: string,
  root: string,
  reader: FileReader,
  options: SuiteOptions,
  text?: string,
  moreRows = 0,
): Promise<LoadedSuite> {
  const content = text ?? (await readSuiteText(path, reader));
  if (typeof content !== 'string') return unreadableSuite(content);
  const reading = readSuite(content, options);
  return completeSuite({ path, content, reading, moreRows }, new DatasetReader(path, root, reader, reading.source));
}

export function unreadableSuite(problem: Problem): LoadedSuite {
  return { suite: null, problems: [problem], outline: outlineOf(new SuiteSource('')), rowsLeft: 0, datasetCases: [] };
}

/** A suite's text, read. */
interface ReadSuite {
  readonly path: string;
  readonly content: string;
  readonly reading: SuiteReading;
  readonly moreRows: number;
}

/** The suite with the cases that its datasets make. */
export async function completeSuite(
  { path, content, reading, moreRows }: ReadSuite,
  datasets: DatasetReader,
): Promise<LoadedSuite> {
  const read = await readDatasets(reading, datasets);
  // Where a dataset is missing its columns are not known: what needs them waits until it is there.
  const { cases, rowsLeft, datasetCases, problems } = checkCases(reading, datasets.problems.length > 0 ? null : read, moreRows);
  const all = inOrder([...reading.problems, ...datasets.problems, ...problems]);
  const suite =
    reading.file === null || hasErrors(all)
      ? null
      : buildSuite(reading.file, cases, suiteName(path), hashOf(content, datasets.contents()));
  return { suite, problems: all, outline: reading.outline, rowsLeft, datasetCases };
}

/** Those that can be had, by their entry's position in `cases`. */
export async function readDatasets({ file }: SuiteReading, datasets: DatasetReader): Promise<Map<number, Dataset>> {
  const read = new Map<number, Dataset>();
  for (const [index, entry] of (file?.cases ?? []).entries()) {
    const dataset = entry.dataset === undefined ? null : await datasets.read(entry, index);
    if (dataset) read.set(index, dataset);
  }
  return read;
}

/** The text of a suite file, or why it cannot be had. */
export async function readSuiteText(path: string, reader: FileReader): Promise<string | Problem> {
  const start = { line: 0, character: 0 };
  try {
    if ((await reader.size(path)) <= maxSuiteBytes) return await reader.readText(path);
    return error('too-large', 'The suite is larger than 1 MiB: move its cases into a dataset file.', { start, end: start });
  } catch (cause) {
    if (cause instanceof NotUtf8) return error('not-utf8', cause.message, new Positions(cause.text).line(cause.line));
    return error('suite-unreadable', unreadable(basename(path), cause), { start, end: start });
  }
}

function unreadable(name: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOENT' || code === 'FileNotFound') return `There is no file ${name} here.`;
  if (code === 'EISDIR' || code === 'FileIsADirectory') return `${name} is a folder: name a suite file in it.`;
  return `${name} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
}

/** `support-replies` for `support-replies.bench.yaml`. */
function suiteName(path: string): string {
  return basename(path).replace(/(?:\.bench)?\.(?:ya?ml|json)$/i, '');
}
