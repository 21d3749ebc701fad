import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import type { AttemptRecord } from '../../../../src/shared/model/attempt.ts';
import type { AttemptId, RunId, SampleId } from '../../../../src/shared/model/ids.ts';
import {
  detail,
  makeAttempt,
  makeFailure,
  makeFinishedScoring,
  makeGrade,
  makeRun,
  rateLimited,
  scoringDetail,
} from '../fixtures.ts';
import { everyStore } from './everyStore.ts';

everyStore('attempts', (open) => {
  it('tells how calls to each model went since an instant, those never sent left out', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const sent = (changes: Partial<AttemptRecord>) => {
      const record = { provider: 'p', model: 'm', concurrency: 1, ...changes };
      return store.appendAttempt(changes.status === 'error' ? makeFailure(run.id, record) : makeAttempt(run.id, record));
    };
    const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'];
    await sent({ status: 'ok', startedAt: early });
    await sent({ status: 'ok', startedAt: late });
    await sent({ status: 'error', startedAt: late });
    await sent({ status: 'error', startedAt: late, final: false });
    await sent({ status: 'error', startedAt: late, concurrency: 0 });
    await sent({ status: 'cancelled', startedAt: late });
    await sent({ status: 'ok', startedAt: late, model: 'another' });
    const { kind } = rateLimited;
    const errors = [{ kind, count: 2 }];
    assert.deepEqual(await store.reliability(late), [
      { provider: 'p', model: 'another', ok: 1, failed: 0, errors: [], lastAt: late },
      { provider: 'p', model: 'm', ok: 1, failed: 2, errors, lastAt: late },
    ]);
    assert.equal((await store.reliability(early)).find(({ model }) => model === 'm')?.ok, 2);
    assert.deepEqual(await store.reliability('2026-01-03T00:00:00.000Z'), []);
  });

  it('gives back attempts whole, in the order written, unknowns as null', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const written = [
      makeFailure(run.id, { final: false }),
      makeAttempt(run.id),
      makeAttempt(run.id, { warmup: true, cost: { usd: 0, estimated: true, source: 'reported' }, passed: true, quality: 0 }),
    ];
    for (const attempt of written) await store.appendAttempt(attempt);
    assert.deepEqual(
      await store.attempts(run.id),
      written.map(({ record }) => record),
    );
    for (const { record, body } of written) assert.deepEqual(await store.body(run.id, record.id), body);
    assert.deepEqual(await store.attempts(randomUUID() as RunId), []);
    assert.equal(await store.body(run.id, randomUUID() as AttemptId), null);
    assert.equal(await store.body(randomUUID() as RunId, randomUUID() as AttemptId), null);
  });

  it('keeps answers of any text and size', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const answers = ['', 'line\nline\r\n\u2028', '\u0000"\\', '😀'.repeat(10), 'x'.repeat(5_000_000)];
    const attempts = answers.map((answer) => makeAttempt(run.id, {}, answer));
    await Promise.all(attempts.map((attempt) => store.appendAttempt(attempt)));
    for (const { record, body } of attempts) assert.equal((await store.body(run.id, record.id))?.answer, body.answer);
  });

  it('gives many answers at once, in the order asked for, null for those that it does not have', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const attempts = ['short', 'x'.repeat(100_000), 'y'.repeat(5_000_000), ''].map((answer) => makeAttempt(run.id, {}, answer));
    for (const attempt of attempts) await store.appendAttempt(attempt);
    const [first, second, third, last] = attempts;
    assert.ok(first && second && third && last);
    const elsewhere = makeAttempt(makeRun().id).record.id;
    const asked = [third.record.id, elsewhere, last.record.id, first.record.id, second.record.id, first.record.id];
    const bodies = [third.body, null, last.body, first.body, second.body, first.body];
    assert.deepEqual(await store.bodies(run.id, asked), bodies);
    assert.deepEqual(await store.bodies(run.id, []), []);
    assert.deepEqual(await store.bodies(makeRun().id, [first.record.id]), [null]);
  });

  it('keeps errors apart', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const failure = makeFailure(run.id);
    await store.appendAttempt(makeAttempt(run.id));
    await store.appendAttempt(failure);
    const { id, provider, model, startedAt } = failure.record;
    assert.deepEqual(await store.errors(run.id), [
      { ...rateLimited, attemptId: id, runId: run.id, provider, model, at: startedAt },
    ]);
  });

  it('takes the same id twice', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const attempt = makeFailure(run.id);
    await store.appendAttempt(attempt);
    await store.appendAttempt(attempt);
    await store.updateRun({ ...run, status: 'finished' });
    await store.createRun(run, detail);
    assert.equal((await store.attempts(run.id)).length, 1);
    assert.equal((await store.errors(run.id)).length, 1);
    assert.equal((await store.run(run.id))?.run.status, 'finished');
  });

  it('tells how calls went in runs that go on before and after an instant', async () => {
    await using opened = await open();
    const { store } = opened;
    const times = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z'];
    for (const part of [times.slice(0, 1), times, times.slice(2)]) {
      const run = makeRun();
      await store.createRun(run, detail);
      for (const startedAt of part) await store.appendAttempt(makeAttempt(run.id, { startedAt }));
      await store.updateRun({ ...run, status: 'finished' });
    }
    const calls = async (since: string) => (await store.reliability(since))[0]?.ok ?? 0;
    assert.deepEqual(await Promise.all(['', ...times].map(calls)), [5, 5, 3, 2]);
    assert.equal(await calls('2026-01-03T00:00:00.001Z'), 0);
  });

  it('counts a sample by its last final attempt, in whatever order they came', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const sampleId = 'c1::case::1' as SampleId;
    const at = (second: number) => `2026-03-01T10:00:0${second}.000Z`;
    const failed = makeFailure(run.id, { sampleId, startedAt: at(1) });
    const last = makeAttempt(run.id, { sampleId, startedAt: at(3), quality: 1 });
    const between = makeAttempt(run.id, { sampleId, startedAt: at(2), quality: 0 });
    const warmup = makeAttempt(run.id, { sampleId, startedAt: at(4), warmup: true });
    const other = makeAttempt(run.id, { quality: 0 });
    for (const attempt of [failed, last, between, warmup, other]) await store.appendAttempt(attempt);
    await store.appendAttempt(failed);
    assert.deepEqual(await store.attempts(run.id), [
      { ...failed.record, final: false },
      last.record,
      { ...between.record, final: false },
      warmup.record,
      other.record,
    ]);
    const [item] = await store.listRuns();
    assert.deepEqual([item?.samplesDone, item?.failed, item?.meanQuality], [2, 0, 0.5]);
    const scoring = makeFinishedScoring(run.id, at(9));
    await store.createScoring(scoring, scoringDetail);
    await store.appendGrade(makeGrade(scoring, last.record.id, { quality: 0.25 }));
    await store.appendGrade(makeGrade(scoring, between.record.id, { quality: 1 }));
    assert.equal((await store.listRuns())[0]?.meanQuality, 0.25);
    const tie = makeAttempt(run.id, { id: 'ffffffff' as AttemptId, sampleId, startedAt: at(3) });
    await store.appendAttempt(tie);
    const final = (await store.attempts(run.id)).filter((one) => one.sampleId === sampleId && one.final && !one.warmup);
    assert.deepEqual(final, [tie.record]);
  });

  it('counts the later try of a sample, even where the clock was moved back before it', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const sampleId = 'c1::case::1' as SampleId;
    const failed = makeFailure(run.id, { sampleId, attempt: 1, startedAt: '2026-03-01T10:00:00.000Z' });
    const retried = makeAttempt(run.id, { sampleId, attempt: 2, startedAt: '2026-03-01T09:00:00.000Z' });
    for (const attempt of [failed, retried]) await store.appendAttempt(attempt);
    assert.deepEqual(
      (await store.attempts(run.id)).filter(({ final }) => final).map(({ id }) => id),
      [retried.record.id],
    );
    assert.equal((await store.listRuns())[0]?.failed, 0);
  });
});
