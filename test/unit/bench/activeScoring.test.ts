import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { activeScoring, detailUnder, underScoring } from '../../../src/core/activeScoring.ts';
import { openMemoryStore } from '../../../src/core/store/memoryStore.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { RunDetail } from '../../../src/shared/model/run.ts';
import type { ScoringRecord } from '../../../src/shared/model/scoring.ts';
import {
  detail,
  makeAttempt,
  makeFailure,
  makeFinishedScoring,
  makeGrade,
  makeRun,
  makeScoring,
  scoringDetail,
} from '../store/fixtures.ts';

const run = makeRun();

test('of the finished scorings the one that ended last is in force, else the run’s own, whenever that ended', () => {
  const own = makeScoring(run.id, { trigger: 'run', createdAt: '2026-03-01T10:00:00.000Z' });
  const first = makeFinishedScoring(run.id, '2026-03-02T10:00:00.000Z');
  const second = makeFinishedScoring(run.id, '2026-03-02T11:00:00.000Z', { createdAt: '2026-03-01T00:00:00.000Z' });
  const later = { createdAt: '2026-03-03T00:00:00.000Z' };
  const notDone = (['running', 'cancelled', 'failed'] as const).map((status) => makeScoring(run.id, { ...later, status }));
  assert.equal(activeScoring([]), null);
  assert.equal(activeScoring(notDone), null);
  assert.equal(activeScoring([...notDone, own]), own, 'the run’s own counts from its beginning on');
  assert.equal(activeScoring([...notDone, first, own, second]), second);
  const ended = { ...own, status: 'cancelled', finishedAt: '2026-03-04T00:00:00.000Z' } as const;
  assert.equal(activeScoring([...notDone, first, second, ended]), second);
  assert.equal(activeScoring([...notDone, ended]), ended);
});

test('the list of runs goes by the same scoring', async () => {
  const store = await openMemoryStore();
  const day = fc.integer({ min: 1, max: 4 }).map((n) => `2026-03-0${n}T00:00:00.000Z`);
  const record = fc.record({
    trigger: fc.constantFrom('run', 'rescore'),
    status: fc.constantFrom('running', 'finished', 'cancelled', 'failed'),
    createdAt: day,
    finishedAt: fc.option(day, { nil: null }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 5 }), async (changes) => {
      const listed = makeRun();
      await store.createRun(listed, detail);
      const attempt = makeAttempt(listed.id, { quality: null });
      await store.appendAttempt(attempt);
      const scorings = changes.map((change) => makeScoring(listed.id, change));
      for (const [index, scoring] of scorings.entries()) {
        await store.createScoring(scoring, scoringDetail);
        await store.appendGrade(makeGrade(scoring, attempt.record.id, { quality: index / 10 }));
      }
      const active = activeScoring(await store.scorings(listed.id));
      const expected = active && scorings.findIndex(({ id }) => id === active.id) / 10;
      const found = (await store.listRuns()).find(({ run: { id } }) => id === listed.id);
      assert.equal(found?.meanQuality, expected);
      for (const scoring of scorings) await store.updateScoring({ ...scoring, status: 'cancelled' });
    }),
    { numRuns: 50 },
  );
  await store.close();
});

const [graded, waiting, elsewhere] = [
  makeAttempt(run.id, { quality: null, passed: null }),
  makeAttempt(run.id, { quality: null, passed: null }),
  makeAttempt(run.id, { caseId: 'constructor', quality: 1, passed: true }),
].map(({ record }) => record) as [AttemptRecord, AttemptRecord, AttemptRecord];
const [failure, superseded, warmup, cancelled] = [
  makeFailure(run.id),
  makeFailure(run.id, { final: false }),
  makeAttempt(run.id, { warmup: true }),
  makeAttempt(run.id, { status: 'cancelled', quality: null, passed: null }),
].map(({ record }) => record);
const ungradable = [failure, superseded, warmup, cancelled] as AttemptRecord[];
const attempts = [graded, waiting, elsewhere, ...ungradable];

function under(scoring: ScoringRecord) {
  const { record } = makeGrade(scoring, graded.id, { quality: 0.25, passed: false });
  return { grade: record, ...underScoring(attempts, { scoring, detail: scoringDetail, grades: [record] }) };
}

test('under a later scoring an answer has its grade or nothing, and all else stays as it was', () => {
  const { grade, attempts: scored, open, leftOut } = under(makeScoring(run.id));
  assert.deepEqual(scored[0], { ...graded, scores: grade.scores, quality: 0.25, passed: false });
  assert.deepEqual(scored[1], { ...waiting, scores: [], quality: null, passed: null });
  assert.deepEqual(scored[2], { ...elsewhere, scores: [], quality: null, passed: null });
  assert.deepEqual(scored.slice(3), ungradable);
  assert.deepEqual([open, leftOut], [1, 1]);
});

test('under the run’s own scoring a case that is no part of it keeps the scores it came with', () => {
  const { grade, attempts: scored, open, leftOut } = under(makeScoring(run.id, { trigger: 'run' }));
  assert.deepEqual(scored[0], { ...graded, scores: grade.scores, quality: 0.25, passed: false });
  assert.deepEqual(scored[1], waiting);
  assert.deepEqual(scored[2], elsewhere);
  assert.deepEqual(scored.slice(3), ungradable);
  assert.deepEqual([open, leftOut], [1, 0]);
});

test('the expectations of a later scoring stand in place of the suite’s', () => {
  const spec = { name: 'x', category: null, vars: {}, expect: [] };
  const cases = ['refund window', 'constructor'].map((id) => ({ ...spec, id }));
  const asked: RunDetail = { ...detail, suite: { ...detail.suite, cases } };
  const rescored = detailUnder(asked, { scoring: makeScoring(run.id), detail: scoringDetail });
  assert.deepEqual(
    rescored.suite.cases.map(({ expect }) => expect),
    [scoringDetail.expect['refund window'], []],
  );
  assert.equal(detailUnder(asked, { scoring: makeScoring(run.id, { trigger: 'run' }), detail: scoringDetail }), asked);
});
