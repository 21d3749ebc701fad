import { element } from '../markup.ts';

const terms: readonly (readonly [term: string, definition: string])[] = [
  [
    'Quality',
    'Weighted mean of a case’s scores, 0 to 1, averaged over the answers. Failed calls and failed scorers are not scored: a failure is not a 0.',
  ],
  ['Pass', 'Share of answers that pass every expectation of their case; Wilson interval.'],
  [
    'Intervals',
    '95 %. Repeats of a case are not independent, so standard errors are clustered by case; percentiles have bootstrap intervals.',
  ],
  [
    'p50, p95',
    'Latency from sending the request to the last piece of content: half, and 19 of 20, of the calls took no longer. Interpolated between order statistics.',
  ],
  ['TTFT', 'Time to first token: from sending to the first text or reasoning. Median.'],
  [
    'tok/s',
    'Output tokens per second once they arrive, the first piece apart. Median. Token counts are the provider’s, or marked as estimated; reasoning that is billed but not streamed is left out here.',
  ],
  [
    'Throughput, goodput',
    'Output tokens of all answers by the time from the first call to the last. Share of samples, failed ones counted, that met each latency limit of the suite.',
  ],
  [
    'Cost',
    'Tokens × the price in force when the run began, or the provider’s own figure; retries included; warm-up calls count in the total of the run alone. Without a price or token counts it is unknown, never 0.',
  ],
  [
    'Verdicts',
    'Models are compared case by case. Better or worse: the interval of the difference leaves out 0, corrected for several comparisons (Holm). As good: it lies above minus the margin. Else it cannot be told yet.',
  ],
  ['Pareto front', 'Models that no other beats in both quality and cost.'],
];

/** How the numbers are defined, in the report itself: it may be read without the tool. */
export function definitionsList(): string {
  return element(
    'dl',
    { class: 'definitions' },
    ...terms.map(([term, text]) => element('dt', {}, term) + element('dd', {}, text)),
  );
}
