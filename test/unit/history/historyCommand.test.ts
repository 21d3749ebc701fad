import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { readArgs } from '../../../src/core/cli/args.ts';
import { UsageError } from '../../../src/core/cli/exitCode.ts';
import { historyCommand } from '../../../src/core/cli/history.ts';
import type { RunListItem } from '../../../src/core/store/spec.ts';
import type { History, StoredFigures, StoredSuite } from '../../../src/shared/model/history.ts';
import { candidate, estimate, historyFrom, stored, suitePath } from './fixtures.ts';

const support: StoredSuite = { path: suitePath, name: 'Support', runs: 24, lastAt: '2026-10-06T21:00:00.000Z' };
const other: StoredSuite = { ...support, path: 'other.bench.yaml', name: 'Other' };

/** Falls at run 12, after other questions from run 2 on; a second model comes with run 6. */
const falling = Array.from({ length: 24 }, (_, i) => {
  const questions = i < 2 ? 'first' : 'others';
  const wobble = 0.004 * ((i * 7) % 5);
  return stored(i, [
    candidate('openai/mini', { questions, quality: estimate((i < 12 ? 0.9 : 0.8) + wobble) }),
    ...(i < 6
      ? []
      : [candidate('a model of a very long name that nobody can read', { questions, quality: estimate(0.7 + wobble) })]),
  ]);
});

interface Place {
  readonly all?: readonly StoredFigures[];
  readonly suites?: readonly StoredSuite[];
  readonly columns?: number;
  readonly unfinished?: number;
}

async function told(
  line: string,
  { all = falling, suites = [support], columns = 120, unfinished = 0 }: Place = {},
): Promise<string> {
  const args = readArgs(['history', ...line.split(' ').filter(Boolean)]);
  assert.ok(args.command === 'history');
  let text = '';
  const store = {
    suites: async () => suites,
    history: (query: Parameters<typeof historyFrom>[1]) => historyFrom(all, query),
    listRuns: async () =>
      all.map(({ run }, i): RunListItem => {
        const counts = { samplesDone: 1, failed: 0, costUsd: 0, knownCostUsd: 0, meanQuality: 1, models: [] };
        return { run: i < unfinished ? { ...run, status: 'cancelled' } : run, ...counts };
      }),
  };
  const stdout = { isTTY: true, columns, write: (part: string) => void (text += part) };
  assert.equal(await historyCommand(args, store, { stdout, cwd: '/home/me' }), 0);
  return text;
}

test('the table has a line for each run, marks where a level begins, and says so', async () => {
  const lines = (await told('')).split('\n');
  assert.equal(lines[0], 'Support: Quality');
  assert.match(lines[2] ?? '', /^run {7}started {15}openai\/mini {3}a model of a v…body can read$/);
  assert.match(lines[3] ?? '', /^00000000 {2}2026-10-01 03:00 UTC {2}0\.90 ±0\.03 {4}–$/);
  assert.deepEqual(
    lines.slice(3, 27).flatMap((line, i) => (/[≠▲▼]/.test(line) ? [[i, line.match(/[≠▲▼]+/)?.[0]]] : [])),
    [
      [2, '≠'],
      [12, '▼'],
    ],
  );
  assert.match(lines[28] ?? '', /^openai\/mini {19}[▆-▇]{12}[▂-▃]{12} {2}0\.90 → 0\.80$/);
  const sentences = lines.slice(31).join('\n');
  assert.match(
    sentences,
    /^openai\/mini: quality fell from 0\.91 to 0\.81 at run 00000012, 2026-10-04 03:00 UTC \(worse, p 0\.00\d\)\.$/m,
  );
  assert.match(
    sentences,
    /^Questions or expectations changed at run 00000002, .*: what came before cannot be compared \(≠\)\.$/m,
  );
  assert.match(sentences, /^▲ ▼ mark where a level begins\. Intervals are 95 %\.$/m);
  assert.doesNotMatch(sentences, /left out/);
});

test('no line is wider than the terminal, and what has no room is named', async () => {
  for (const columns of [60, 80]) {
    const text = await told('--metric latencyP50', { columns, unfinished: 2 });
    for (const line of text.split('\n')) assert.ok(stringWidth(line) <= columns, line);
    if (columns === 60) assert.match(text, /A wider terminal also shows: a model of a v…body can read\./);
    assert.match(text.replaceAll('\n', ' '), /2 runs that ended early are left out\. To complete one: llm-bench resume <run>/);
  }
});

test('by day it has days, and says from how many on a change can show', async () => {
  const text = await told('--by day');
  assert.match(text, /^2026-10-03 {2}4 {5}0\.91 ±0\.03/m);
  assert.match(text, /^Changes of level show from 8 days on that asked the same; so far there are 6\.$/m);
});

