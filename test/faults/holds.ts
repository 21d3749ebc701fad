import { isDeepStrictEqual } from 'node:util';
import type { AttemptRecord } from '../../src/shared/model/attempt.ts';
import type { StoredFigures } from '../../src/shared/model/history.ts';
import type { RunId } from '../../src/shared/model/ids.ts';
import type { RunRecord } from '../../src/shared/model/run.ts';
import type { ScoringRecord } from '../../src/shared/model/scoring.ts';
import type { RunListItem, Store } from '../../src/core/store/spec.ts';
import { viewName, viewText } from './workload.ts';
import type { Expected, ExpectedRun, ExpectedScoring, Known } from './expected.ts';

/** `lost`: what was reported is not there. `wrong`: what is there was never written, or does not agree with the rest. */
export interface Violation {
  readonly kind: 'lost' | 'wrong';
  readonly what: string;
}

export interface HoldsOptions {
  /** Whether the processes that wrote may be alive: then what was under way may still be. */
  readonly alive: boolean;
}

/** Holds everything that can be read of a store against what it reported as written. */
export async function violations(store: Store, expected: Expected, options: HoldsOptions): Promise<Violation[]> {
  const items = new Map((await store.listRuns()).map((item) => [item.run.id, item]));
  const pruned = await prunedRuns(store, expected);
  const found: Violation[] = [];
  for (const [id, run] of expected.runs) {
    const check = new RunCheck(store, id, run, options);
    await check.check(items.get(id) ?? null, pruned.get(id) ?? null);
    found.push(...check.found);
  }
  const strangers = [...items.keys()].filter((id) => !expected.runs.has(id));
  return [...found, ...strangers.map((id) => ({ kind: 'wrong', what: `run ${id} was never written` }) as const)];
}

async function prunedRuns(store: Store, expected: Expected): Promise<Map<RunId, StoredFigures>> {
  const paths = new Set([...expected.runs.values()].flatMap(({ record }) => record.last?.suitePath ?? []));
  const all = (await Promise.all([...paths].map((path) => store.figures(path)))).flat();
  return new Map(all.filter(({ pruned }) => pruned).map((figures) => [figures.run.id, figures]));
}

class RunCheck {
  readonly found: Violation[] = [];
  readonly #store: Store;
  readonly #id: RunId;
  readonly #expected: ExpectedRun;
  readonly #alive: boolean;

  constructor(store: Store, id: RunId, expected: ExpectedRun, { alive }: HoldsOptions) {
    this.#store = store;
    this.#id = id;
    this.#expected = expected;
    this.#alive = alive;
  }

  async check(item: RunListItem | null, pruned: StoredFigures | null): Promise<void> {
    const { deleted, pruned: pruning, record } = this.#expected;
    if (item) {
      if (pruned) this.#wrong('is in the list and pruned');
      if (deleted.isSure || pruning.isSure) this.#wrong('was taken away, and is there');
      else await this.#whole(item);
      return;
    }
    if (pruned) {
      if (deleted.isSure) this.#wrong('was deleted, and its figures are there');
      this.#one('record, pruned', record, pruned.run, this.#sameRun);
      this.#one('figures, pruned', pruning, pruned.figures);
    } else if (!deleted.isPossible && record.isSure) {
      this.#add('lost', 'is not there');
    }
    // Without a line that tells of the run, its answers are not in the list, but they can be had.
    if (record.isDoubted && !deleted.isPossible && !pruning.isPossible) {
      this.#all('attempt', this.#expected.attempts, byId(await this.#store.attempts(this.#id)), sameAttempt);
    } else await this.#nothing();
  }

