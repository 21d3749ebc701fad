import type { ErrorKind } from './errors.ts';

/** What public boards say of models, from outside: which source, how old, by which index. */

export const rankingCategories = ['coding', 'math', 'reasoning', 'research', 'empathy', 'general'] as const;
export type RankingCategory = (typeof rankingCategories)[number];

/** Who is asked over the network, in the order of the chain; then come the cache and the minimal test. */
export const rankingBoards = ['artificial-analysis', 'llm-stats', 'openrouter'] as const;
export type RankingBoard = (typeof rankingBoards)[number];
export const rankingSources = [...rankingBoards, 'cache', 'minimal-test'] as const;
export type RankingSource = (typeof rankingSources)[number];
/** Where figures come from, whoever kept them since. */
export type RankingOrigin = Exclude<RankingSource, 'cache'>;

export interface RankedModel {
  /** Unique within its origin; a slug is not always. */
  readonly id: string;
  /** As the origin writes it. */
  readonly name: string;
  /** Further names to match by: slug, an id with the maker's prefix. */
  readonly aliases: readonly string[];
  readonly creator: string | null;
  /** 1 is best; models of equal score share the better rank. */
  readonly rank: number;
  /** On the origin's own scale; comparable within one ranking only. */
  readonly score: number;
  /** `YYYY-MM-DD` */
  readonly releasedAt: string | null;
  /** USD per million tokens, as the board says: for sorting and limits, never for the cost of a run. */
  readonly inputUsdPerMTok: number | null;
  readonly outputUsdPerMTok: number | null;
  readonly tokensPerSecond: number | null;
  readonly ttftMs: number | null;
  /** End of a usual answer, in ms. */
  readonly latencyMs: number | null;
  /** How many prompts the score rests on, where we asked them ourselves; `null` on a board. */
  readonly n: number | null;
}

/** The models of one category, best first. */
export interface CategoryRanking {
  readonly category: RankingCategory;
  readonly origin: RankingOrigin;
  /** When the origin gave or confirmed it; ISO. */
  readonly fetchedAt: string;
  /** The index that ranks, in words: `coding index`. */
  readonly index: string;
  /** Whether that index is the category's own; else it stands in, and the views say so. */
  readonly standsIn: boolean;
  readonly models: readonly RankedModel[];
}

/** One use of one source: a request that was made, or why none was. */
export interface SourceUse {
  /** ISO */
  readonly at: string;
  readonly source: RankingSource;
  /** `skipped`: nothing was asked and nothing counted, for the reason in `error`. */
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly durationMs: number;
  /** Categories it gave. */
  readonly categories: readonly RankingCategory[];
  readonly error: SourceError | null;
  readonly trigger: 'schedule' | 'user' | 'agent' | 'cli';
  /** The board said that nothing changed (304). */
  readonly notModified: boolean;
}

export type SourceErrorKind =
  | ErrorKind
  /** No key is set, and the source asks for one. */
  | 'needs-key'
  /** The source asked to wait: `until` says until when. */
  | 'quota'
  /** Answered, with fewer than two models that could be ranked. */
  | 'too-few'
  /** The cache is older than it may be. */
  | 'expired'
  /** Has no index for the category. */
  | 'no-index'
  /** Costs money, and was not allowed. */
  | 'not-allowed'
  /** The address is retired (410). */
  | 'gone';

export interface SourceError {
  readonly kind: SourceErrorKind;
  /** A sentence for the user, no key in it. */
  readonly message: string;
  /** What to do. */
  readonly advice: string;
  readonly status: number | null;
  /** ISO; when it may be asked again, where the source said so. */
  readonly until: string | null;
}

/** What the chain answers for one category. */
export interface RankingAnswer {
  readonly category: RankingCategory;
  /** `null`: nobody had one; callers go round robin. */
  readonly ranking: CategoryRanking | null;
  /** Who answered now: `cache` where the kept ranking was used; `null` with no ranking. */
  readonly source: RankingSource | null;
  /** Of the sources before it, in order. */
  readonly errors: readonly { readonly source: RankingSource; readonly error: SourceError }[];
}

/** `fresh` under 24 h, `usable` up to 7 days, `expired` after. */
export type RankingAge = 'fresh' | 'usable' | 'expired';

export interface SourceHealth {
  readonly source: RankingSource;
  readonly attempts: number;
  readonly successes: number;
  readonly failures: number;
  /** successes ÷ attempts; `null` without an attempt. */
  readonly successRate: number | null;
  readonly lastSuccessAt: string | null;
  readonly lastFailure: { readonly at: string; readonly error: SourceError } | null;
  /** ISO; not asked before. */
  readonly waitsUntil: string | null;
}

/** The last 24 h. */
export interface RankingHealth {
  readonly at: string;
  readonly sources: readonly SourceHealth[];
  /** Of the oldest kept ranking in use by category; `null`: nothing kept. */
  readonly cache: readonly {
    readonly category: RankingCategory;
    readonly origin: RankingOrigin;
    readonly ageMs: number;
    readonly age: RankingAge;
    readonly models: number;
  }[];
  readonly lastFetchAt: string | null;
  /** ISO; when the next refresh is due by the rule in force; `null`: switched off. */
  readonly nextRefreshAt: string | null;
  readonly use: 'high' | 'usual' | 'low';
}

/** How sure it is that an outside name means a model of the catalogue. */
export type MatchConfidence = 'corrected' | 'exact' | 'likely' | 'guess';

export interface ModelMatch {
  /** `provider/model` */
  readonly model: string;
  readonly confidence: MatchConfidence;
  /** Why it is not exact: `without the date 2025-08-07`. */
  readonly because: string;
}

/** What each origin wants to be named by. */
export const rankingCredits: Readonly<
  Record<RankingBoard, { readonly name: string; readonly text: string; readonly url: string }>
> = {
  'artificial-analysis': {
    name: 'Artificial Analysis',
    text: 'Data from Artificial Analysis',
    url: 'https://artificialanalysis.ai/',
  },
  'llm-stats': { name: 'LLM Stats', text: 'Data from LLM Stats', url: 'https://llm-stats.com/' },
  openrouter: {
    name: 'OpenRouter',
    text: 'Indices of Artificial Analysis, as published by OpenRouter',
    url: 'https://artificialanalysis.ai/',
  },
};