test('what was never measured is said, not shown empty', async () => {
  assert.equal(await told('--metric ttftP50'), 'TTFT p50: not measured in any run of Support.\n');
});

test('JSON is the history itself', async () => {
  const history = JSON.parse(await told('--format json --metric errorRate')) as History;
  assert.deepEqual(history, JSON.parse(JSON.stringify(await historyFrom(falling, { metric: 'errorRate' }))));
});

test('CSV has a row for each point, with its interval and its marks', async () => {
  const [head, ...rows] = (await told('--format csv')).trimEnd().split('\r\n');
  assert.equal(head, 'at,runs,label,prompt,provider,model,metric,value,low,high,n,cases,questions_changed,change,change_p');
  assert.equal(rows.length, 24 + 18);
  assert.match(
    rows[0] ?? '',
    /^2026-10-01T03:00:00\.000Z,00000000-run,openai\/mini,main,openai,openai\/mini,quality,0\.9,0\.87,0\.93,200,100,false,,$/,
  );
  assert.match(rows[12] ?? '', /,false,worse,0\.00\d+$/);
  assert.match(rows[2] ?? '', /,true,,$/);
});

test('without --metric what changed in other figures is told below, and how to see it', async () => {
  const slower = falling.map((one, i) => {
    const latencyMs = { ...candidate('x').latencyMs, p50: estimate((i < 12 ? 1200 : 2400) + 7 * (i % 5), 20) };
    const candidates = one.figures?.candidates.map((own) => ({
      ...own,
      latencyMs: own.latencyMs && { ...own.latencyMs, ...latencyMs },
    }));
    return { ...one, figures: one.figures && { ...one.figures, candidates: candidates ?? [] } };
  });
  const line = /Latency p50 of openai\/mini rose from 1\.21 s to 2\.41 s on 2026-10-04 \(worse\): --metric latencyP50/;
  assert.match(await told('', { all: slower }), line);
  assert.doesNotMatch(await told('--metric quality', { all: slower }), /In other figures/);
  assert.doesNotMatch(await told(''), /In other figures/);
});

test('Markdown has the intervals, and keeps names from being markup', async () => {
  const named = falling.map((one) => {
    const candidates = one.figures?.candidates.map((own) => ({ ...own, label: `${own.label} | *x*` })) ?? [];
    return { ...one, figures: one.figures && { ...one.figures, candidates } };
  });
  const text = await told('--format md', { all: named });
  assert.match(text, /^# Support: Quality\n\n\| Run \| openai\/mini \\\| \\\*x\\\* \|/);
  assert.match(text, /^\| `00000012` 2026-10-04 03:00 UTC \| ▼ 0\.82 \(0\.79 to 0\.85\) \| /m);
  assert.match(text, /^- openai\/mini \\\| \\\*x\\\*: quality fell from/m);
});

test('control characters of a name reach no terminal', async () => {
  const hostile = stored(0, [candidate('mini\u001B[2J')]);
  const text = await told('', { all: [hostile, stored(1, [candidate('mini\u001B[2J')])] });
  assert.ok(!text.includes('\u001B'));
});

test('the suite is the only one, or named by its path or name', async () => {
  const suites = [support, other];
  const isSupport = async (line: string) => assert.match(await told(line, { suites }), /^Support: Quality/);
  await isSupport('Support');
  await isSupport('support');
  await isSupport(suitePath);
  await isSupport(`./${suitePath}`);
  await isSupport(`/home/me/${suitePath}`);
  const refused = (line: string, message: RegExp, place: Place = { suites }) =>
    assert.rejects(told(line, place), (error) => error instanceof UsageError && message.test(error.message));
  await refused(
    '',
    /^There are several suites: name one by its path\.\n {2}suites\/support\.bench\.yaml {2}\(Support\)\n {2}other\.bench\.yaml/,
  );
  await refused('Nobody', /^No suite "Nobody" was run here\. There are:\n {2}suites\/support/);
  await refused('Support', /^There are several suites/, { suites: [support, { ...other, name: 'Support' }] });
  await refused('', /^No runs are stored here yet/, { suites: [] });
  await refused('', /^No run of Support \(suites\/support\.bench\.yaml\) has finished with an answer yet\.$/, { all: [] });
});

test('what the command line cannot mean is refused in words', () => {
  const refused = (line: string, message: RegExp) =>
    assert.throws(
      () => readArgs(['history', ...line.split(' ')]),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  refused('--metric passrate', /^history takes --metric quality, passRate, .*, not "passrate"\. Did you mean passRate\?$/);
  refused('--by week', /^history takes --by run, day, not "week"/);
  refused('--format html', /^history takes --format table, json, md, csv, not "html"/);
  refused('a b', /^history takes one suite, not "a b"/);
});
