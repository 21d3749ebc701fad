import assert from 'node:assert/strict';
import test from 'node:test';
import { parse } from 'csv-parse/sync';
import type { BaselineData } from '../../../src/core/report/baseline/data.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import { csvCell } from '../../../src/core/csvCell.ts';
import { renderJunit } from '../../../src/core/report/junit.ts';
import { allFailed, empty } from './extremes.ts';
import { attempt, bodies, candidate, comparison, csvOf, failedAttempt, jsonOf, jsonTextOf, score, usual } from './fixtures.ts';
import { assertGolden } from './golden.ts';
import { assertWellFormed } from './wellFormed.ts';

const baseline: BaselineData = { runId: null, name: 'Support replies', startedAt: '2026-11-20T09:30:00.000Z', candidates: [] };

test('CSV: a row for each attempt, unknown is empty, numbers are numbers', async () => {
  const rows = parse<Record<string, string>>(await csvOf(usual()), { columns: true });
  assert.equal(rows.length, 4);
  const [first, , failed] = rows;
  assert.equal(first?.['ttft_ms'], '210.25');
  assert.equal(first['answer'], 'You can return it within 30 days.');
  assert.equal(failed?.['error_kind'], 'rate-limit');
  assert.deepEqual([failed['ttft_ms'], failed['cost_usd'], failed['quality'], failed['answer']], ['', '', '', '']);
});

test('CSV: two ways to ask one model are told apart by their label, in the last column', async () => {
  const configured = (label: string) => attempt(label, { candidateId: label as CandidateId });
  const attempts = [configured('cold'), configured('hot'), configured('of an earlier version')];
  const candidates = ['cold', 'hot'].map((label) => candidate('demo/swift', { id: label as CandidateId, label }));
  const rows = parse(await csvOf({ attempts, bodies: bodies({}), comparison: { candidates } }));
  assert.deepEqual(
    rows.map((row) => row.at(-1)),
    ['label', 'cold', 'hot', 'of an earlier version'],
  );
});

test('CSV: what a spreadsheet would run is made text, numbers are left alone', () => {
  for (const text of ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '=HYPERLINK("http://x")']) {
    const [[cell]] = parse(csvCell(text)) as [[string]];
    assert.equal(cell, `'${text}`);
  }
  assert.equal(csvCell('\r=1'), `"'\r=1"`);
  for (const text of ['-5', '+3.5', '42', 'a=b', ' =1']) assert.equal(csvCell(text), text);
  assert.equal(csvCell(-0.5), '-0.5');
  assert.equal(csvCell('a\u001b[2J\tb'), 'a\uFFFD[2J\tb', 'nothing steers a terminal');
  assert.equal(csvCell(null), '');
  assert.equal(csvCell('a "b",\nc'), '"a ""b"",\nc"');
});

