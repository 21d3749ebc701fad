import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { History, HistoryPoint } from '../../../src/shared/model/history.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { historyConfig } from '../../../webview/charts/history.ts';
import { readTheme } from '../../../webview/charts/theme.ts';
import {
  changeDots,
  dayAt,
  historyPicture,
  historyShown,
  historySummary,
  thinned,
  tickTexts,
  wantedMetric,
  type HistoryDot,
} from '../../../webview/logic/history.ts';
import { dotLines, historyAsMarkdown } from '../../../webview/logic/historyWording.ts';
import { fixture, manyModels } from '../../tools/panel-harness/fixture.ts';
import { historyFixture } from '../../tools/panel-harness/history.ts';

const { comparison } = fixture();
const history = historyFixture(comparison, { runs: 12 });
const picture = historyPicture(history, comparison);
const theme = readTheme((name) => (name === '--vscode-font-size' ? '13px' : name));
const answer = (of: History | null) =>
  ({ type: 'history-updated', query: { metric: 'quality', by: 'run' }, history: of }) as const;

test('a model looks as in the other charts; one that is not in this run comes after those that are', () => {
  const shuffled = { ...history, series: history.series.toReversed() };
  const looks = historyPicture(shuffled, comparison).lines.map(({ label, index }) => [label, index]);
  const labels = comparison.candidates.map(({ label }, index) => [label, index]);
  assert.deepEqual(looks, [...labels, ['gpt-4.1-mini', comparison.candidates.length]]);
});

test('a point opens its run: not the one on show, and none whose answers are gone', () => {
  const opens = picture.times.map(({ opens }) => opens);
  assert.deepEqual(opens.slice(0, 3), [null, null, 'run-2']);
  assert.equal(picture.times[0]?.pruned, true);
  assert.equal(opens.at(-1), null);
  assert.equal(picture.times.at(-1)?.current, true);
});

test('the runs of a day are one place, also where a model was in only one of them', () => {
  const run = (id: string, at: string, pruned: boolean) =>
    ({ id: id as RunId, name: '', startedAt: at, pruned, baseline: false }) as const;
  const [series] = history.series;
  assert.ok(series);
  const point = (...runs: readonly string[]): HistoryPoint => {
    return {
      at: '2026-11-20',
      runs: runs.map((id) => id as RunId),
      value: { value: 1, low: null, high: null, n: 1, clusters: 1 },
      questionsChanged: false,
    };
  };
  const day: History = {
    ...history,
    query: { ...history.query, by: 'day' },
    runs: [run('a', '2026-11-20T08:00:00Z', false), run('b', '2026-11-20T09:00:00Z', true)],
    series: [
      { ...series, points: [point('a', 'b')], changes: [] },
      { ...series, label: 'later', points: [point('b')], changes: [] },
    ],
  };
  const { times, lines } = historyPicture(day, comparison);
  assert.equal(times.length, 1);
  assert.deepEqual([times[0]?.runs.length, times[0]?.pruned, times[0]?.opens], [2, false, 'a']);
  assert.equal(lines[0]?.dots[0]?.time, lines[1]?.dots[0]?.time);
  assert.equal(dayAt(times[0]?.x ?? 0), '2026-11-20');
  assert.equal(historyShown(answer(day), comparison).kind, 'one-day');
});

test('what there is not enough of is said, each in its own way', () => {
  assert.equal(historyShown(null, comparison).kind, 'waiting');
  assert.deepEqual(historyShown({ type: 'history-failed', message: 'busy' }, comparison), { kind: 'failed', message: 'busy' });
  assert.equal(historyShown(answer(null), comparison).kind, 'empty');
  assert.equal(historyShown(answer(historyFixture(comparison, { runs: 1 })), comparison).kind, 'single');
  const without = { ...history, series: history.series.map((series) => ({ ...series, points: [], changes: [] })) };
  assert.equal(historyShown(answer(without), comparison).kind, 'no-figure');
  assert.equal(historyShown(answer(history), comparison).kind, 'picture');
});

test('quality is shown first where it was measured', () => {
  assert.equal(wantedMetric({ historyMetric: null }, comparison), 'quality');
  assert.equal(wantedMetric({ historyMetric: null }, fixture({ scored: false }).comparison), 'latencyP50');
  assert.equal(wantedMetric({ historyMetric: 'errorRate' }, comparison), 'errorRate');
});