  async #nothing(): Promise<void> {
    const [attempts, scorings, ratings, errors] = await this.#rows();
    const rows = attempts.length + scorings.length + ratings.length + errors.length;
    if (rows > 0) this.#wrong(`is not in the list, and ${rows} rows of it are there`);
  }

  async #whole(item: RunListItem): Promise<void> {
    const { record, detail, attempts, ratings } = this.#expected;
    const found = await this.#store.run(this.#id);
    this.#one('record', record, item.run, this.#sameRun);
    this.#one('detail', detail, found?.detail ?? null);
    if (found && !isDeepStrictEqual(found.run, item.run)) this.#wrong('has another record in the list');
    const [storedAttempts, scorings, storedRatings, errors] = await this.#rows();
    this.#all('attempt', attempts, byId(storedAttempts), sameAttempt);
    await Promise.all(storedAttempts.map(({ id }) => this.#body(id)));
    this.#finals(storedAttempts);
    this.#counts(item, storedAttempts);
    this.#all('rating', ratings, new Map(storedRatings.map((one) => [one.attemptId, one])));
    const view = await this.#store.view(this.#id, viewName);
    if (view !== null && view !== viewText((await this.#store.stamp(this.#id)) ?? '')) this.#wrong('has a stale view');
    const failed = storedAttempts.flatMap(({ id, error }) => (error ? [id] : []));
    if (!isDeepStrictEqual(new Set(failed), new Set(errors.map(({ attemptId }) => attemptId)))) this.#wrong('has other errors');
    const stored = byId(scorings);
    for (const [id, scoring] of this.#expected.scorings) await this.#scoring(stored.get(id) ?? null, scoring);
    if (scorings.some(({ id }) => !this.#expected.scorings.has(id))) this.#wrong('has a scoring that was never written');
  }

  #rows() {
    const [store, id] = [this.#store, this.#id];
    return Promise.all([store.attempts(id), store.scorings(id), store.ratings(id), store.errors(id)]);
  }

  async #body(id: AttemptRecord['id']): Promise<void> {
    const known = this.#expected.attempts.get(id);
    const body = await this.#store.body(this.#id, id);
    if (!known) return;
    // What stands in the tables was read from its line, or is of before that line was damaged.
    if (body === null && !known.isDoubted) this.#add('lost', `body of ${id}`);
    if (body !== null && !known.allows(body, (actual, said) => isDeepStrictEqual(actual, said.body)))
      this.#wrong(`body of ${id}`);
  }

  /** Of several final attempts of a sample the last one is it, by its number: clocks are moved back. */
  #finals(stored: readonly AttemptRecord[]): void {
    const written = stored.filter(({ id, final }) => this.#expected.attempts.get(id)?.last?.record.final ?? final);
    const last = [...Map.groupBy(written, ({ sampleId }) => sampleId).values()].map((all) =>
      all.reduce((a, b) => (isLater(a, b) ? a : b)),
    );
    const finals = stored.filter(({ final }) => final);
    if (!isDeepStrictEqual(new Set(finals), new Set(last))) this.#wrong('has other final attempts');
  }

  #counts(item: RunListItem, stored: readonly AttemptRecord[]): void {
    const ended = stored.filter(({ final, warmup, status }) => final && !warmup && status !== 'cancelled');
    const known = stored.reduce((sum, { cost }) => sum + (cost.usd ?? 0), 0);
    const counts = [
      item.samplesDone === ended.length,
      item.failed === ended.filter(({ status }) => status === 'error').length,
      Math.abs(item.knownCostUsd - known) < 1e-9,
      (item.costUsd === null) === stored.some(({ cost }) => cost.usd === null),
    ];
    if (counts.includes(false)) this.#wrong(`counts in the list: ${JSON.stringify({ ...item, run: undefined })}`);
  }

  async #scoring(stored: ScoringRecord | null, { record, detail, grades }: ExpectedScoring): Promise<void> {
    this.#one('scoring', record, stored, this.#sameScoring);
    if (stored === null) return;
    const storedGrades = await this.#store.grades(this.#id, stored.id);
    this.#one('detail of a scoring', detail, await this.#store.scoringDetail(this.#id, stored.id));
    const byAttempt = new Map(storedGrades.map((one) => [one.attemptId, one]));
    this.#all('grade', grades, byAttempt, (actual, said) => isDeepStrictEqual(actual, said.record));
    await Promise.all(
      storedGrades.map(async ({ attemptId }) => {
        const known = grades.get(attemptId);
        const calls = await this.#store.judgeCalls(this.#id, stored.id, attemptId);
        const holds = known?.allows(calls, (actual, said) => isDeepStrictEqual(actual, said.calls)) ?? true;
        if (!holds && !known?.isDoubted) this.#add('lost', `judge calls of ${attemptId}`);
      }),
    );
  }

  #all<Id extends string, Actual, Said>(
    what: string,
    expected: ReadonlyMap<Id, Known<Said>>,
    stored: ReadonlyMap<Id, Actual>,
    same: (actual: Actual, said: Said) => boolean = isDeepStrictEqual,
  ): void {
    for (const [id, known] of expected) this.#one(`${what} ${id}`, known, stored.get(id) ?? null, same);
    for (const id of stored.keys()) if (!expected.has(id)) this.#wrong(`${what} ${id} was never written`);
  }

  #one<Actual, Said>(
    what: string,
    known: Known<Said>,
    actual: Actual | null,
    same: (actual: Actual, said: Said) => boolean = isDeepStrictEqual,
  ): void {
    if (!known.allows(actual, same)) this.#add(actual === null ? 'lost' : 'wrong', `${what}: ${JSON.stringify(actual)}`);
  }

  /** That a run was interrupted is derived, never written. */
  readonly #sameRun = (actual: RunRecord, said: RunRecord): boolean => {
    const derived = said.status === 'running' && actual.status === 'interrupted';
    const status = derived ? 'interrupted' : said.status;
    return (derived || this.#alive || status !== 'running') && isDeepStrictEqual(actual, { ...said, status });
  };

  readonly #sameScoring = (actual: ScoringRecord, said: ScoringRecord): boolean => {
    const { statusMessage } = actual;
    if (said.status === 'running' && actual.status === 'cancelled') {
      return isDeepStrictEqual(actual, { ...said, status: 'cancelled', statusMessage });
    }
    return (this.#alive || said.status !== 'running') && isDeepStrictEqual(actual, said);
  };

  #wrong(what: string): void {
    this.#add('wrong', what);
  }

  #add(kind: Violation['kind'], what: string): void {
    this.found.push({ kind, what: `run ${this.#id}: ${what}` });
  }
}

function byId<Value extends { readonly id: string }>(values: readonly Value[]): Map<Value['id'], Value> {
  return new Map(values.map((value) => [value.id, value]));
}

/** Which of several final attempts counts is checked for all together. */
function sameAttempt(actual: AttemptRecord, { record }: { readonly record: AttemptRecord }): boolean {
  return isDeepStrictEqual({ ...actual, final: record.final }, record) && (record.final || !actual.final);
}

function isLater(a: AttemptRecord, b: AttemptRecord): boolean {
  if (a.attempt !== b.attempt) return a.attempt > b.attempt;
  return a.startedAt === b.startedAt ? a.id > b.id : a.startedAt > b.startedAt;
}
