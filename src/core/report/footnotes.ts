import { listText, misleadingQualities } from '../../shared/comparisonText.ts';
import { cutOffText } from '../../shared/cutOffText.ts';
import { errorTitles } from '../../shared/errorTitles.ts';
import { formatCount, formatInstant, formatMs, formatPercent, formatPlural, formatTimingRun } from '../../shared/format.ts';
import { isRough, samplesNeeded, type CandidateSummary, type Comparison, type Estimate } from '../../shared/model/comparison.ts';
import { callNotes } from './callNotes.ts';
import { costNotes } from './costNotes.ts';

/** What a reader must know to read the table right: how many, how sure, measured how, and what is missing. One sentence or two each. */
export function footnotes(comparison: Comparison): readonly string[] {
  return [
    qualityNote(comparison),
    ...easierCasesNotes(comparison),
    scoringNote(comparison),
    comparison.timing && `A speed test: ${formatTimingRun(comparison.timing)}.`,
    latencyNote(comparison),
    contaminationNote(comparison),
    ...callNotes(comparison),
    ...costNotes(comparison),
    scorerNote(comparison),
    ...cutOffNotes(comparison),
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

/** The table goes by what each answered, the verdict by all cases: said where the two disagree on who is first. */
function easierCasesNotes(comparison: Comparison): readonly string[] {
  return misleadingQualities(comparison).map(
    ({ candidate, why, standsAt }) => `${candidate.label} ${why}: compared case by case it stands at ${standsAt}.`,
  );
}

/** Which scoring the qualities are of, where it is not simply the run's own, complete. */
function scoringNote({ scoring: { active, all, open, leftOut } }: Comparison): string | null {
  const shown = all.find(({ id }) => id === active);
  const again = shown?.trigger === 'rescore' ? `Scored again ${formatInstant(shown.createdAt)} by ${shown.source}` : null;
  const gaps = [
    ...(open > 0 ? [`${formatPlural(open, 'answer')} without a grade so far`] : []),
    ...(leftOut > 0 ? [`${formatPlural(leftOut, 'answer')} not part of this scoring`] : []),
  ];
  if (again === null && gaps.length === 0) return null;
  return `${[again ?? 'Not all answers are graded', gaps.join(', ')].filter(Boolean).join(': ')}.`;
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
  const rough = measured.some(({ latencyMs }) => latencyMs && isRough('p95', latencyMs.n))
    ? ` * A p95 of fewer than ${samplesNeeded.p95} calls: expect another figure next time.`
    : '';
  return `Latency runs from sending to the last content of ${counts} a model, ${concurrencyText(measured)} in flight at a provider; TTFT and tok/s are medians.${rough}`;
}

/** `up to 8`, or who was measured with how many: a latency without it says little. */
function concurrencyText(measured: readonly CandidateSummary[]): string {
  const levels = [...Map.groupBy(measured, ({ concurrency }) => concurrency)].toSorted(([a], [b]) => a - b);
  if (levels.length === 1) return `up to ${levels[0]?.[0]}`;
  return `up to ${levels.map(([most, candidates]) => `${most} (${listText(candidates.map(({ label }) => label))})`).join(' or ')}`;
}

function contaminationNote({ totals, run }: Comparison): string | null {
  if (totals.contaminated > 0) {
    const share = formatPercent(totals.contaminated / Math.max(1, totals.done - totals.failed));
    return `${formatPlural(totals.contaminated, 'sample')} (${share}) came while the benchmark itself was held up for more than 10 ms; ${totals.contaminated === 1 ? 'it is' : 'they are'} counted.`;
  }
  if (run.harness === null || totals.done === 0) return null;
  return `No sample was disturbed by the benchmark itself (event-loop delay p99 ${formatMs(run.harness.loopDelayP99Ms)}).`;
}

/** Which scorers failed and why, and how many answers each model is graded on without theirs. */
function scorerNote({ candidates }: Comparison): string | null {
  const failures = candidates.reduce((sum, { scorerFailures }) => sum + scorerFailures, 0);
  if (failures === 0) return null;
  const byScorer = Map.groupBy(
    candidates.flatMap(({ failedScorers }) => failedScorers),
    ({ scorer }) => scorer,
  );
  const reasons = [...byScorer].map(([scorer, failed]) => {
    const scores = failed.reduce((sum, one) => sum + one.scores, 0);
    return `${scorer} ${formatCount(scores)} × (${(failed[0]?.reason ?? '').replace(/\.$/, '')})`;
  });
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  const graded = candidates
    .filter(({ scorerFailures }) => scorerFailures > 0)
    .map(({ label, ok, quality }) => `${label} ${formatCount(quality?.n ?? 0)} of ${formatPlural(ok, 'answer')}`);
  return `${formatPlural(failures, 'score')} could not be given${why}. An answer without all its scores enters neither quality nor pass rate. Graded: ${listText(graded, 8)}.`;
}

function cutOffNotes({ candidates }: Comparison): readonly string[] {
  return candidates.flatMap(({ label, ok, cutOff }) => (cutOff ? [`${label}: ${cutOffText(cutOff, ok)}.`] : []));
}

function failureNotes({ candidates }: Comparison): readonly string[] {
  return candidates.filter(({ errors }) => errors.length > 0).map(failureNote);
}

function failureNote({ label, errors, retries, failed }: CandidateSummary): string {
  const kinds = errors.map(({ kind, count }) => `${count} × ${errorTitles[kind]}`).join(', ');
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
