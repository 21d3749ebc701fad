import { formatInstant } from './format.ts';
import type { RunId } from './model/ids.ts';
import type { RunBesideOthers, RunChange, RunsComparison } from './model/runsComparison.ts';
import { partText } from './partText.ts';

/** What the panel and the reports say alike of several runs. */

/** What the runs are told apart by: when they were, and their names where these differ. UTC. */
export function runTitles({ runs }: Pick<RunsComparison, 'runs'>): ReadonlyMap<RunId, string> {
  const times = runTimes(runs);
  const named = areNamed(runs);
  return new Map(runs.map(({ id, name }) => [id, named ? `${name}, ${times.get(id)}` : (times.get(id) ?? id)]));
}

/** One of them in a sentence: `the run of 2026-11-20 09:30 UTC`; by its name where they have several. */
export function runInSentence({ runs }: Pick<RunsComparison, 'runs'>, runId: RunId): string {
  const title = runTitles({ runs }).get(runId) ?? runId;
  return areNamed(runs) ? title : `the run of ${title}`;
}

/** When they started: to the minute, or to the second where two began in one minute. */
export function runTimes(runs: readonly RunBesideOthers[]): ReadonlyMap<RunId, string> {
  const minutes = new Set(runs.map(({ startedAt }) => formatInstant(startedAt))).size;
  const at = minutes < runs.length ? toSeconds : formatInstant;
  return new Map(runs.map(({ id, startedAt }) => [id, at(startedAt)]));
}

function areNamed(runs: readonly RunBesideOthers[]): boolean {
  return new Set(runs.map(({ name }) => name)).size > 1;
}

function toSeconds(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** What of a run is to be known before its figures are: a part of the suite, or that it did not finish. Empty: nothing. */
export function runRemark({ part, status }: Pick<RunBesideOthers, 'part' | 'status'>): string {
  const took = part ? partText(part) : '';
  return [took, ...(status === 'finished' ? [] : [status])].filter(Boolean).join(', ');
}

/** Beside a ratio of latencies that is not to be read as one of models: `at concurrency 1 and 8`, the reference's first. */
export function timedApartText([then, now]: NonNullable<RunChange['timedApart']>): string {
  return `at concurrency ${then} and ${now}`;
}
