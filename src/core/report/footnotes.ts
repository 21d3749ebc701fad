import { formatCount, formatMs, formatPercent, formatPlural } from '../../shared/format.ts';
import type { CandidateSummary, Comparison, Estimate } from '../../shared/model/comparison.ts';
import { isRough, p95Samples } from './columns.ts';

/** What a reader must know to read the table right: how many, how sure, measured how, and what is missing. One sentence or two each. */
export function footnotes(comparison: Comparison): readonly string[] {
  return [
    qualityNote(comparison),
    latencyNote(comparison),
    contaminationNote(comparison),
    unknownCostNote(comparison),
    estimateNote(comparison),
    scorerNote(comparison),
    ...failureNotes(comparison),
    unfinishedNote(comparison),
  ].filter((note) => note !== null);
}

function qualityNote({ candidates }: Comparison): string | null {
  const qualities = candidates.flatMap(({ quality }) => quality ?? []);
  if (qualities.length === 0) return null;
  const samples = rangeText(
    qualities.map(({ n }) => n),
    'answer',
  );
  const cases = rangeText(
    qualities.map(({ clusters, n }) => clusters ?? n),
    'case',
  );
  const interval = qualities.some(hasInterval) ? '; its interval is the 95 % one, cases as clusters' : '';
  return `Quality is the mean over ${samples} of ${cases} a model, failed calls apart${interval}.`;
}

function hasInterval({ low, high }: Estimate): boolean {
  return low !== null && high !== null;
}

function latencyNote({ candidates }: Comparison): string | null {
  const measured = candidates.filter(({ latencyMs }) => latencyMs !== null);
  if (measured.length === 0) return null;
  const counts = rangeText(
    measured.map(({ latencyMs }) => latencyMs?.n ?? 0),
    'call',
  );
  const most = Math.max(...measured.map(({ concurrency }) => concurrency));
  const rough = measured.some(({ latencyMs }) => isRough(latencyMs)) ? ` A p95 of fewer than ${p95Samples} calls is rough.` : '';
  return `Latency runs from sending to the last content of ${counts} a model, at most ${most} at once to a provider; TTFT and tok/s are medians.${rough}`;
}

function contaminationNote({ totals, run }: Comparison): string | null {
  if (totals.contaminated > 0) {
    const share = formatPercent(totals.contaminated / Math.max(1, totals.done - totals.failed));
    return `${formatPlural(totals.contaminated, 'sample')} (${share}) came while the benchmark itself was held up for more than 10 ms; they are counted.`;
  }
  if (run.harness === null || totals.done === 0) return null;
  return `No sample was disturbed by the benchmark itself (event-loop delay p99 ${formatMs(run.harness.loopDelayP99Ms)}).`;
}

function unknownCostNote({ candidates, totals }: Comparison): string | null {
  if (totals.unknownCostCalls === 0) return null;
  const names = candidates.filter(({ cost }) => cost.unknownCalls > 0).map(({ label }) => label);
  const whose = names.length === 0 ? '' : ` (${listText(names)})`;
  const cut = candidates.some(({ cancelled }) => cancelled > 0) ? ', or cut off before they came' : '';
  return `The cost of ${formatPlural(totals.unknownCostCalls, 'call')} is unknown${whose}: no price, or no token counts${cut}. Prices can be set under \`prices\` in the suite.`;
}

function estimateNote({ candidates }: Comparison): string | null {
  const tokens = candidates.some(({ estimatedUsageCalls }) => estimatedUsageCalls > 0);
  if (!tokens && !candidates.some(({ cost }) => cost.estimated)) return null;
  return '~ marks estimates: a price of a similar model or of the base tier, or tokens counted without the provider.';
}

function scorerNote({ candidates }: Comparison): string | null {
  const failures = candidates.reduce((sum, { scorerFailures }) => sum + scorerFailures, 0);
  return failures === 0 ? null : `${formatPlural(failures, 'score')} could not be given; such failures count in nothing.`;
}

function failureNotes({ candidates }: Comparison): readonly string[] {
  return candidates.filter(({ errors }) => errors.length > 0).map(failureNote);
}

function failureNote({ label, errors, retries, failed }: CandidateSummary): string {
  const kinds = errors.map(({ kind, count }) => `${count} × ${kind}`).join(', ');
  const outcome = failed === 0 ? 'all answered when retried' : `${formatPlural(failed, 'sample')} without an answer`;
  const retried = retries > 0 ? `, ${formatPlural(retries, 'retry', 'retries')}` : '';
  const advice = failed === 0 ? '' : ` ${errors[0]?.advice ?? ''}`;
  return `${label}: ${kinds}${retried}; ${outcome}.${advice}`;
}

function unfinishedNote({ status, totals, run }: Comparison): string | null {
  if (status === 'finished') return null;
  const why = run.statusMessage === null ? '' : ` (${run.statusMessage.replace(/\.$/, '')})`;
  return `The run is ${status}${why}: ${formatCount(totals.done)} of ${formatPlural(totals.planned, 'sample')} are in these figures.`;
}

/** `36 calls`, or `34 to 36 calls` where the models differ. */
function rangeText(counts: readonly number[], noun: string): string {
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return low === high ? formatPlural(low, noun) : `${low} to ${formatPlural(high, noun)}`;
}

function listText(names: readonly string[], most = 4): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
