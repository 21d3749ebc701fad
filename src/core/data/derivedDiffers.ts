import type { AttemptRecord } from '../../shared/model/attempt.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { RunListItem, Store } from '../store/spec.ts';
import { digestOf } from './readRun.ts';
import type { ReadRun } from './readRun.ts';

interface Logged extends ReadRun {
  readonly mayBeMore: boolean;
}

/**
 * In what the tables of a run differ from its logs; `null` where they do not.
 * @param isSaved false where some of what the tables have could not be written yet
 */
export async function differenceOf(
  store: Store,
  runId: RunId,
  item: RunListItem | undefined,
  read: ReadRun,
  isSaved: boolean,
): Promise<string | null> {
  // What came since the logs were read, or was taken in before a line was damaged, is in no log that can be read.
  const logged: Logged = { ...read, mayBeMore: read.goesOn || read.hasDamage || !isSaved };
  // Deleted or pruned meanwhile.
  if (read.contents === 0 || read.isPruned) return null;
  if (!item) return 'it is not listed';
  const attempts = await store.attempts(runId);
  return (
    attemptsDiffer(attempts, logged) ??
    (await gradesDiffer(store, runId, logged)) ??
    (await ratingsDiffer(store, runId, logged)) ??
    (read.goesOn ? null : listDiffers(item, attempts))
  );
}

function attemptsDiffer(attempts: readonly AttemptRecord[], { attempts: logged, mayBeMore }: Logged): string | null {
  const shown = new Map(attempts.map((record) => [record.id as string, digestOf(record)]));
  let [missing, other] = [0, 0];
  for (const [id, digest] of logged) {
    const found = shown.get(id);
    if (found === undefined) missing++;
    else if (found !== digest) other++;
  }
  if (missing > 0) return `${missing} of ${logged.size} results are missing`;
  if (other > 0) return `${other} of ${logged.size} results say something else`;
  return shown.size > logged.size && !mayBeMore ? `${shown.size - logged.size} results are in no log` : null;
}

async function gradesDiffer(store: Store, runId: RunId, { grades, mayBeMore }: Logged): Promise<string | null> {
  const scorings = await store.scorings(runId);
  const shownScorings = new Set<string>(scorings.map(({ id }) => id));
  const missing = [...grades.keys()].find((id) => !shownScorings.has(id));
  if (missing !== undefined) return `scoring ${missing.slice(0, 8)} is missing`;
  for (const { id } of scorings) {
    const logged = grades.get(id) ?? new Set();
    const shown = new Set<string>((await store.grades(runId, id)).map(({ attemptId }) => attemptId));
    if ([...logged].some((attemptId) => !shown.has(attemptId)) || (shown.size > logged.size && !mayBeMore)) {
      return `scoring ${id.slice(0, 8)} has ${shown.size} grades instead of ${logged.size}`;
    }
  }
  return null;
}

async function ratingsDiffer(store: Store, runId: RunId, { ratings, mayBeMore }: Logged): Promise<string | null> {
  const shown = (await store.ratings(runId)).length;
  return shown === ratings.size || mayBeMore ? null : `${shown} ratings instead of ${ratings.size}`;
}

/** The list's own counts against the rows that they are of. */
function listDiffers({ samplesDone, failed }: RunListItem, attempts: readonly AttemptRecord[]): string | null {
  const ended = attempts.filter(({ final, warmup, status }) => final && !warmup && status !== 'cancelled');
  const failures = ended.filter(({ status }) => status === 'error').length;
  if (samplesDone === ended.length && failed === failures) return null;
  return `the list has ${samplesDone} results with ${failed} failed instead of ${ended.length} with ${failures}`;
}
