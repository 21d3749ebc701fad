import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunStatus } from '../../../src/shared/model/run.ts';
import type { RunListItem } from '../../../src/core/store/spec.ts';
import { answerTitle } from '../../../src/host/answers/titles.ts';
import { relativeTime } from '../../../src/host/relativeTime.ts';
import { countText, progressText, spokenCount } from '../../../src/host/run/liveRun.ts';
import { hasFailures, isUnfinished, openText } from '../../../src/host/run/unfinished.ts';
import { sentences } from '../../../src/host/sentences.ts';
import { fileNameFor, nameFault } from '../../../src/host/suites/suiteName.ts';
import { runDays } from '../../../src/host/views/runDays.ts';
import { costText, endedRunValue, runDescription, runIcon } from '../../../src/host/views/runTexts.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const now = new Date('2026-11-21T12:00:00Z');
const { comparison } = fixture({ status: 'finished', done: 1 });

const item: RunListItem = {
  run: { ...comparison.run, status: 'finished', startedAt: '2026-11-21T11:58:00Z' },
  samplesDone: 120,
  failed: 0,
  costUsd: 0.0042,
  knownCostUsd: 0.0042,
  meanQuality: 0.92,
  models: ['demo/a', 'demo/b', 'demo/c'],
};

test('how long ago', () => {
  const ago = (iso: string) => relativeTime(iso, now);
  assert.equal(ago('2026-11-21T11:59:30Z'), 'just now');
  assert.equal(ago('2026-11-21T12:00:05Z'), 'just now');
  assert.equal(ago('2026-11-21T11:01:00Z'), '59 min ago');
  assert.equal(ago('2026-11-21T11:00:00Z'), '1 h ago');
  assert.equal(ago('2026-11-20T12:00:00Z'), 'yesterday');
  assert.equal(ago('2026-11-09T12:00:00Z'), '12 days ago');
  assert.equal(ago('2026-01-02T12:00:00Z'), '2026-01-02');
  assert.equal(ago('once'), 'once');
});

test('a run in a list', () => {
  assert.equal(runDescription(item, now), '0.92 · 2 min ago · $0.0042 · 3 models');
  const cut = { ...item, run: { ...item.run, status: 'cancelled' as const }, meanQuality: null, failed: 3 };
  assert.equal(runDescription(cut, now), 'cancelled · 2 min ago · 3 failed · $0.0042 · 3 models');
  const baseline = { ...item, run: { ...item.run, baselineAt: '2026-11-21T11:59:00Z' } };
  assert.equal(runDescription(baseline, now), 'baseline · 0.92 · 2 min ago · $0.0042 · 3 models');
  const part = { cases: 3, ofCases: 24, models: 3, ofModels: 3, timing: false };
  assert.equal(
    runDescription({ ...item, run: { ...item.run, part } }, now),
    '3 of 24 cases · 0.92 · 2 min ago · $0.0042 · 3 models',
  );
});

test('an unknown cost is never shown as free', () => {
  assert.equal(costText({ costUsd: null, knownCostUsd: 0 }), 'unknown');
  assert.match(costText({ costUsd: null, knownCostUsd: 0.5 }), /^≥ \$0\.5/);
  const progress = { done: 12, planned: 120, failed: 1, inFlight: 4, costUsd: null, grading: null };
  assert.equal(progressText(progress), '12/120 · 1 failed');
  assert.equal(progressText({ ...progress, costUsd: 0.0031 }), '12/120 · 1 failed · $0.0031');
});

test('once its calls are over, a run tells how far the grading is, and what calls and grading cost together', () => {
  const grading = { done: 40, planned: 120, failed: 0, costUsd: 0.002 };
  const progress = { done: 119, planned: 120, failed: 0, inFlight: 1, costUsd: 0.001, grading };
  assert.equal(progressText(progress), '119/120 · $0.003');
  assert.deepEqual([countText(progress), spokenCount(progress)], ['119/120', '119 of 120 calls done']);
  const called = { ...progress, done: 120 };
  assert.equal(progressText(called), '120/120 · grading 40 of 120 · $0.003');
  assert.deepEqual([countText(called), spokenCount(called)], ['grading 40 of 120', '40 of 120 answers graded']);
  assert.equal(progressText({ ...called, grading: { ...grading, done: 120, costUsd: null } }), '120/120');
});

test('a run with failed calls has another icon than one without', () => {
  const icons = [0, 3, 120].map((failed) => runIcon({ ...item, failed })[0]);
  assert.deepEqual(icons, ['pass', 'warning', 'error']);
});

