import type { RunRecord } from '../shared/model/run.ts';
import type { CaseStanding, CellStanding, RunStanding, Standing, SuiteFigures } from '../shared/model/suiteFigures.ts';
import { lastWholeRun } from './lastWholeRun.ts';
import { scoredRun, type ScoredStore } from './scoredRun.ts';
import { percentile, sortSample } from './stats/percentile.ts';
import type { RunListItem, Store } from './store/spec.ts';
import { readSamples, samplesOf, sumOrUnknown, type CellSamples, type RunSamples } from './suiteSamples.ts';

/** Runs that are looked through. */
const mostListed = 200;
/** Runs that are read. */
const mostRead = 20;
/** The samples of a run with so many take longer to gather than to read. */
const keptFrom = 1000;
const viewName = 'samples';

export type FiguresStore = ScoredStore & Pick<Store, 'listRuns' | 'stamp' | 'view' | 'putView'>;

/** A run that has ended with a result. */
interface ReadRun {
  readonly run: RunRecord;
  readonly samples: RunSamples;
}

/**
 * The last word on a suite and on each of its cases, by the scorings in force; the figures are those of the runs' comparisons.
 * `null` where no run of it has ended with a result.
 * @param mostCells of all cases together: those that come later in the suite are left out
 */
export async function suiteFigures(
  store: FiguresStore,
  suitePath: string,
  mostCells = Number.POSITIVE_INFINITY,
): Promise<SuiteFigures | null> {
  const listed = await store.listRuns({ suitePath, limit: mostListed });
  const ended = listed.filter(({ run, samplesDone }) => run.status !== 'running' && samplesDone > 0);
  const last = lastWholeRun(ended);
  const previous = last && lastWholeRun(ended.slice(ended.indexOf(last) + 1));
  const read: ReadRun[] = [];
  // One at a time: each may be large.
  for (const item of toRead(ended, last)) {
    const samples = await runSamples(store, item);
    if (samples) read.push({ run: item.run, samples });
  }
  if (read.length === 0) return null;
  const whole = read.find(({ run }) => run.id === last?.run.id);
  return {
    whole: whole ? runStanding(whole) : null,
    previous: previous?.run.id ?? null,
    cases: caseStandings(read, mostCells),
  };
}

/** Newest first, down to the last whole run where that was finished, since it has all there is to know; that one in any case. */
function toRead(ended: readonly RunListItem[], last: RunListItem | null): RunListItem[] {
  const wanted = last?.run.status === 'finished' ? ended.slice(0, ended.indexOf(last) + 1) : ended;
  const most = wanted.slice(0, mostRead);
  return last && !most.includes(last) ? [...most.slice(0, -1), last] : most;
}

async function runSamples(store: FiguresStore, { run, samplesDone }: RunListItem): Promise<RunSamples | null> {
  const isKept = samplesDone >= keptFrom;
  const text = isKept ? await store.view(run.id, viewName) : null;
  const kept = text === null ? null : readSamples(text);
  if (kept) return kept;
  // Before the rows: should more be written meanwhile, what is kept is found to be stale.
  const stamp = await store.stamp(run.id);
  const scored = await scoredRun(store, run.id);
  if (stamp === null || !scored) return null;
  const samples = samplesOf(scored);
  // That it cannot be written makes the next look slower and nothing else.
  if (isKept) await store.putView(run.id, viewName, stamp, JSON.stringify(samples)).catch(() => undefined);
  return samples;
}

function runStanding({ run, samples }: ReadRun): RunStanding {
  const { id: runId, startedAt, status, plannedSamples, suiteHash } = run;
  const cells = samples.cases.flatMap((one) => one.cells);
  return { runId, startedAt, status, plannedSamples, suiteHash, ...standingOf(cells) };
}

interface GatheredCell {
  readonly samples: CellSamples;
  readonly standing: CellStanding;
  readonly suiteHash: string;
}

/** What is known of a case so far. */
interface Gathered {
  readonly run: RunRecord;
  readonly print: string;
  /** By candidate. */
  readonly cells: Map<string, GatheredCell>;
}

/** @param runs newest first */
function caseStandings(runs: readonly ReadRun[], mostCells: number): Record<string, CaseStanding> {
  let room = mostCells;
  const all = [...gatherCases(runs)].filter(([, { cells }]) => (room -= cells.size) >= 0);
  const order = candidateOrder(runs);
  return Object.fromEntries(all.map(([id, one]) => [id, caseStanding(one, order)]));
}

/** That of the oldest run, the whole one, then what came later: the same for each case, however its models were run. */
function candidateOrder(runs: readonly ReadRun[]): readonly string[] {
  return [...new Set(runs.toReversed().flatMap(({ samples }) => samples.candidates.map(({ id }) => id)))];
}

/** In the order of the newest run, what it lacks at the end. */
function gatherCases(runs: readonly ReadRun[]): ReadonlyMap<string, Gathered> {
  const gathered = new Map<string, Gathered>();
  for (const { run, samples } of runs) {
    for (const { id, print, cells } of samples.cases) {
      const done = cells.filter(hasResult);
      const known = gathered.get(id) ?? { run, print, cells: new Map() };
      if (done.length === 0 || known.print !== print) continue;
      gathered.set(id, known);
      for (const cell of done) gatherCell(known, cell, run, samples);
    }
  }
  return gathered;
}

/** A cancelled sample has none. */
function hasResult({ answers, failed }: CellSamples): boolean {
  return answers.length + failed > 0;
}

function gatherCell({ cells }: Gathered, samples: CellSamples, run: RunRecord, { candidates }: RunSamples): void {
  const candidate = candidates[samples.of];
  if (!candidate || cells.has(candidate.id)) return;
  const { id: candidateId, label, provider, model, promptId } = candidate;
  const place = { runId: run.id, candidateId, label, provider, model, promptId, attemptId: samples.attemptId };
  cells.set(candidate.id, { samples, standing: { ...place, ...standingOf([samples]) }, suiteHash: run.suiteHash });
}

function caseStanding({ run: { startedAt }, cells }: Gathered, order: readonly string[]): CaseStanding {
  const all = order.flatMap((id) => cells.get(id) ?? []);
  const models = all.map(({ standing }) => standing);
  const suiteHashes = [...new Set(all.map(({ suiteHash }) => suiteHash))];
  return { startedAt, suiteHashes, ...standingOf(all.map(({ samples }) => samples)), models };
}

/** By the rules of the comparison: means and the median over answered samples, the cost over all. */
function standingOf(cells: readonly CellSamples[]): Standing {
  const answers = cells.flatMap((cell) => cell.answers);
  const latencies = sortSample(answers.flatMap(([, , latencyMs]) => latencyMs ?? []));
  return {
    quality: mean(answers.flatMap(([quality]) => quality ?? [])),
    passRate: mean(answers.flatMap(([, passed]) => passed ?? [])),
    costUsd: sumOrUnknown(cells.map(({ costUsd }) => costUsd)),
    latencyP50Ms: latencies && percentile(latencies, 0.5),
    answered: answers.length,
    failed: cells.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
