import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wilson } from '../../../src/core/stats/wilson.ts';
import type { StoredFigures } from '../../../src/shared/model/history.ts';
import { mulberry32 } from '../../engine/random.ts';
import { candidate, estimate, figures, historyFrom, stored } from './fixtures.ts';

/** Quality that falls from 0.9 to 0.8 at run 12 of 24. */
function falling(): StoredFigures[] {
  const draw = mulberry32(5);
  return Array.from({ length: 24 }, (_, i) => {
    const wobble = 0.02 * (draw() - 0.5);
    return stored(i, [candidate('mini', { quality: estimate((i < 12 ? 0.9 : 0.8) + wobble) }), candidate('local')]);
  });
}

test('a series has a point for each run, and marks where its level changed', async () => {
  const all = falling();
  const history = (await historyFrom(all)) ?? assert.fail();
  assert.equal(history.suiteName, 'Support');
  assert.deepEqual(
    history.runs.map(({ id }) => id),
    all.map(({ run }) => run.id),
  );
  const [mini, local] = history.series;
  assert.ok(mini && local);
  assert.deepEqual(mini.points[3], {
    at: all[3]?.run.startedAt,
    runs: [all[3]?.run.id],
    value: all[3]?.figures?.candidates[0]?.quality,
    questionsChanged: false,
  });
  const [change, ...more] = mini.changes;
  assert.deepEqual([change?.index, change?.direction, more, local.changes], [12, 'worse', [], []]);
  assert.ok(Math.abs((change?.before.value ?? 0) - 0.9) < 0.01 && Math.abs((change?.after.value ?? 0) - 0.8) < 0.01);
  assert.ok((change?.before.low ?? 0) > (change?.after.high ?? 1) && (change?.pValue ?? 1) < 0.01);
});

test('which way is better depends on the metric', async () => {
  const by = (i: number, factor: number) =>
    candidate('mini', {
      costPerSample: estimate(0.001 * (i < 12 ? 1 : factor) * (1 + 0.01 * (i % 3)), 0.0001),
      ok: 200 - (i < 12 ? 0 : 40),
      failed: i < 12 ? i % 2 : 40 + (i % 2),
    });
  const dearer = Array.from({ length: 24 }, (_, i) => stored(i, [by(i, 2)]));
  const cheaper = Array.from({ length: 24 }, (_, i) => stored(i, [by(i, 0.5)]));
  const direction = async (all: StoredFigures[], metric: 'costPerSample' | 'errorRate') =>
    (await historyFrom(all, { metric }))?.series[0]?.changes.map((change) => [change.index, change.direction]);
  assert.deepEqual(await direction(dearer, 'costPerSample'), [[12, 'worse']]);
  assert.deepEqual(await direction(cheaper, 'costPerSample'), [[12, 'better']]);
  assert.deepEqual(await direction(dearer, 'errorRate'), [[12, 'worse']]);
});

test('a change that the shown digits do not tell is no change', async () => {
  const cents = (i: number) => candidate('mini', { costPerSample: estimate(i < 12 ? 0.001 : 0.0010001, 0.0001) });
  const all = Array.from({ length: 24 }, (_, i) => stored(i, [cents(i)]));
  assert.deepEqual((await historyFrom(all, { metric: 'costPerSample' }))?.series[0]?.changes, []);
});

test('other questions end a stretch: the step that they bring is told apart from a change', async () => {
  const all = falling().map((one, i) => ({
    ...one,
    figures: figures(
      (one.figures?.candidates ?? []).map((own) => (i < 12 || own.label !== 'mini' ? own : { ...own, questions: 'others' })),
    ),
  }));
  const [mini, local] = (await historyFrom(all))?.series ?? [];
  const changed = (series: typeof mini) => series?.points.flatMap(({ questionsChanged }, i) => (questionsChanged ? [i] : []));
  assert.deepEqual([changed(mini), changed(local)], [[12], []]);
  assert.deepEqual(mini?.changes, []);
});

