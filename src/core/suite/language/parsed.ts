import { noUserProviders, type FileReader, type UserProviders } from '../../ports.ts';
import { readSuite, type SuiteReading } from '../checkSuite.ts';
import type { SuiteOptions } from '../checks.ts';
import { DatasetReader, type Dataset } from '../dataset.ts';
import { completeSuite, readDatasets, readSuiteText, unreadableSuite, type LoadedSuite } from '../loadSuite.ts';
import { KeptDatasets, type FileStamp } from './keptDatasets.ts';
import type { OpenSuite, SuiteDocument } from './spec.ts';

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
  async load({ path, root, text }: SuiteDocument, user: UserProviders, moreRows: number): Promise<LoadedSuite> {
    this.#user = user;
    const content = text ?? (await readSuiteText(path, this.#parts.reader));
    if (typeof content !== 'string') return unreadableSuite(content);
    const reading = text === null ? readSuite(content, this.#parts.optionsFor(user)) : this.#read(path, text).reading;
    return completeSuite({ path, content, reading, moreRows }, this.#datasetReader({ path, root }, reading));
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