test('a point says all there is to know of it', () => {
  const changed = changeDots(picture).find(({ line }) => line.index === 0)?.dot;
  assert.ok(changed?.change);
  const lines = dotLines(changed, picture);
  assert.match(lines[0] ?? '', /^gpt-5-mini, n = \d+$/);
  assert.match(lines[1] ?? '', /^Quality 0\.\d\d \(0\.\d\d to/);
  assert.match(lines.join('\n'), /↓ from [\d.]+ to [\d.]+: worse, p = 0\.0031/);
  const [old] = picture.lines[0]?.dots ?? [];
  assert.ok(old);
  assert.match(dotLines(old, picture).join('\n'), /answers pruned$/);
  const asked = picture.lines[2]?.dots.find(({ questionsChanged }) => questionsChanged);
  assert.ok(asked);
  assert.match(dotLines(asked, picture).join('\n'), /other questions/);
});

test('times on the axis are days where these tell the runs apart', () => {
  assert.match(tickTexts(picture)[0] ?? '', /^2026-\d\d-\d\d$/);
  const sameDay = picture.times.map((time, index) => ({ ...time, at: `2026-11-20T10:${String(index).padStart(2, '0')}:00Z` }));
  assert.equal(tickTexts({ ...picture, times: sameDay })[3], '11-20 10:03');
});

test('the table is copied whole, the latest first, with a gap where a model has no figure', () => {
  const [head, , first, ...rest] = historyAsMarkdown(picture).trim().split('\n');
  assert.match(head ?? '', /^\| Quality \| gpt-5-mini \|.*gpt-4\.1-mini \|$/);
  assert.match(first ?? '', /^\| 2026-11-20 14:32 UTC, this run \| .*\|  \|$/);
  assert.equal(rest.length, 11);
});

test('the picture in words counts its models, places and changes', () => {
  assert.equal(historySummary(picture), 'Quality of 6 models over 12 runs: 2 changes of level.');
});

const dots = (values: readonly number[]) => {
  const [like] = picture.lines[4]?.dots ?? [];
  assert.ok(like);
  return values.map((y, x): HistoryDot => ({
    ...like,
    x,
    y,
    time: { ...like.time, x, current: false },
    questionsChanged: false,
  }));
};

test('a line is thinned to what a screen shows: its ends, its extremes and its marks stay, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3000 }),
      fc.nat(),
      (values, mark) => {
        const all = dots(values).map((dot) => (dot.x === mark % values.length ? { ...dot, questionsChanged: true } : dot));
        const some = thinned(all, 500);
        const kept = new Set(some);
        assert.ok(some.length <= Math.min(all.length, 503));
        assert.deepEqual(
          some,
          all.filter((dot) => kept.has(dot)),
        );
        assert.ok([all[0], all.at(-1), all[mark % values.length]].every((dot) => dot && kept.has(dot)));
        const ys = some.map(({ y }) => y);
        assert.deepEqual([Math.min(...ys), Math.max(...ys)], [Math.min(...values), Math.max(...values)]);
      },
    ),
    { numRuns: 60 },
  );
});

test('no chart draws more points than a screen shows, however many runs there were', () => {
  const models = fixture({ models: manyModels(8) }).comparison;
  const long = historyPicture(historyFixture(models, { runs: 5000 }), models);
  const { data, options } = historyConfig(long, theme, { chosen: null, onOpen: () => undefined });
  assert.equal(data.datasets.length, 9);
  for (const dataset of data.datasets) assert.ok(dataset.data.length <= 505, String(dataset.data.length));
  assert.deepEqual([options?.animation, options?.parsing, options?.normalized], [false, false, true]);
});

test('a chosen line stands before the others, alone with its intervals', () => {
  const chosen = picture.lines[1]?.key ?? '';
  const { data } = historyConfig(picture, theme, { chosen, onOpen: () => undefined });
  const [other, own] = data.datasets as readonly { order?: number; intervals?: string; borderColor?: unknown }[];
  assert.deepEqual([own?.intervals, other?.intervals], ['band', 'none']);
  assert.ok((own?.order ?? 9) < (other?.order ?? 0));
  assert.match(String(other?.borderColor), /color-mix/);
});

test('equal figures of one run stand side by side, closer to it than to the next', () => {
  const { data } = historyConfig(picture, theme, { chosen: null, onOpen: () => undefined });
  const xs = data.datasets.map((dataset) => dataset.data[4]?.x ?? 0);
  assert.equal(new Set(xs).size, xs.length);
  assert.ok(
    xs.every((x) => Math.abs(x - 4) < 0.25),
    xs.join(' '),
  );
});

test('a share’s axis ends at 1', () => {
  const { options } = historyConfig(picture, theme, { chosen: null, onOpen: () => undefined });
  assert.ok(Number(options?.scales?.['y']?.max) <= 1.02);
});
