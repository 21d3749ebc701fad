import { createHash } from 'node:crypto';
import type { RunId } from '../../src/shared/model/ids.ts';
import type { Store } from '../../src/core/store/spec.ts';

/** What can be read of a store, a digest for each part: equal stores have equal ones. */
export type Digest = Readonly<Record<string, string>>;

export async function digestOf(store: Store): Promise<Digest> {
  const items = await store.listRuns();
  const suites = await store.suites();
  const digest: Record<string, string> = {
    list: digestText(items),
    suites: digestText(suites),
    reliability: digestText(await store.reliability('2020-01-01T00:00:00.000Z')),
  };
  for (const { path } of suites) {
    digest[`baseline of ${path}`] = digestText(await store.baseline(path));
    const pruned = (await store.figures(path)).filter((one) => one.pruned);
    // What a crash left of their other logs may still be there at first.
    digest[`pruned runs of ${path}`] = digestText(pruned.map(({ run, figures }) => ({ run, figures })));
  }
  for (const { run } of items) digest[`run ${run.id}`] = digestText(await everythingOf(store, run.id));
  return digest;
}

/** Without what is read from its own line each time. */
async function everythingOf(store: Store, id: RunId): Promise<unknown> {
  const [run, stamp, attempts, scorings] = await Promise.all([
    store.run(id),
    store.stamp(id),
    store.attempts(id),
    store.scorings(id),
  ]);
  const details = await Promise.all(scorings.map((scoring) => store.scoringDetail(id, scoring.id)));
  const grades = await Promise.all(scorings.map((scoring) => store.grades(id, scoring.id)));
  const [ratings, errors] = await Promise.all([store.ratings(id), store.errors(id)]);
  return { run, stamp, attempts, scorings, details, grades, ratings, errors };
}

/** What two stores tell differently. */
export function differences(a: Digest, b: Digest): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((part) => a[part] !== b[part]);
}

function digestText(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
