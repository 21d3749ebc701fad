/** Arguments of each scorer, as the suite room makes them from the file and the scorers room takes them. Strings have their templates rendered. */
export interface ScorerArgs {
  /** The whole answer equals `value`, white space at both ends aside. */
  readonly exact: { readonly value: string; readonly ignoreCase: boolean };
  readonly contains: { readonly values: readonly string[]; readonly mode: 'any' | 'all'; readonly ignoreCase: boolean };
  readonly startsWith: { readonly value: string; readonly ignoreCase: boolean };
  readonly endsWith: { readonly value: string; readonly ignoreCase: boolean };
  /** RE2 syntax: linear time, so a pattern cannot hang a run. */
  readonly regex: { readonly pattern: string; readonly ignoreCase: boolean };
  /** The answer (or its first fenced block) is JSON; fits `schema`; has `fields` (dotted path → value). */
  readonly json: { readonly schema: unknown; readonly fields: Readonly<Record<string, unknown>> | null };
  /**
   * The last number in the answer lies within `tolerance` of `value`: an absolute amount, or with `relative` a share of `value`.
   * With `unit`, a number that carries a unit of the same kind is converted first; one of another kind does not count.
   */
  readonly number: {
    readonly value: number;
    readonly tolerance: number;
    readonly relative: boolean;
    readonly unit: string | null;
  };
  /** The chosen letter or option of a multiple-choice answer, found in free text. */
  readonly choice: { readonly value: string };
  /** The value is the similarity to `value` by `metric`; passed from `threshold` on. */
  readonly similarity: {
    readonly value: string;
    readonly metric: Exclude<SimilarityMetric, 'embedding'>;
    readonly threshold: number;
  };
  /** Cosine of the two texts' embeddings by `model` (`provider/model`), negative ones as 0; passed from `threshold` on. */
  readonly embedding: { readonly value: string; readonly model: string; readonly threshold: number };
  /** Each of `judges` (`provider/model`) grades the answer by the rubric, 1 to 5; the value is their mean on 0–1. */
  readonly judge: {
    readonly rubric: string;
    readonly judges: readonly string[];
    /** A right answer for the judge to go by. */
    readonly reference: string | null;
    readonly threshold: number;
  };
  /**
   * Each of `judges` compares the answer with those of other candidates to the same case and repeat, each pair in both orders:
   * won 1, tie or disagreement of the orders ½, lost 0. The value is the mean over the opponents.
   */
  readonly pairwise: {
    readonly criteria: string;
    readonly judges: readonly string[];
    /** Only against the candidates of this model label; `null`: each against each. */
    readonly against: string | null;
    readonly threshold: number;
  };
  /** A script in a sandbox without host: its last expression, or what it returns, is the score. */
  readonly javascript: {
    readonly code: string;
    readonly timeoutMs: number;
    readonly memoryMb: number;
    /** The case's variables, for the script to read. */
    readonly vars: Readonly<Record<string, string>>;
  };
  /** The label that the answer names, of `labels`, is `label`. Feeds the F1 of the suite. */
  readonly classify: { readonly label: string; readonly labels: readonly string[] };
  readonly length: {
    readonly minWords: number | null;
    readonly maxWords: number | null;
    readonly minChars: number | null;
    readonly maxChars: number | null;
  };
  /** The model declines to answer (or, with `not`, does answer). */
  readonly refusal: Readonly<Record<string, never>>;
  readonly latency: { readonly maxMs: number; readonly metric: 'e2e' | 'ttft' };
  readonly cost: { readonly maxUsd: number };
}

export const similarityMetrics = ['levenshtein', 'rouge1', 'rouge2', 'rougeL', 'bleu', 'embedding'] as const;
export type SimilarityMetric = (typeof similarityMetrics)[number];

export type ScorerName = keyof ScorerArgs;

/**
 * Where scorers run: `inline` ones take microseconds and score as the answer comes; `thread` ones may take long and have a
 * thread of their own; `model` ones call a model, and only once the last measured call is over.
 */
export type ScorerPlace = 'inline' | 'thread' | 'model';

export const scorerPlaces = {
  exact: 'inline',
  contains: 'inline',
  startsWith: 'inline',
  endsWith: 'inline',
  regex: 'inline',
  json: 'inline',
  number: 'inline',
  choice: 'inline',
  classify: 'inline',
  length: 'inline',
  refusal: 'inline',
  latency: 'inline',
  cost: 'inline',
  similarity: 'thread',
  javascript: 'thread',
  embedding: 'model',
  judge: 'model',
  pairwise: 'model',
} as const satisfies Readonly<Record<ScorerName, ScorerPlace>>;

/** One expectation of a case. `not` turns value v into 1 − v; `weight` counts in the case's weighted mean. */
export type ScorerSpec = {
  readonly [Name in ScorerName]: {
    readonly scorer: Name;
    readonly args: ScorerArgs[Name];
    readonly not: boolean;
    readonly weight: number;
  };
}[ScorerName];
