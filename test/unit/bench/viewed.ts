import { RunViews } from '../../../src/core/runViews.ts';
import { openMemoryStore } from '../../../src/core/store/memoryStore.ts';
import type { Store } from '../../../src/core/store/spec.ts';
import type { AttemptId } from '../../../src/shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../../src/shared/model/run.ts';
import { detail as anyDetail, makeAttempt, makeGrade, makeRun, makeScoring } from '../store/fixtures.ts';

export const exact = { scorer: 'exact', args: { value: 'yes', ignoreCase: true }, weight: 1, not: false } as const;
export const strict = { ...exact, args: { value: 'Yes', ignoreCase: false } } as const;
const cases = ['a', 'b'].map((id) => ({ id, name: id, category: null, vars: { question: id }, expect: [exact] }));
export const detail: RunDetail = {
  ...anyDetail,
  suite: { ...anyDetail.suite, cases },
  candidates: anyDetail.candidates.slice(0, 1),
};

/** A finished run with an answer to each case, of quality 1. */
export async function addRun(store: Store, changes: Partial<RunRecord> = {}) {
  const run = makeRun({ status: 'finished', ...changes });
  await store.createRun(run, detail);
  const attempts = cases.map(({ id: caseId }) => makeAttempt(run.id, { caseId, quality: 1, passed: true }, `Yes, ${caseId}.`));
  for (const attempt of attempts) await store.appendAttempt(attempt);
  const [a, b] = attempts.map(({ record }) => record.id) as [AttemptId, AttemptId];
  return { run, a, b };
}

/** Scores the answer to `a` again, as wrong. */
export async function rescore(store: Store, { run, a }: { run: RunRecord; a: AttemptId }) {
  const scoring = makeScoring(run.id);
  await store.createScoring(scoring, { expect: { a: [strict] }, judges: [], prices: {}, endpoints: [] });
  await store.appendGrade(makeGrade(scoring, a, { quality: 0, passed: false }));
  await store.updateScoring({ ...scoring, status: 'finished', finishedAt: '2026-03-02T09:05:00.000Z' });
  return scoring.id;
}

/** `calls` has what was asked of the store: the method's name and its first argument. */
export async function opened() {
  const store = await openMemoryStore();
  const calls: string[] = [];
  const views = new RunViews(spied(store, calls));
  return { store, calls, views, [Symbol.asyncDispose]: () => store.close() };
}

export function spied(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        calls.push(`${String(name)} ${String(args[0])}`);
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
}
