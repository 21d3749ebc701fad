import type { SimilarityMetric } from '../../shared/model/scorer.ts';
import type { Describer, ScorerNameAt } from './spec.ts';
import { excerpt, quote } from './text.ts';

/** How those scorers read that do not score in the engine's thread; what they need to score is loaded there alone. */
export const elsewhere: { readonly [Name in ScorerNameAt<'thread' | 'model'>]: Describer<Name> } = {
  similarity: {
    name: 'similarity',
    describe: ({ value, metric, threshold }) => `${metricNames[metric]} ≥ ${threshold} to ${quote(value)}`,
  },
  javascript: {
    name: 'javascript',
    describe: ({ code }) => `javascript: ${excerpt(code)}`,
  },
  embedding: {
    name: 'embedding',
    describe: ({ value, threshold }) => `${metricNames.embedding} ≥ ${threshold} to ${quote(value)}`,
  },
  judge: {
    name: 'judge',
    describe: ({ rubric }) => `judge: ${excerpt(rubric)}`,
  },
  pairwise: {
    name: 'pairwise',
    describe: ({ criteria, against }) =>
      `pairwise${against === null ? '' : ` against ${excerpt(against)}`}: ${excerpt(criteria)}`,
  },
};

const metricNames: Readonly<Record<SimilarityMetric, string>> = {
  levenshtein: 'similarity',
  rouge1: 'ROUGE-1',
  rouge2: 'ROUGE-2',
  rougeL: 'ROUGE-L',
  bleu: 'BLEU',
  embedding: 'embedding similarity',
};