test('the title of an answer is a file name that fits its content', () => {
  const title = (answer: string) => answerTitle({ candidate: 'demo/atlas-mini', caseName: 'a \\ b', answer });
  assert.equal(title('Hello'), 'demo atlas-mini · a b.md');
  assert.equal(title(' {"a": 1}'), 'demo atlas-mini · a b.json');
  assert.equal(title('{not json'), 'demo atlas-mini · a b.md');
  assert.equal(title('42'), 'demo atlas-mini · a b.md');
});

test('sentences end once', () => {
  assert.equal(sentences('Not found', 'Check the name.'), 'Not found. Check the name.');
  assert.equal(sentences('Not found.', 'Why?'), 'Not found. Why?');
});

test('a new suite is named after what it asks', () => {
  assert.equal(fileNameFor('Support replies: 2nd try!'), 'support-replies-2nd-try.bench.yaml');
  assert.equal(fileNameFor('Übersetzung 日本'), 'übersetzung-日本.bench.yaml');
  assert.equal(fileNameFor('../../etc'), 'etc.bench.yaml');
  assert.equal(fileNameFor('???'), 'suite.bench.yaml');
  assert.equal(nameFault('Mine', new Set()), null);
  assert.match(nameFault('Mine', new Set(['mine.bench.yaml'])) ?? '', /mine\.bench\.yaml/);
  assert.notEqual(nameFault('  ', new Set()), null);
});

test('a run can be resumed that stopped early, or that ended otherwise than finished; none that goes on', () => {
  const of = (status: RunStatus, samplesDone: number) =>
    isUnfinished({ run: { ...item.run, status, plannedSamples: 120 }, samplesDone });
  assert.equal(of('finished', 120), false);
  assert.equal(of('finished', 119), true);
  assert.equal(of('running', 3), false);
  assert.equal(of('cancelled', 120), true, 'its answers may not be graded');
  assert.equal(of('interrupted', 7), true);
  assert.equal(of('failed', 0), true);
});

test('failed calls can be retried once the run is over', () => {
  assert.equal(hasFailures({ ...item, failed: 1 }), true);
  assert.equal(hasFailures(item), false);
  assert.equal(hasFailures({ run: { ...item.run, status: 'running' }, failed: 1 }), false);
});

test('a row tells the menus whether its run is a baseline, lacks calls, has failed ones', () => {
  const run = { ...item.run, plannedSamples: 120, baselineAt: null };
  assert.equal(endedRunValue({ ...item, run }), 'run.ended');
  assert.equal(endedRunValue({ ...item, run: { ...run, baselineAt: '2026-11-21T11:58:00Z' } }), 'run.ended.baseline');
  assert.equal(endedRunValue({ ...item, run, samplesDone: 100, failed: 2 }), 'run.ended.missing.failed');
});

test('a pinned run has a pin in the colour of how it went, and says so to the menus', () => {
  const run = { ...item.run, pinnedAt: '2026-11-21T11:59:00Z', plannedSamples: 120 };
  assert.deepEqual(runIcon({ ...item, run }), ['pinned', runIcon(item)[1]]);
  assert.deepEqual(runIcon({ ...item, run, failed: 120 }), ['pinned', 'testing.iconFailed']);
  assert.equal(endedRunValue({ ...item, run, failed: 2 }), 'run.ended.failed.pinned');
  const part = { cases: 3, ofCases: 24, models: 3, ofModels: 3, timing: false };
  assert.equal(endedRunValue({ ...item, run: { ...run, pinnedAt: null, part } }), 'run.ended.part');
});

test('runs are grouped by the days of the calendar, pinned ones apart', () => {
  const at = (startedAt: string, pinnedAt: string | null = null) => ({ ...item, run: { ...item.run, startedAt, pinnedAt } });
  const local = (day: number, hour: number) => new Date(2026, 2, day, hour).toISOString();
  const items = [at(local(1, 9), local(2, 9)), at(local(30, 0)), at(local(29, 23)), at(local(29, 1)), at(local(28, 12))];
  assert.deepEqual(
    runDays(items, new Date(2026, 2, 30, 23)).map(({ key, age, items: ofDay }) => [key, age, ofDay.length]),
    [
      ['pinned', null, 1],
      ['2026-03-30', 0, 1],
      ['2026-03-29', 1, 2],
      ['2026-03-28', 2, 1],
    ],
  );
});

test('what was left when a run was cut off', () => {
  assert.equal(openText({ plannedSamples: 3000 }, { done: 1200 }), 'with 1,800 of 3,000 calls left');
  assert.equal(openText({ plannedSamples: 300 }, { done: 300 }), 'before all answers were graded');
});
