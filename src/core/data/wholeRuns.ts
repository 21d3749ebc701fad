import type { Attempt, AttemptRecord } from '../../shared/model/attempt.ts';
import type { StoredFigures } from '../../shared/model/history.ts';
import type { AttemptId } from '../../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { Grade, GradeRecord, Rating, ScoringDetail, ScoringRecord } from '../../shared/model/scoring.ts';
import type { Store } from '../store/spec.ts';
import { byRun, findLogs, inOrderOfOpening, readEntries } from './logs.ts';
import type { StoredLog } from './logs.ts';
import type { DataParts } from './parts.ts';
import { prunedRuns } from './prunedRuns.ts';

/** A run with everything that is kept of it. */
export interface WholeRun {
  readonly run: RunRecord;
  readonly detail: RunDetail;
  /** The oldest first. */
  readonly scorings: readonly WholeScoring[];
  readonly ratings: readonly Rating[];
  /** In the order of the store, without the answers: those are read one by one. */
  readonly records: readonly AttemptRecord[];
  attempts(): AsyncIterable<Attempt>;
  grades(): AsyncIterable<Grade>;
}

export interface WholeScoring {
  readonly scoring: ScoringRecord;
  readonly detail: ScoringDetail | null;
  readonly grades: readonly GradeRecord[];
}

export type WholeEntry =
  | { readonly kind: 'run'; readonly run: WholeRun }
  | { readonly kind: 'pruned'; readonly figures: StoredFigures };

/** All runs, one at a time, in the order in which they began. */
export async function* wholeRuns(parts: DataParts): AsyncGenerator<WholeEntry> {
  const { store, files, folder } = parts;
  const [listed, pruned] = await Promise.all([store.listRuns(), prunedRuns(store)]);
  const figures = new Map(pruned.map((stored) => [stored.run.id, stored]));
  const logs = byRun((await findLogs(files, folder)).logs);
  const all = [...listed, ...pruned]
    .map(({ run }) => run)
    .sort((a, b) => compare(a.startedAt, b.startedAt) || compare(a.id, b.id));
  for (const { id } of all) {
    const stored = figures.get(id);
    if (stored) {
      yield { kind: 'pruned', figures: stored };
      continue;
    }
    const found = await store.run(id);
    // Deleted meanwhile.
    if (found) yield { kind: 'run', run: await wholeRun(parts, found, logs.get(id) ?? []) };
  }
}

async function wholeRun(
  { store, files }: DataParts,
  { run, detail }: { readonly run: RunRecord; readonly detail: RunDetail },
  logs: readonly StoredLog[],
): Promise<WholeRun> {
  const [records, ratings, scorings] = await Promise.all([store.attempts(run.id), store.ratings(run.id), store.scorings(run.id)]);
  const whole: WholeScoring[] = [];
  for (const scoring of scorings.toReversed()) {
    const [detail, grades] = await Promise.all([store.scoringDetail(run.id, scoring.id), store.grades(run.id, scoring.id)]);
    whole.push({ scoring, detail, grades });
  }
  const ordered = await inOrderOfOpening(files, logs);
  const entries = () => readEntries(files, ordered);
  return {
    run,
    detail,
    scorings: whole,
    ratings,
    records,
    attempts: () => withBodies(store, records, entries()),
    grades: () =>
      withCalls(
        store,
        whole.flatMap(({ grades }) => grades),
        entries(),
      ),
  };
}

/** The logs are read once from end to end: to look each answer up would open a file for each. */
async function* withBodies(
  store: Store,
  records: readonly AttemptRecord[],
  entries: ReturnType<typeof readEntries>,
): AsyncGenerator<Attempt> {
  const left = new Map<AttemptId, AttemptRecord>(records.map((record) => [record.id, record]));
  for await (const entry of entries) {
    if (entry.type !== 'attempt') continue;
    const record = left.get(entry.attempt.record.id);
    if (!record || !left.delete(record.id)) continue;
    yield { record, body: entry.attempt.body };
    if (left.size === 0) return;
  }
  // What could not be written yet is in memory only.
  for (const record of left.values()) {
    const body = await store.body(record.runId, record.id);
    if (body) yield { record, body };
  }
}

async function* withCalls(
  store: Store,
  records: readonly GradeRecord[],
  entries: ReturnType<typeof readEntries>,
): AsyncGenerator<Grade> {
  const left = new Map(records.map((record) => [gradeKey(record), record]));
  if (left.size === 0) return;
  for await (const entry of entries) {
    if (entry.type !== 'grade') continue;
    const key = gradeKey(entry.grade.record);
    const record = left.get(key);
    if (!record || !left.delete(key)) continue;
    yield { record, calls: entry.grade.calls };
    if (left.size === 0) return;
  }
  for (const record of left.values()) {
    yield { record, calls: await store.judgeCalls(record.runId, record.scoringId, record.attemptId) };
  }
}

/** An answer may have been graded again: only the line of the grade that counts has its scores. */
function gradeKey({ scoringId, attemptId, at, scores }: GradeRecord): string {
  return JSON.stringify([scoringId, attemptId, at, scores]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
