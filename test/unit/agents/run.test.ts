import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCompare, readResults, readRun } from '../../../src/core/agents/chat/command.ts';
import { KnownFigures } from '../../../src/core/agents/chat/knownFigures.ts';
import { namesAt } from '../../../src/core/agents/chat/namesAt.ts';
import { priceOf, priceText } from '../../../src/core/agents/estimateOf.ts';
import { carryOut, planRun, planText, requireUnder } from '../../../src/core/agents/runSuite.ts';
import { capped } from '../../../src/core/capped.ts';
import { runTool } from '../../../src/core/mcp/runTool.ts';
import type { PreparedRun } from '../../../src/core/prepareRun.ts';
import { answer, coders, rankedDesk } from './boards.ts';
import { desk, emptyDesk, prepared, support, tickets } from './desk.ts';

const carrying = { signal: new AbortController().signal, onProgress: () => {} };

test('a plan says calls, models and cost, and takes models by label and cases by name', async () => {
  const planned = await planRun({ suite: 'tickets', models: ['acme/small'], cases: ['About refund'] }, emptyDesk());
  assert.deepEqual(planned.selection, { models: ['acme/small'], cases: ['refund'] });
  assert.equal(planText(planned), 'Tickets: 4 calls to 2 models, estimated at $0.05 to $0.5');
});

test('a plan above maxUsd is refused with both sums', async () => {
  await assert.rejects(planRun({ suite: 'tickets', maxUsd: 0.1 }, emptyDesk()), /up to \$0\.5, which is above maxUsd \(\$0\.1\)/);
});

test('a suite with errors is not planned: its first error is told', async () => {
  const faulty = tickets({ head: null, problems: ['error in line 3: There is no model.'] });
  await assert.rejects(
    planRun({ suite: 'tickets' }, { ...emptyDesk(), suites: async () => [faulty] }),
    /error in line 3: There is no model/,
  );
});

test('a price that nobody knows is named, and never told as nothing', () => {
  assert.equal(
    priceText(priceOf(prepared(null, ['acme/large'])), 2),
    '4 calls to 2 models, at a cost that is not known. No price is known for acme/large: what they cost comes on top',
  );
});

test('over MCP nothing is run before the cost was agreed to; the answer says what would be', async () => {
  const on = desk([support()], prepared(0.512345));
  const { text, data } = await runTool({ suite: 'tickets' }, on, carrying);
  assert.match(text, /Nothing was run and nothing was spent\.[^]*confirm: true, maxUsd: 0\.52 or more/);
  assert.equal(data['ran'], false);
  await runTool({ suite: 'tickets', maxUsd: 9 }, on, carrying);
  await runTool({ suite: 'tickets', confirm: true }, on, carrying);
  await assert.rejects(runTool({ suite: 'tickets', confirm: true, maxUsd: 0.1 }, on, carrying), /above maxUsd/);
  assert.equal(on.runs.length, 0);
  const done = await runTool({ suite: 'tickets', confirm: true, maxUsd: 0.52 }, on, carrying);
  assert.match(done.text, /The run is finished/);
  assert.deepEqual(
    on.runs.map(({ maxUsd }) => maxUsd),
    [0.52],
  );
});

test('over MCP a run is not begun under a cap that leaves no room for a call, and a cap with room is named', async () => {
  const price = { inputPerMTok: 1, outputPerMTok: 10, cachedInputPerMTok: null, cacheWritePerMTok: null };
  const row = { ...price, source: 'genai-prices', matchedModel: 'large', exact: true } as const;
  const on = desk([support()], prepared(0.02, [], { 'acme/large': row }));
  // An answer without a limit may have 4,096 tokens.
  const { data } = await runTool({ suite: 'tickets', confirm: true, maxUsd: 0.03 }, on, carrying);
  assert.equal(on.runs.length, 0);
  assert.deepEqual(data['callAgainWith'], ['confirm: true', 'maxUsd: 0.07 or more (the run stops there)']);
  await runTool({ suite: 'tickets', confirm: true, maxUsd: 0.07 }, on, carrying);
  assert.equal(on.runs.length, 1);
});

test('over MCP models without a known price need a word of their own', async () => {
  const on = desk([support()], prepared(0.5, ['acme/large']));
  const { data } = await runTool({ suite: 'tickets', confirm: true, maxUsd: 1 }, on, carrying);
  assert.deepEqual(data['callAgainWith'], [
    'confirm: true',
    'maxUsd: 0.5 or more (the run stops there)',
    'allowUnknownCost: true',
  ]);
  assert.equal(on.runs.length, 0);
  await runTool({ suite: 'tickets', confirm: true, maxUsd: 1, allowUnknownCost: true }, on, carrying);
  assert.equal(on.runs.length, 1);
});

test('under a maxUsd a run is not begun that may cost more, or whose first call has no room', () => {
  const price = { inputPerMTok: 1, outputPerMTok: 10, cachedInputPerMTok: null, cacheWritePerMTok: null };
  const row = { ...price, source: 'genai-prices', matchedModel: 'large', exact: true } as const;
  const ready = prepared(0.02, [], { 'acme/large': row });
  assert.throws(() => requireUnder(0.01, ready), /up to \$0\.02, which is above maxUsd \(\$0\.01\)/);
  assert.throws(() => requireUnder(0.03, ready), /One call may cost up to \$0\.04\d* at its worst.*maxUsd \(\$0\.03\)/);
  requireUnder(0.07, ready);
});

