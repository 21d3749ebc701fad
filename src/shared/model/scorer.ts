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
  /** The last number in the answer lies within `tolerance` of `value`. */
  readonly number: { readonly value: number; readonly tolerance: number };
  /** The chosen letter or option of a multiple-choice answer, found in free text. */
  readonly choice: { readonly value: string };
  /** Normalised Levenshtein similarity; the value is the similarity, passed from `threshold` on. */
  readonly similarity: { readonly value: string; readonly threshold: number };
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

export type ScorerName = keyof ScorerArgs;

/** One expectation of a case. `not` turns value v into 1 − v; `weight` counts in the case's weighted mean. */
export type ScorerSpec = {
  readonly [Name in ScorerName]: {
    readonly scorer: Name;
    readonly args: ScorerArgs[Name];
    readonly not: boolean;
    readonly weight: number;
  };
}[ScorerName];
