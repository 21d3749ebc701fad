import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareWhole } from '../../../src/core/report/comparison/compare.ts';
import type { Store } from '../../../src/core/store/spec.ts';
import { openMemoryStore } from '../../../src/core/store/memoryStore.ts';
import { suiteFigures } from '../../../src/core/suiteFigures.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { CandidateId, SampleId } from '../../../src/shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../../src/shared/model/run.ts';
import type { RunPart } from '../../../src/shared/model/selection.ts';
import { detail as anyDetail, makeAttempt, makeFailure, makeRun } from '../store/fixtures.ts';
import { addRun, detail, exact, opened, rescore } from './viewed.ts';

const path = makeRun().suitePath;
const part: RunPart = { cases: 1, ofCases: 2, models: 1, ofModels: 1, timing: false };
const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`;

/** A run of `detail` in which each of these attempts was made. */
async function ranWith(
  store: Store,
  changes: Partial<RunRecord>,
  attempts: readonly Partial<AttemptRecord>[],
  of: RunDetail = detail,
): Promise<RunRecord> {
  const run = makeRun({ status: 'finished', ...changes });
  await store.createRun(run, of);
  for (const attempt of attempts) {
    const make = attempt.status === 'error' ? makeFailure : makeAttempt;
    await store.appendAttempt(make(run.id, attempt));
  }
  return run;
}

test('a suite without an ended run has no figures', async () => {
  await using store = await memory();
  assert.equal(await suiteFigures(store, path), null);
  await ranWith(store, { status: 'running' }, [{ caseId: 'a' }]);
  assert.equal(await suiteFigures(store, path), null);
  await ranWith(store, { status: 'cancelled' }, [{ caseId: 'a', status: 'cancelled', cost: unknownCost }]);
  assert.equal(await suiteFigures(store, path), null);
});

test('the figures of a run are those of its comparison', async () => {
  const one = fc.record({
    caseId: fc.constantFrom('a', 'b', 'gone'),
    kind: fc.constantFrom('ok', 'ok', 'ok', 'error', 'cancelled', 'warmup', 'superseded'),
    quality: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    usd: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 8 }),
    e2eMs: fc.option(fc.double({ min: 1, max: 9000, noNaN: true })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 20 }), async (wanted) => {
      await using bench = await opened();
      const attempts = wanted.map(({ caseId, kind, quality, usd, e2eMs }, index): Partial<AttemptRecord> => {
        const base = makeAttempt(makeRun().id).record;
        return {
          // A superseded attempt belongs to a sample that has a final one: the first.
          caseId: kind === 'superseded' ? 'a' : caseId,
          repeat: index + 2,
          sampleId: `s${kind === 'superseded' ? 0 : index + 1}` as SampleId,
          warmup: kind === 'warmup',
          final: kind !== 'superseded',
          status: kind === 'error' || kind === 'cancelled' ? kind : 'ok',
          quality: kind === 'ok' ? quality : null,
          passed: kind === 'ok' && quality !== null ? quality > 0.5 : null,
          timing: { ...base.timing, e2eMs },
          cost: { usd, estimated: false, source: usd === null ? null : 'price-row' },
        };
      });
      const run = await ranWith(bench.store, {}, [{ caseId: 'a', sampleId: 's0' as SampleId }, ...attempts]);
      const found = await suiteFigures(bench.store, path);
      const summary = (await bench.views.comparison(run.id))?.candidates[0];
      assert.ok(found?.whole && summary);
      close(found.whole.quality, summary.quality?.value ?? null);
      close(found.whole.passRate, summary.passRate?.value ?? null);
      close(found.whole.latencyP50Ms, summary.latencyMs?.p50.value ?? null);
      close(found.whole.costUsd, summary.cost.totalUsd);
      assert.equal(found.whole.answered, summary.ok);
      assert.equal(found.whole.failed, summary.failed);
    }),
    { numRuns: 40 },
  );
});

test('each case has the figures of its cell in the comparison', async () => {
  await using bench = await opened();
  const run = await ranWith(bench.store, {}, [
    { caseId: 'a', repeat: 1, quality: 1, passed: true },
    { caseId: 'a', repeat: 2, quality: 0, passed: false },
    { caseId: 'b', status: 'error' },
  ]);
  const scored = await bench.views.scoredRun(run.id);
  const { rows } = compareWhole(run, detail, scored?.attempts ?? []);
  const found = await suiteFigures(bench.store, path);
  for (const { caseId, cells } of rows) {
    const standing = found?.cases[caseId];
    const [cell] = cells;
    assert.deepEqual([standing?.quality, standing?.answered, standing?.failed], [cell?.quality, cell?.ok, cell?.failed]);
  }
  const { a, b } = found?.cases ?? {};
  assert.deepEqual([a?.quality, a?.passRate, a?.answered, a?.failed, a?.costUsd], [0.5, 0.5, 2, 0, 0.0002]);
  assert.deepEqual([b?.quality, b?.passRate, b?.answered, b?.failed, b?.costUsd], [null, null, 0, 1, null]);
});

test('an answer to be opened is a failed one, else the worst', async () => {
  await using store = await memory();
  const run = makeRun({ status: 'finished' });
  await store.createRun(run, detail);
  const good = makeAttempt(run.id, { caseId: 'a', repeat: 1, quality: 1 });
  const bad = makeAttempt(run.id, { caseId: 'a', repeat: 2, quality: 0.2 });
  const fine = makeAttempt(run.id, { caseId: 'b', repeat: 1, quality: 0 });
  const failed = makeFailure(run.id, { caseId: 'b', repeat: 2 });
  for (const attempt of [good, bad, fine, failed]) await store.appendAttempt(attempt);
  const { a, b } = (await suiteFigures(store, path))?.cases ?? {};
  assert.equal(a?.models[0]?.attemptId, bad.record.id);
  assert.equal(b?.models[0]?.attemptId, failed.record.id);
});

test('a run of one case changes the figures of that case only', async () => {
  await using store = await memory();
  const { run } = await addRun(store, { startedAt: at(0), suiteHash: 'before' });
  const later = await ranWith(store, { startedAt: at(1), suiteHash: 'after', part }, [
    { caseId: 'a', quality: 0, passed: false },
  ]);
  const found = await suiteFigures(store, path);
  assert.equal(found?.whole?.runId, run.id);
  assert.equal(found.whole.quality, 1);
  const { a, b } = found.cases;
  assert.deepEqual([a?.models[0]?.runId, a?.quality, a?.suiteHashes], [later.id, 0, ['after']]);
  assert.deepEqual([b?.models[0]?.runId, b?.quality, b?.suiteHashes], [run.id, 1, ['before']]);
});

test('a run of one model leaves the last results of the others where they are', async () => {
  await using store = await memory();
  const two: RunDetail = { ...detail, candidates: anyDetail.candidates.slice(0, 2) };
  const other = { candidateId: 'c2' as CandidateId, caseId: 'a', quality: 1, passed: true };
  const first = await ranWith(store, { startedAt: at(0) }, [{ caseId: 'a', quality: 0, passed: false }, other], two);
  const changed = { candidateId: 'c2' as CandidateId, caseId: 'a', quality: 0, passed: false };
  const second = await ranWith(store, { startedAt: at(1), part }, [changed], two);
  const { a } = (await suiteFigures(store, path))?.cases ?? {};
  assert.deepEqual(
    a?.models.map(({ candidateId, runId, passRate }) => [candidateId, runId, passRate]),
    [
      ['c1', first.id, 0],
      ['c2', second.id, 0],
    ],
  );
  assert.deepEqual([a.startedAt, a.passRate, a.answered], [second.startedAt, 0, 2]);
});

test('a case names every state of the suite that its results are of', async () => {
  await using store = await memory();
  const two: RunDetail = { ...detail, candidates: anyDetail.candidates.slice(0, 2) };
  const other = { candidateId: 'c2' as CandidateId, caseId: 'a' };
  await ranWith(store, { startedAt: at(0), suiteHash: 'before' }, [{ caseId: 'a' }, other], two);
  await ranWith(store, { startedAt: at(1), suiteHash: 'after', part }, [other], two);
  const hashes = async () => (await suiteFigures(store, path))?.cases['a']?.suiteHashes;
  assert.deepEqual(await hashes(), ['before', 'after']);
  await ranWith(store, { startedAt: at(2), suiteHash: 'after', part }, [{ caseId: 'a' }], two);
  assert.deepEqual(await hashes(), ['after']);
});

test('what models said to another wording of a case is no part of its figures', async () => {
  await using store = await memory();
  const [a, ...others] = detail.suite.cases;
  assert.ok(a);
  const reworded = { ...detail, suite: { ...detail.suite, cases: [{ ...a, vars: { question: 'other' } }, ...others] } };
  const other = { candidateId: 'c2' as CandidateId, caseId: 'a' };
  const two = { ...detail, candidates: anyDetail.candidates.slice(0, 2) };
  await ranWith(store, { startedAt: at(0) }, [{ caseId: 'a' }, other, { caseId: 'b' }], two);
  await ranWith(store, { startedAt: at(1), part }, [{ caseId: 'a' }], reworded);
  const found = await suiteFigures(store, path);
  assert.deepEqual(
    found?.cases['a']?.models.map(({ candidateId }) => candidateId),
    ['c1'],
  );
  assert.ok(found.cases['b']);
});

test('a run that was cancelled changes the figures of its cases, and does not take the place of the finished one before it', async () => {
  await using store = await memory();
  const { run: oldest } = await addRun(store, { startedAt: at(0) });
  await ranWith(store, { startedAt: at(1), status: 'cancelled' }, [{ caseId: 'a', quality: 0 }]);
  const { run: last } = await addRun(store, { startedAt: at(2) });
  const stopped = await ranWith(store, { startedAt: at(3), status: 'cancelled' }, [{ caseId: 'a', quality: 0 }]);
  const found = await suiteFigures(store, path);
  assert.deepEqual([found?.whole?.runId, found?.whole?.quality, found?.previous], [last.id, 1, oldest.id]);
  assert.deepEqual(
    ['a', 'b'].map((id) => found?.cases[id]?.models[0]?.runId),
    [stopped.id, last.id],
  );
});

test('where no run of the whole suite was finished, the newest that has ended stands for it', async () => {
  await using store = await memory();
  const stopped = { status: 'cancelled', plannedSamples: 100 } as const;
  const first = await ranWith(store, { ...stopped, startedAt: at(0) }, [{ caseId: 'a' }]);
  const last = await ranWith(store, { ...stopped, startedAt: at(1) }, [{ caseId: 'a' }, { caseId: 'b' }]);
  await ranWith(store, { startedAt: at(2), part }, [{ caseId: 'a' }]);
  const { whole, previous } = (await suiteFigures(store, path)) ?? {};
  assert.deepEqual([whole?.runId, previous], [last.id, first.id]);
  assert.deepEqual([whole?.status, whole?.answered, whole?.plannedSamples], ['cancelled', 2, 100]);
});

test('the newest whole run is found behind many runs of a part', async () => {
  await using store = await memory();
  const { run } = await addRun(store, { startedAt: at(0) });
  for (let minute = 1; minute <= 30; minute++) await ranWith(store, { startedAt: at(minute), part }, [{ caseId: 'a' }]);
  const found = await suiteFigures(store, path);
  assert.equal(found?.whole?.runId, run.id);
  assert.equal(found.cases['b']?.models[0]?.runId, run.id);
});

test('figures are those of the scoring in force', async () => {
  await using store = await memory();
  const added = await addRun(store);
  assert.equal((await suiteFigures(store, path))?.cases['a']?.quality, 1);
  await rescore(store, added);
  const found = await suiteFigures(store, path);
  assert.deepEqual([found?.cases['a']?.quality, found?.cases['a']?.passRate], [0, 0]);
  // Answers to cases that the scoring leaves out are not judged by it.
  assert.equal(found?.cases['b']?.quality, null);
});

test('the samples of a large run are gathered once, and again when the run has changed', async () => {
  await using bench = await opened();
  const { store, calls } = bench;
  const spied = readsOf(store, calls);
  const run = makeRun({ status: 'finished' });
  await store.createRun(run, detail);
  for (let repeat = 1; repeat <= 1000; repeat++) {
    await store.appendAttempt(makeAttempt(run.id, { caseId: 'a', repeat, quality: 1, passed: true }));
  }
  const first = await suiteFigures(spied, path);
  assert.deepEqual(await suiteFigures(spied, path), first);
  assert.equal(calls.length, 1);
  await store.appendAttempt(makeAttempt(run.id, { caseId: 'b', quality: 0, passed: false }));
  assert.equal((await suiteFigures(spied, path))?.cases['b']?.quality, 0);
  assert.equal(calls.length, 2);
});

test('of a suite with very many cases the first ones are told', async () => {
  await using store = await memory();
  await addRun(store);
  assert.deepEqual(Object.keys((await suiteFigures(store, path, 1))?.cases ?? {}), ['a']);
  assert.deepEqual(Object.keys((await suiteFigures(store, path, 2))?.cases ?? {}), ['a', 'b']);
});

test('a case may be named like anything', async () => {
  await using store = await memory();
  const spec = { id: '__proto__', name: '__proto__', category: null, vars: {}, expect: [exact] };
  const named = { ...detail, suite: { ...detail.suite, cases: [spec] } };
  await ranWith(store, {}, [{ caseId: '__proto__' }], named);
  const found = await suiteFigures(store, path);
  assert.deepEqual(Object.keys(found?.cases ?? {}), ['__proto__']);
});

const unknownCost = { usd: null, estimated: false, source: null } as const;

function close(actual: number | null, expected: number | null): void {
  if (actual === null || expected === null) assert.equal(actual, expected);
  else assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
}

async function memory() {
  const store = await openMemoryStore();
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

/** Tells of each run whose attempts are read. */
function readsOf(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (name === 'attempts') calls.push(String(args[0]));
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
}