test('what an agent names as maxUsd goes with the run', async () => {
  const on = desk();
  await carryOut(await planRun({ suite: 'tickets', maxUsd: 0.6 }, on), carrying, on);
  await carryOut(await planRun({ suite: 'tickets' }, on), carrying, on);
  assert.deepEqual(
    on.runs.map(({ maxUsd }) => maxUsd),
    [0.6, null],
  );
});

test('a cap is the smaller of the suite’s budget and what was agreed to; made-up prices have none', () => {
  const { suite } = prepared(1);
  assert.equal(capped(suite, 0.5).budgetUsd, 0.5);
  assert.equal(capped({ ...suite, budgetUsd: 0.2 }, 0.5).budgetUsd, 0.2);
  assert.equal(capped({ ...suite, budgetUsd: 0.2 }, null).budgetUsd, 0.2);
  const demo = suite.models.map((model) => ({ ...model, provider: 'demo' }));
  assert.equal(capped({ ...suite, models: demo }, 0.5).budgetUsd, null);
});

test('a model on this machine has no price and costs nothing', () => {
  const endpoints = { 'acme/large': { baseUrl: 'http://127.0.0.1:11434/v1' } } as unknown as PreparedRun['endpoints'];
  assert.equal(priceText(priceOf({ ...prepared(null, ['acme/large']), endpoints }), 2), '4 calls to 2 models, free of charge');
  const far = { 'acme/large': { baseUrl: 'https://llm.example/v1' } } as unknown as PreparedRun['endpoints'];
  assert.deepEqual(priceOf({ ...prepared(null, ['acme/large']), endpoints: far }).unknownModels, ['acme/large']);
});

test('what is typed after a command is read as the tools take it', () => {
  assert.equal(readRun('  ', []), null);
  assert.deepEqual(readRun('my suite with demo/a,  demo/b', []), { suite: 'my suite', models: ['demo/a', 'demo/b'] });
  assert.deepEqual(readRun('quickstart', []), { suite: 'quickstart' });
  assert.deepEqual(readCompare(''), {});
  assert.deepEqual(readCompare('93c566aa Latest'), { runs: ['93c566aa', 'latest'] });
  assert.deepEqual(readCompare('support replies'), { suite: 'support replies' });
  assert.deepEqual(readResults(' tickets '), { suite: 'tickets' });
});

test('a suite whose name or path has a “with” of its own is run by it, with or without models', () => {
  const suites = ['Chat with customers', 'Chat'].map((name) => ({ path: `${name}.bench.yaml`, name }));
  assert.deepEqual(readRun('chat with customers', suites), { suite: 'chat with customers' });
  assert.deepEqual(readRun('Chat with customers.bench.yaml', suites), { suite: 'Chat with customers.bench.yaml' });
  assert.deepEqual(readRun('Chat with customers with demo/a, sonata with tools', suites), {
    suite: 'Chat with customers',
    models: ['demo/a', 'sonata with tools'],
  });
  assert.deepEqual(readRun('Chat with demo/a', suites), { suite: 'Chat', models: ['demo/a'] });
});

/** What a model's words come to, line by line. */
function said(material: string, names: readonly string[], ...lines: readonly string[]): readonly string[] {
  const words = new KnownFigures(material, names);
  return lines.filter((line) => words.take(`${line}\n`) !== '');
}

test('digits of names, settings and counts are no figures, and pass in no other place', () => {
  const material =
    'Take **gpt\\_5 @ 0.7**: 26 % less, quality 0.93 (95 % interval 0.89 to 0.97), 1,200 cases, 2026-11-21 14:02 UTC, run 93c566aa.\n\n7. openai/o3-mini: Top 10 questions, 4o';
  const names = ['gpt_5 @ 0.7', '4o', 'Top 10 questions'];
  const fine = [
    'gpt_5 @ 0.7 has a quality of 0.93 (95 % interval 0.89 to 0.97) and costs 26% less.',
    '- `openai/o3-mini` and 4o answered the 1200 cases of “Top 10 questions” in run 93c566aa of 2026-11-21.',
  ];
  assert.deepEqual(said(material, names, ...fine), fine);
  const wrong = ['5 times cheaper', '0.7 at best', 'right in 95 %', '26 times', '3 of them', '10 wins', '4 wins', '21 % more'];
  assert.deepEqual(said(material, names, ...wrong, '1200 times', '93 wins', '7 wins', '14 s'), []);
});

test('a name that is a number makes no figure known, and hides none', () => {
  assert.deepEqual(said('Take 5: quality 0.95, over 5 limits', ['5'], '5 times cheaper', 'quality 0.95'), ['quality 0.95']);
});

test('names in a question, and those of the desk, are told from figures', async () => {
  const names = await namesAt(rankedDesk([answer(coders)], ['openai/gpt-5'], { on: desk() }));
  for (const name of ['acme/large', 'Tickets', 'tickets.bench.yaml', 'openai/gpt-5', 'Claude Haiku 4.5', 'coding index'])
    assert.ok(names.includes(name), name);
  const question = 'Is gpt-6-ultra within $3?';
  const lines = ['gpt-6-ultra was not measured', '6 times', 'Within $3'];
  assert.deepEqual(said(question, names, ...lines), [lines[0], lines[2]]);
});

test("a model's lines pass only with figures that were given to it, however they are cut into pieces", () => {
  const words = new KnownFigures('quality 0.93 of 1,500 answers');
  const shown = ['1. It has 0.', '93.\nOf 15', '00 answers.\nThat is 7 % more.\n', 'Fine']
    .map((piece) => words.take(piece))
    .join('');
  assert.equal(shown + words.end(), '1. It has 0.93.\nOf 1500 answers.\nFine');
  assert.equal(words.leftOut, 1);
});
