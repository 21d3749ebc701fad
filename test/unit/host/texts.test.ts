import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunListItem } from '../../../src/core/store/spec.ts';
import { answerTitle, findAnswer } from '../../../src/host/answers/titles.ts';
import { relativeTime } from '../../../src/host/relativeTime.ts';
import { countText, progressText, spokenCount } from '../../../src/host/run/liveRun.ts';
import { sentences } from '../../../src/host/sentences.ts';
import { fileNameFor, nameFault } from '../../../src/host/suites/suiteName.ts';
import { costText, runDescription, runIcon } from '../../../src/host/views/runTexts.ts';
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
  assert.equal(runDescription(cut, now), 'cancelled · 3 failed · 2 min ago · $0.0042 · 3 models');
  const baseline = { ...item, run: { ...item.run, baselineAt: '2026-11-21T11:59:00Z' } };
  assert.equal(runDescription(baseline, now), 'baseline · 0.92 · 2 min ago · $0.0042 · 3 models');
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

test('an answer is found in the comparison and named after it', () => {
  const row = comparison.matrix[0];
  const cell = row?.cells[0];
  assert.ok(row && cell?.attemptId);
  const place = findAnswer(comparison, cell.attemptId);
  assert.equal(place?.caseName, row.name);
  assert.equal(place.candidate, comparison.candidates.find(({ id }) => id === cell.candidateId)?.label);
  assert.equal(findAnswer(comparison, 'none'), null);
});

test('the title of an answer is a file name that fits its content', () => {
  const place = { candidate: 'demo/atlas-mini', caseName: 'a \\ b', failed: false };
  assert.equal(answerTitle(place, 'Hello'), 'demo atlas-mini · a b.md');
  assert.equal(answerTitle(place, ' {"a": 1}'), 'demo atlas-mini · a b.json');
  assert.equal(answerTitle(place, '{not json'), 'demo atlas-mini · a b.md');
  assert.equal(answerTitle(place, '42'), 'demo atlas-mini · a b.md');
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
