import { dirname, resolve } from 'node:path';
import type { Problem } from '../../../shared/model/problem.ts';
import { noUserProviders, type FileReader, type UserProviders } from '../../ports.ts';
import { readSuite, type SuiteReading } from '../checkSuite.ts';
import type { SuiteOptions } from '../checks.ts';
import { DatasetReader, isInside, type Dataset } from '../dataset.ts';
import { completeSuite, readDatasets, readSuiteText, unreadableSuite, type LoadedSuite } from '../loadSuite.ts';
import type { SuiteOutline } from '../outline.ts';
import { KeptDatasets, type FileStamp } from './keptDatasets.ts';
import type { FileState, OpenSuite, SuiteDocument, SuiteSurvey } from './spec.ts';

/** A suite that an editor shows, and what could be read of it. */
export interface ParsedSuite {
  readonly document: OpenSuite;
  readonly reading: SuiteReading;
  /** By their entry's position in `cases`. While the text has not the form of a suite: those of the last that had it. */
  readonly datasets: ReadonlyMap<number, Dataset>;
}

export interface ParsingParts {
  readonly reader: FileReader;
  readonly stampOf: FileStamp;
  readonly optionsFor: (user: UserProviders) => SuiteOptions;
}

/** A parsed suite can take fifty times its text. */
const mostKept = 4;

/** A suite's text, read. */
interface OpenedSuite {
  readonly path: string;
  readonly content: string;
  readonly reading: SuiteReading;
}

interface Kept {
  readonly text: string;
  /** As JSON. */
  readonly user: string;
  readonly reading: SuiteReading;
  readonly datasets: ReadonlyMap<number, Dataset>;
}

/** Suites as editors show them, each text parsed once for all that is asked of it. */
export class ParsedSuites {
  readonly #parts: ParsingParts;
  readonly #datasets: KeptDatasets;
  /** By path, the one used longest ago first. */
  readonly #kept = new Map<string, Kept>();
  #user: UserProviders = noUserProviders;

  constructor(parts: ParsingParts) {
    this.#parts = parts;
    this.#datasets = new KeptDatasets(parts.stampOf);
  }

  /** As `loadSuite`. What no editor shows is not kept. */
  async load(document: SuiteDocument, user: UserProviders, moreRows: number): Promise<LoadedSuite> {
    const opened = await this.#open(document, user);
    if ('problem' in opened) return unreadableSuite(opened.problem);
    return completeSuite({ ...opened, moreRows }, this.#datasetReader(document, opened.reading));
  }

  /** The same, and what its datasets were like. */
  async survey(document: SuiteDocument, user: UserProviders): Promise<LoadedSuite & Pick<SuiteSurvey, 'files'>> {
    const opened = await this.#open(document, user);
    if ('problem' in opened) return { ...unreadableSuite(opened.problem), files: [] };
    const files = await this.#statesOf(document, opened.reading.outline);
    const loaded = await completeSuite({ ...opened, moreRows: 0 }, this.#datasetReader(document, opened.reading));
    return { ...loaded, files };
  }

  async #open({ path, text }: SuiteDocument, user: UserProviders): Promise<OpenedSuite | { readonly problem: Problem }> {
    this.#user = user;
    const content = text ?? (await readSuiteText(path, this.#parts.reader));
    if (typeof content !== 'string') return { problem: content };
    const reading = text === null ? readSuite(content, this.#parts.optionsFor(user)) : this.#read(path, text).reading;
    return { path, content, reading };
  }

  /** Nothing outside the root is looked at: a path can name another machine. */
  async #statesOf({ path, root }: SuiteDocument, { datasets }: SuiteOutline): Promise<FileState[]> {
    const { reader, stampOf } = this.#parts;
    const [folder, top] = await Promise.all([dirname(path), root].map((place) => reader.realPath(place).catch(() => null)));
    if (!folder || !top) return [];
    const files = new Set(datasets.map((dataset) => resolve(folder, dataset.path)));
    const inside = [...files].filter((file) => isInside(top, file));
    return Promise.all(inside.map(async (file) => ({ file, stamp: await stampOf(file).catch(() => null) })));
  }

  async parse(document: OpenSuite): Promise<ParsedSuite> {
    const { path, text } = document;
    const kept = this.#read(path, text);
    const { reading } = kept;
    if (reading.file === null) return { document, reading, datasets: kept.datasets };
    const datasets = await readDatasets(reading, this.#datasetReader(document, reading));
    // Another text may have come while the files were read.
    if (this.#kept.get(path)?.text === text) this.#keep(path, { ...kept, datasets });
    return { document, reading, datasets };
  }

  #read(path: string, text: string): Kept {
    const known = this.#kept.get(path);
    const user = JSON.stringify(this.#user);
    if (known?.text === text && known.user === user) return this.#keep(path, known);
    const reading = readSuite(text, this.#parts.optionsFor(this.#user));
    return this.#keep(path, { text, user, reading, datasets: known?.datasets ?? new Map<number, Dataset>() });
  }

  #keep(path: string, kept: Kept): Kept {
    this.#kept.delete(path);
    this.#kept.set(path, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }

  #datasetReader({ path, root }: Pick<SuiteDocument, 'path' | 'root'>, { source }: SuiteReading): DatasetReader {
    return new DatasetReader(path, root, this.#parts.reader, source, this.#datasets.read);
  }
}
