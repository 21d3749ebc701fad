import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resumeOffers } from '../../../webview/logic/resume.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const labels = (comparison: Parameters<typeof resumeOffers>[0]) => {
  const { resume, retry } = resumeOffers(comparison);
  return [resume?.label ?? null, retry?.label ?? null];
};
const { comparison } = fixture({ status: 'interrupted', rich: true });
const totals = { ...comparison.totals, planned: 3000, done: 1200, failed: 12 };
const over = { ...comparison, totals, scoring: { ...comparison.scoring, all: [] } };

test('a run that is over can go on with what is missing, and call again what failed', () => {
  assert.deepEqual(labels(over), ['Resume (1,800 left)', 'Retry 12 failed']);
  assert.match(resumeOffers({ ...over, totals: { ...totals, failed: 1 } }).retry?.title ?? '', /the 1 sample that failed/);
});

test('nothing is offered where nothing is missing, while the run goes on, and while it is scored', () => {
  assert.deepEqual(labels({ ...over, totals: { ...totals, done: 3000, failed: 0 } }), [null, null]);
  assert.deepEqual(labels({ ...over, status: 'running' }), [null, null]);
  const [one] = comparison.scoring.all;
  assert.ok(one);
  assert.deepEqual(labels({ ...over, scoring: { ...over.scoring, all: [{ ...one, status: 'running' }] } }), [null, null]);
});