test('a series that lacks a run has no point there, and is compared with the point before', async () => {
  const all = [
    stored(0, [candidate('mini'), candidate('local')]),
    stored(1, [candidate('mini', { questions: 'others' }), candidate('local', { quality: null })]),
    stored(2, [candidate('local'), candidate('new')]),
  ];
  const history = (await historyFrom(all)) ?? assert.fail();
  assert.deepEqual(
    history.series.map(({ label, points }) => [
      label,
      points.map(({ runs, questionsChanged }) => [Number(runs[0]?.slice(0, 8)), questionsChanged]),
    ]),
    [
      [
        'local',
        [
          [0, false],
          [2, false],
        ],
      ],
      ['new', [[2, false]]],
      [
        'mini',
        [
          [0, false],
          [1, true],
        ],
      ],
    ],
  );
});

test('a candidate is found again by label and prompt, whatever model is behind it, and with a second prompt beside it', async () => {
  const all = [
    stored(0, [candidate('mini')]),
    stored(1, [
      candidate('mini · main', { model: 'gpt-6-mini', provider: 'other' }),
      candidate('mini · short', { promptId: 'short' }),
    ]),
  ];
  const history = (await historyFrom(all)) ?? assert.fail();
  assert.deepEqual(
    history.series.map(({ label, promptId, provider, model, points }) => [label, promptId, provider, model, points.length]),
    [
      ['mini · main', 'main', 'other', 'gpt-6-mini', 2],
      ['mini · short', 'short', 'openai', 'mini · short', 1],
    ],
  );
});

test('runs that go on, ended early, took a part or have no answer are left out', async () => {
  const unfinished = (i: number, status: 'running' | 'cancelled' | 'interrupted' | 'failed') => {
    const one = stored(i, [candidate('mini')]);
    return { ...one, run: { ...one.run, status } };
  };
  const part = { cases: 1, ofCases: 9, models: 1, ofModels: 1, timing: false };
  const partial = stored(6, [candidate('mini')]);
  const silent = stored(5, [candidate('mini', { ok: 0, failed: 10, quality: null })]);
  const all = [
    stored(0, [candidate('mini')]),
    ...(['running', 'cancelled', 'interrupted', 'failed'] as const).map((status, i) => unfinished(i + 1, status)),
    silent,
    { ...partial, run: { ...partial.run, part } },
  ];
  const ids = async (metric: 'quality' | 'errorRate') =>
    (await historyFrom(all, { metric }))?.runs.map(({ id }) => Number(id.slice(0, 8)));
  assert.deepEqual(await ids('quality'), [0]);
  assert.deepEqual(await ids('errorRate'), [0, 5], 'that nothing was answered is an error rate');
  assert.equal(await historyFrom(all.slice(1)), null);
  assert.equal(await historyFrom([]), null);
});

test('figures that are missing, stale or of another version are made; those of a pruned run are taken as they are', async () => {
  const own = [candidate('mini')];
  const all = [
    stored(0, own),
    stored(1, own, { figures: null }),
    stored(2, own, { stamp: 'later' }),
    stored(3, own, { figures: figures(own, { version: 0 }) }),
    stored(4, own, { pruned: true, stamp: 'later', figures: figures(own, { version: 0 }) }),
    stored(5, own, { figures: null }),
  ];
  const asked: number[] = [];
  const views = {
    figures: async (id: string) => {
      asked.push(Number(id.slice(0, 8)));
      return asked.at(-1) === 5 ? null : figures([candidate('mini', { quality: estimate(0.5) })]);
    },
  };
  const history = (await historyFrom(all, {}, views)) ?? assert.fail();
  assert.deepEqual(asked, [1, 2, 3, 5]);
  assert.deepEqual(
    history.series[0]?.points.map(({ value }) => value.value),
    [0.9, 0.5, 0.5, 0.5, 0.9],
  );
  assert.deepEqual(
    history.runs.map(({ pruned }) => pruned),
    [false, false, false, false, true],
  );
});

test('the run that was last made the baseline is marked', async () => {
  const all = [1, 3, 2, null].map((day, i) => {
    const one = stored(i, [candidate('mini')]);
    return { ...one, run: { ...one.run, baselineAt: day === null ? null : `2026-11-0${day}T00:00:00.000Z` } };
  });
  assert.deepEqual(
    (await historyFrom(all))?.runs.map(({ baseline }) => baseline),
    [false, true, false, false],
  );
});

