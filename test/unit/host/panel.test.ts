import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelHtml } from '../../../src/host/panel/html.ts';
import { parseFromPanel, savedRunId } from '../../../src/host/panel/messages.ts';
import { panelTitle } from '../../../src/host/panel/panelTitle.ts';
import type { CandidateId, ScoringId } from '../../../src/shared/model/ids.ts';
import { firstPage } from '../../../src/shared/model/panelView.ts';
import type { FromPanel } from '../../../src/shared/protocol/panel.ts';

const query = { ...firstPage, search: '<b>', category: 'policy', offset: 300 } as const;

test('every message of the panel is understood', () => {
  const messages: FromPanel[] = [
    { type: 'panel-ready', matrix: query },
    { type: 'view-lost' },
    { type: 'matrix-requested', query: { ...query, sort: { by: 'c' as CandidateId, direction: 'descending' } } },
    { type: 'history-requested', query: { metric: 'ttftP50', by: 'day' } },
    { type: 'case-requested', query: { caseId: 'a', repeat: 2 } },
    { type: 'rating-given', attemptId: 'a', opinion: { thumb: 'down', stars: 5, note: '' } },
    { type: 'rating-given', attemptId: 'a', opinion: { thumb: null, stars: null, note: 'fair' } },
    { type: 'live-watched', on: true },
    { type: 'run-opened', runId: 'r' },
    { type: 'resume-requested', what: 'missing' },
    { type: 'resume-requested', what: 'failed' },
    { type: 'answer-requested', attemptId: 'a' },
    { type: 'diff-requested', leftAttemptId: 'a', rightAttemptId: 'b' },
    { type: 'export-requested', format: 'csv' },
    { type: 'rerun-requested' },
    { type: 'cancel-requested' },
    { type: 'error-action-requested', candidateId: 'c', action: 'set-key' },
    { type: 'image-saved', name: 'latency', pngBase64: 'aGk=' },
    { type: 'export-requested', format: 'junit' },
    { type: 'svg-requested', chart: 'cost-quality' },
    { type: 'rescore-requested' },
    { type: 'scoring-chosen', scoringId: 's' as ScoringId },
    { type: 'scoring-chosen', scoringId: null },
    { type: 'baseline-set', on: false },
    { type: 'settle-requested' },
    { type: 'text-copied', text: '' },
  ];
  for (const message of messages) assert.deepEqual(parseFromPanel({ ...message, more: 1 }), message);
});

test('anything else is none', () => {
  const others = [
    null,
    7,
    'panel-ready',
    {},
    { type: 'toString' },
    { type: '__proto__' },
    { type: 'panel-ready' },
    { type: 'matrix-requested', query: { ...query, filter: 'best' } },
    { type: 'matrix-requested', query: { ...query, category: 4 } },
    { type: 'matrix-requested', query: { ...query, search: undefined } },
    { type: 'matrix-requested', query: { ...query, sort: { by: 'case', direction: 'up' } } },
    { type: 'matrix-requested', query: { ...query, sort: null } },
    { type: 'matrix-requested', query: { ...query, offset: -1 } },
    { type: 'matrix-requested', query: { ...query, offset: 0.5 } },
    { type: 'matrix-requested', query: { ...query, count: 1_000_000 } },
    { type: 'history-requested', query: { metric: 'toString', by: 'day' } },
    { type: 'history-requested', query: { metric: 'quality', by: 'week' } },
    { type: 'history-requested' },
    { type: 'case-requested', query: { caseId: '', repeat: 1 } },
    { type: 'case-requested', query: { caseId: 'a', repeat: 0 } },
    { type: 'case-requested' },
    { type: 'rating-given', attemptId: 'a' },
    { type: 'rating-given', attemptId: 'a', opinion: { thumb: 'sideways', stars: null, note: '' } },
    { type: 'rating-given', attemptId: 'a', opinion: { thumb: 'up', stars: 6, note: '' } },
    { type: 'rating-given', attemptId: 'a', opinion: { thumb: 'up', stars: 2.5, note: '' } },
    { type: 'rating-given', attemptId: '', opinion: { thumb: 'up', stars: null, note: '' } },
    { type: 'live-watched', on: 'yes' },
    { type: 'run-opened', runId: '' },
    { type: 'resume-requested', what: 'everything' },
    { type: 'answer-requested' },
    { type: 'answer-requested', attemptId: 7 },
    { type: 'diff-requested', leftAttemptId: 'a', rightAttemptId: '' },
    { type: 'export-requested', format: 'exe' },
    { type: 'error-action-requested', candidateId: 'c', action: 'constructor' },
    { type: 'error-action-requested', candidateId: '', action: 'set-key' },
    { type: 'svg-requested', chart: 'toString' },
    { type: 'scoring-chosen' },
    { type: 'scoring-chosen', scoringId: '' },
    { type: 'baseline-set', on: 'yes' },
    { type: 'text-copied', text: null },
  ];
  for (const other of others) assert.equal(parseFromPanel(other), null, JSON.stringify(other));
});

test('a saved state names its run, or none', () => {
  assert.equal(savedRunId({ runId: 'r', prefs: {} }), 'r');
  for (const state of [undefined, null, 'r', {}, { runId: null }, { runId: '' }]) assert.equal(savedRunId(state), null);
});

test('the page lets nothing run but our script', () => {
  const html = panelHtml({ script: 's.js', style: 's.css', cspSource: 'https://own', nonce: 'N0nce' });
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.split('; ');
  assert.deepEqual(policy, [
    "default-src 'none'",
    "script-src 'nonce-N0nce'",
    'style-src https://own',
    'font-src https://own',
    'img-src https://own data:',
  ]);
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.doesNotMatch(html, /unsafe|style=|<style|\son\w+=/);
});

test('two runs of a suite are told apart by their tabs', () => {
  const titleOf = (startedAt: string) =>
    panelTitle({ name: 'Support replies', startedAt: `${startedAt}:00.000Z` }, new Date('2026-11-21T23:59:00.000Z'));
  assert.equal(titleOf('2026-11-21T10:20'), 'Support replies · 10:20');
  assert.equal(titleOf('2026-11-21T10:31'), 'Support replies · 10:31');
  assert.equal(titleOf('2026-11-20T10:20'), 'Support replies · 2026-11-20 10:20');
});