test('CSV: an answer that is a formula', async () => {
  const csv = await csvOf({ attempts: [attempt('a')], bodies: bodies({ a: "=cmd|' /C calc'!A0" }) });
  assert.match(csv, /'=cmd\|/);
});

test('CSV: no attempts, a head alone', async () => {
  assert.equal((await csvOf(empty())).split('\r\n').length, 2);
});

test('JSON: the documented shape, unknown is null', async () => {
  const report = await jsonOf({ ...usual(), baseline });
  assert.equal(report.version, 1);
  assert.equal(report.run.suite, 'Support replies');
  assert.equal('suiteName' in report.run, false);
  assert.deepEqual(report.attempts[0], {
    id: 'a1',
    candidateId: 'demo/swift',
    provider: 'demo',
    model: 'swift',
    responseModel: 'swift-2026-11',
    api: 'openai-chat',
    adapted: [],
    prompt: 'prompt 1',
    case: 'refund',
    category: 'policy',
    repeat: 1,
    attempt: 1,
    final: true,
    warmup: false,
    status: 'ok',
    startedAt: '2026-11-20T09:30:01.000Z',
    ttftMs: 210.25,
    ttfaMs: 215,
    e2eMs: 842.5,
    tpotMs: 12.5,
    decodeTokensPerSecond: 84.2,
    e2eTokensPerSecond: 60.1,
    interChunkMs: null,
    queueMs: 1.5,
    backoffMs: 0,
    totalMs: 850,
    concurrency: 8,
    inputTokens: 120,
    outputTokens: 50,
    reasoningTokens: 0,
    usageSource: 'provider',
    costUsd: 0.00012,
    costEstimated: false,
    costSource: 'price-row',
    quality: 1,
    passed: true,
    scores: [score()],
    scoringId: null,
    judgeCostUsd: null,
    rating: null,
    errorKind: null,
    errorMessage: null,
    errorAdvice: null,
    requestId: 'req_1',
    finishReason: 'stop',
    contaminated: false,
    answer: 'You can return it within 30 days.',
  });
  const failed = report.attempts[2];
  assert.deepEqual(
    [failed?.ttftMs, failed?.inputTokens, failed?.costUsd, failed?.quality, failed?.answer],
    [null, null, null, null, null],
  );
  assert.equal(failed?.errorKind, 'rate-limit');
});

test('JSON: every attempt names the candidate of the summary that it counts for', async () => {
  const { attempts, summary } = await jsonOf({ ...usual(), baseline });
  const ids = new Set(summary.candidates.map(({ id }) => id));
  assert.deepEqual(
    attempts.map(({ candidateId, model }) => [ids.has(candidateId), candidateId.split('/')[1]?.startsWith(model)]),
    attempts.map(() => [true, true]),
  );
});

test('JSON: the pieces are what the whole would be, to the letter', async () => {
  const candidates = ['a', 'b'].map((label) => ({ label, promptId: 'p', cases: [] }));
  for (const input of [usual(), empty()]) {
    for (const held of [baseline, { ...baseline, candidates }]) {
      const text = await jsonTextOf({ ...input, baseline: held });
      assert.equal(text, `${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    }
  }
  assert.deepEqual((await jsonOf({ ...empty(), baseline })).attempts, []);
});

test('JUnit of a usual run', () => {
  const xml = renderJunit(usual());
  assertWellFormed(xml);
  assertGolden('junit.xml', xml);
});

test('JUnit: failures, errors and skips are told apart, and warm-ups and superseded attempts are left out', () => {
  const id = candidate('demo/swift').id;
  const attempts = [
    attempt('ok'),
    attempt('wrong', { passed: false, quality: 0, scores: [score({ passed: false, value: 0, reason: 'missing' })] }),
    attempt('unscored', { passed: null, quality: null, scores: [score({ passed: null, value: null, reason: 'lookahead' })] }),
    attempt('nothing-expected', { passed: null, quality: null, scores: [] }),
    attempt('cancelled', { status: 'cancelled', passed: null, quality: null, scores: [] }),
    failedAttempt('down'),
    failedAttempt('retried', { final: false }),
    attempt('warm', { warmup: true }),
  ].map((record) => ({ ...record, candidateId: id }));
  const xml = renderJunit({ comparison: comparison([candidate('demo/swift')]), attempts, bodies: new Map() });
  const met = assertWellFormed(xml);
  assert.match(xml, /<testsuite tests="6" failures="1" errors="2" skipped="1"/);
  assert.deepEqual(
    ['testcase', 'failure', 'error', 'skipped'].map((tag) => met.get(tag)),
    [6, 1, 2, 1],
  );
  assert.match(xml, /<error type="scorer-failure"/);
  assert.match(xml, /<error type="rate-limit" message="Too many requests">Lower the concurrency/);
});

test('JUnit: any text gives well-formed XML', () => {
  const nasty = 'a\u0000\u0008\u001b[31m<b>&"\'\uD800]]>\uFFFE';
  const records = [
    attempt('n', { passed: false, caseId: nasty, scores: [score({ name: nasty, passed: false, reason: nasty })] }),
  ];
  const xml = renderJunit({ comparison: comparison([candidate('demo/swift')]), attempts: records, bodies: bodies({ n: nasty }) });
  assertWellFormed(xml);
  assert.doesNotMatch(xml, /[\uD800-\uDFFF\uFFFE]/);
});

test('JUnit: repeats have names of their own; no attempts is no test', () => {
  const two = [attempt('r1'), attempt('r2', { repeat: 2 })];
  const xml = renderJunit({ comparison: comparison([candidate('demo/swift')]), attempts: two, bodies: new Map() });
  assert.match(xml, /name="refund" .*\n.*name="refund #2"/);
  assert.match(renderJunit(empty()), /<testsuites name="Support replies" tests="0"/);
  assert.match(renderJunit(allFailed()), /errors="1"/);
});

test('JUnit: an answer that one of its scorers could not judge is an error that names it, whatever the others say', () => {
  const broken = { ...score(), name: 'javascript: outpt', scorer: 'javascript', value: null, passed: null, reason: 'no outpt' };
  const missed = { ...score(), value: 0, passed: false };
  const attempts = [attempt('a1', { scores: [missed, broken], quality: null, passed: null })];
  const xml = renderJunit({ ...usual(), attempts, bodies: bodies({ a1: 'x' }) });
  assert.match(xml, /<error [^>]*message="javascript: outpt could not judge the answer: no outpt"/);
});
