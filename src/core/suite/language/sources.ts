import type { PriceRow } from '../../../shared/model/usage.ts';
import type { KnownModels, OpenSuite } from './spec.ts';

/** What completion and hover know beyond the suite itself: handed in by the composition root, asked only where it is needed. */
export interface LanguageSources {
  /** Everything that can be named, in the order to offer it in. */
  models(known: KnownModels): Promise<readonly ModelFacts[]>;
  /** Datasets at and below the suite's folder, as the suite would write them. */
  datasetFiles(document: OpenSuite): Promise<readonly string[]>;
}

/** `null` is unknown. */
export interface ModelFacts {
  /** `provider/model`. */
  readonly ref: string;
  /** For people. */
  readonly provider: string;
  readonly name: string | null;
  /** In a sentence or two, from its maker or a price list. */
  readonly about: string | null;
  readonly use: 'answers' | 'vectors';
  readonly price: PriceRow | null;
  readonly contextTokens: number | null;
  readonly deprecated: boolean;
  /** What else a user should know: disabled, and why. */
  readonly note: string | null;
}
