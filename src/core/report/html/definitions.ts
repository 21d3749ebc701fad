import type { Comparison } from '../../../shared/model/comparison.ts';
import { element } from '../markup.ts';

interface Definition {
  readonly term: string;
  readonly text: string;
  /** Whether the report speaks of it; absent: always. */
  readonly when?: (comparison: Comparison) => boolean;
}

const definitions: readonly Definition[] = [
  {
    term: 'Quality',
    text: 'Weighted mean of a case’s scores, 0 to 1, averaged over the answers. Failed calls and failed scorers are not scored: a failure is not a 0.',
  },
  { term: 'Pass', text: 'Share of answers that pass every expectation of their case; Wilson interval.' },
  {
    term: 'Intervals',
    text: '95 %. Repeats of a case are not independent, so standard errors are clustered by case; percentiles and ratios have bootstrap intervals (BCa, cases drawn anew).',
  },
  {
    term: 'p50, p95',
    text: 'Latency from sending the request to the last piece of content: half, and 19 of 20, of the calls took no longer. Interpolated between order statistics.',
  },
  { term: 'TTFT', text: 'Time to first token: from sending to the first text or reasoning. Median.' },
  {
    term: 'tok/s',
    text: 'Output tokens per second once they arrive, the first piece apart. Median. Token counts are the provider’s, or marked as estimated; reasoning that is billed but not streamed is left out here.',
  },
  {
    term: 'Throughput, goodput',
    text: 'Output tokens of all answers by the time from the first call to the last. Share of samples, failed ones counted, that met each latency limit of the suite.',
  },
  {
    term: 'Cost',
    text: 'Tokens × the price in force when the run began, or the provider’s own figure; retries included; warm-up calls count in the cost of the run alone, and judging in neither. Without a price or token counts it is unknown, never 0.',
  },
  {
    term: 'Verdicts',
    text: 'Models are compared case by case. Better or worse: the interval of the difference leaves out 0, and its p, corrected for all pairs of the run (Holm), is below 0.05. As good: the interval lies above minus the margin, and the cases are enough to have met a loss that would break it. Else it cannot be told yet.',
    when: ({ pairs }) => pairs.length > 0,
  },
  {
    term: 'Settled',
    text: 'Every other model is shown to be behind the leader, corrected for all pairs (Holm): in quality and cost by the paired difference, in speed by that of the logarithms. Where calls failed, who leads goes by figures as they would be over all cases, so that nobody gains by failing on hard ones.',
    when: ({ leaders }) => leaders.quality !== null || leaders.cost !== null || leaders.speed !== null,
  },
  {
    term: 'Saving',
    text: 'Mean cost of the model that is as good, against that of the best, over the cases that both answered; bootstrap interval.',
    when: ({ recommendation }) => recommendation.saving !== null,
  },
  { term: 'Pareto front', text: 'Models that no other beats in both quality and cost.' },
  {
    term: 'Score by weights',
    text: 'Weighted mean of quality, least cost ÷ cost and least latency ÷ latency. Comes first in: share of resamples of the cases in which the model leads.',
  },
  {
    term: 'Baseline',
    text: 'Cases that both runs asked in the same words and with the same expectations. Cost and latency as now ÷ then, each by its own interval; quality, and the limits of the suite, allow for the number of models. A case is significantly worse or better by Fisher’s exact test on passed answers, corrected over the model’s cases (Holm): never with one answer each.',
    when: ({ baseline }) => baseline !== null,
  },
  {
    term: 'Judges',
    text: 'Models that grade answers, asked once the last measured call is over. A judge that fails or answers out of its format gives no score, which is not a 0. Agreement: share of answers on which both say the same, passed or not; kappa: how far beyond chance (Cohen).',
    when: ({ judging, people }) => judging !== null || people !== null,
  },
  {
    term: 'Strength',
    text: 'From judged pairs of answers, each in both orders (Bradley–Terry, a tie is half a win): the chance of beating an average model of this run. Ranks with bootstrap intervals, cases drawn anew.',
    when: ({ ranking }) => ranking !== null,
  },
  {
    term: 'F1',
    text: 'Harmonic mean of precision (share of right ones among the answers that name a label) and recall (share that is found of the answers where it was expected).',
    when: ({ candidates }) => candidates.some(({ classification }) => classification !== null),
  },
];

/** How the numbers are defined, in the report itself: it may be read without the tool. */
export function definitionsList(comparison: Comparison): string {
  const shown = definitions.filter(({ when }) => when === undefined || when(comparison));
  return element(
    'dl',
    { class: 'definitions' },
    ...shown.map(({ term, text }) => element('dt', {}, term) + element('dd', {}, text)),
  );
}
