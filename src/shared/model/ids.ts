declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** UUID of one run. */
export type RunId = Brand<string, 'RunId'>;
/** UUID of one attempt: one request on the wire, or the failure to make it. */
export type AttemptId = Brand<string, 'AttemptId'>;
/**
 * What is compared with what: one model entry of a suite under one prompt variant.
 * Stable within a run; shown as `label` or `label · prompt`.
 */
export type CandidateId = Brand<string, 'CandidateId'>;
/** UUID of one pass of scoring over a run's answers. */
export type ScoringId = Brand<string, 'ScoringId'>;
/** One cell to fill: candidate × case × repeat. Retries of a sample are several attempts. */
export type SampleId = Brand<string, 'SampleId'>;