test('by day there is a point for each day in UTC, of all its runs', async () => {
  const all = Array.from({ length: 8 }, (_, i) => stored(i, [candidate('mini', { quality: estimate(0.8 + 0.01 * i) })]));
  const [mini] = (await historyFrom(all, { by: 'day' }))?.series ?? [];
  assert.deepEqual(
    mini?.points.map(({ at, runs, value: { n } }) => [at, runs.length, n]),
    [
      ['2026-10-01', 4, 800],
      ['2026-10-02', 4, 800],
    ],
  );
  assert.ok(Math.abs((mini?.points[0]?.value.value ?? 0) - 0.815) < 1e-12);
});

test('a day counts the runs that asked what the day ended with', async () => {
  const asked = ['first', 'first', 'others', 'others', 'others', 'others'];
  const all = asked.map((questions, i) => stored(i, [candidate('mini', { questions })]));
  const [mini] = (await historyFrom([stored(-1, [candidate('mini')]), ...all], { by: 'day' }))?.series ?? [];
  assert.deepEqual(
    mini?.points.map(({ at, runs, questionsChanged }) => [at, runs.length, questionsChanged]),
    [
      ['2026-09-30', 1, false],
      ['2026-10-01', 2, true],
      ['2026-10-02', 2, false],
    ],
  );
});

test('an error rate comes from the counts, with Wilson’s interval', async () => {
  const all = [stored(0, [candidate('mini', { ok: 180, failed: 20 })]), stored(1, [candidate('mini', { ok: 0, failed: 200 })])];
  const points = (await historyFrom(all, { metric: 'errorRate' }))?.series[0]?.points ?? [];
  const { low, high } = wilson(0.1, 200);
  assert.deepEqual(points[0]?.value, { value: 0.1, low, high, n: 200, clusters: null });
  assert.equal(points[1]?.value.value, 1);
  const [day] = (await historyFrom(all, { metric: 'errorRate', by: 'day' }))?.series[0]?.points ?? [];
  assert.ok(Math.abs((day?.value.value ?? 0) - 0.55) < 1e-12);
});

test('percentiles of a day are those of all its answers', async () => {
  const [latency, slower] = [candidate('mini'), candidate('mini', { latencyMs: null })];
  const all = [stored(0, [latency]), stored(1, [slower]), stored(2, [latency])];
  for (const metric of ['latencyP50', 'latencyP95'] as const) {
    const [day] = (await historyFrom(all, { metric, by: 'day' }))?.series[0]?.points ?? [];
    const exact = metric === 'latencyP50' ? 699 : 880;
    assert.ok(day && Math.abs(day.value.value / exact - 1) <= 0.015, String(day?.value.value));
    assert.deepEqual([day.runs.length, day.value.n], [2, 400]);
  }
  assert.deepEqual((await historyFrom(all, { metric: 'ttftP50' }))?.series[0]?.points, []);
});

test('changes of the metrics that are not on show are named, the newest first and no more than a few', async () => {
  const wobble = (i: number) => ((i * 7) % 5) / 1000;
  const all = Array.from({ length: 40 }, (_, i) =>
    stored(
      i,
      ['a', 'b', 'c', 'd'].map((label, k) =>
        candidate(label, {
          quality: estimate((i < 30 ? 0.9 : 0.7) + wobble(i)),
          passRate: estimate((i < 15 + k ? 0.8 : 0.6) + wobble(i)),
          costPerSample: estimate((i < 25 ? 0.001 : 0.002) * (1 + wobble(i)), 0.0001),
        }),
      ),
    ),
  );
  const elsewhere = (await historyFrom(all))?.elsewhere ?? [];
  assert.deepEqual(
    elsewhere.map(({ metric, label }) => [metric, label]),
    [...['a', 'b', 'c', 'd'].map((label) => ['costPerSample', label]), ['passRate', 'd'], ['passRate', 'c']],
  );
  assert.equal(elsewhere[0]?.at, all[25]?.run.startedAt);
  const ofCost = (await historyFrom(all, { metric: 'costPerSample' }))?.elsewhere ?? [];
  assert.deepEqual(new Set(ofCost.map(({ metric }) => metric)), new Set(['quality', 'passRate']));
});
