import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRankings } from '../../../src/core/agents/chat/command.ts';
import { inTurn } from '../../../src/core/agents/inTurn.ts';
import { listRankings } from '../../../src/core/agents/listRankings.ts';
import { recommend } from '../../../src/core/agents/recommend.ts';
import type { AgentDesk } from '../../../src/core/agents/spec.ts';
import type { RankingAnswer } from '../../../src/shared/model/rankings.ts';
import { candidate, estimate } from '../report/fixtures.ts';
import { answer, coders, ranked, rankedDesk, ranking } from './boards.ts';
import { desk, emptyDesk, support } from './desk.ts';

const callable = ['openai/gpt-5', 'openai/gpt-5-mini', 'anthropic/claude-haiku-4-5'];
const never = new AbortController().signal;
const generals = ranking('general', [ranked('GPT-5 mini', 1, { creator: 'OpenAI' }), ranked('GPT-5', 2, { creator: 'OpenAI' })]);

function list(on: AgentDesk, input: Parameters<typeof listRankings>[0] = {}) {
  return listRankings(input, on, never);
}

test('rankings are listed with rank, price, the name to call by, index, source, age and credit', async () => {
  const { text, data } = await list(rankedDesk([answer(coders)], callable));
  assert.match(text, /### Coding: by the coding index \(Artificial Analysis, kept, 3 hours ago, 4 models\)/);
  assert.match(text, /\| GPT-5 \| 2 \| 78 \| \$1\.25 \/ \$10\.00 \| 9 s \| `openai\/gpt-5` \|/);
  assert.match(text, /\| Wonder 9 \| 1 \| 79 \| – \| – \| – \|/);
  assert.match(text, /\[Data from Artificial Analysis\]\(https:\/\/artificialanalysis\.ai\/\)/);
  const [first] = data['rankings'] as { models: { callable: string | null }[]; credit: { url: string } }[];
  assert.deepEqual(
    first?.models.map((model) => model.callable),
    [null, ...callable],
  );
  assert.equal(first.credit.url, 'https://artificialanalysis.ai/');
});

test('models over a limit are left out, and those of whom it is not known are counted apart', async () => {
  const { text } = await list(rankedDesk([answer(coders)], callable), { maxUsdPerMTok: 1 });
  assert.match(text, /\| GPT-5 mini \|/);
  assert.doesNotMatch(text, /\| GPT-5 \|/);
  assert.match(text, /Left out: 1 over the price, 2 whose price the board does not tell\./);
});

test('before anything was fetched no board is asked, unless the asker says so', async () => {
  const on = rankedDesk([], callable);
  assert.match((await list(on)).text, /No public ranking is kept here\. Call list_rankings with refresh: true/);
  assert.deepEqual(on.asked, []);
  await list(on, { refresh: true, category: 'math' });
  assert.deepEqual(
    on.asked.map(({ categories, fresh, trigger }) => ({ categories, fresh, trigger })),
    [{ categories: ['math'], fresh: true, trigger: 'agent' }],
  );
});

test('after a minimal test alone no board is asked: what the test said is told, and how to ask them', async () => {
  const test = ranking('coding', coders.models, { origin: 'minimal-test', index: 'minimal test' });
  const on = rankedDesk([answer(test)], callable);
  const { text } = await list(on);
  assert.deepEqual(on.asked, []);
  assert.match(text, /No public ranking is kept here\. Call list_rankings with refresh: true[^]*### Coding: by the minimal test/);
  assert.doesNotMatch((await list(on, { category: 'math' })).text, /Coding/);
  assert.deepEqual(on.asked, []);
});

test('what failed is told once a source, with what to do and no mark-up of theirs', async () => {
  const error = {
    kind: 'needs-key',
    message: 'LLM Stats *needs* a key.',
    advice: 'Set one.',
    status: null,
    until: null,
  } as const;
  const failed = (category: RankingAnswer['category']): RankingAnswer => {
    return { category, ranking: null, source: null, errors: [{ source: 'llm-stats', error }] };
  };
  const { text, data } = await list(rankedDesk([failed('coding'), failed('math')], callable), { refresh: true });
  assert.match(
    text,
    /No source had a ranking[^]*No ranking of coding, math:\n\n- LLM Stats: LLM Stats \\\*needs\\\* a key\. Set one\.$/,
  );
  assert.deepEqual(data['failures'], [
    { categories: ['coding', 'math'], source: 'llm-stats', kind: 'needs-key', message: error.message },
  ]);
});

test('where nothing was measured, the best-ranked that can be called are named, as the word of a board', async () => {
  const { text, data } = await recommend(
    { task: 'Write Python code for me' },
    rankedDesk([answer(generals), answer(coders)], callable),
  );
  assert.match(text, /^Nothing was measured here yet/);
  assert.match(text, /### By a public board, and not by a measurement/);
  assert.match(
    text,
    /by the coding index \(Artificial Analysis, kept, 3 hours ago\)\.\n\n1\. \*\*openai\/gpt-5\*\*[^]*2\. \*\*openai\/gpt-5-mini\*\*/,
  );
  assert.doesNotMatch(text, /Wonder/);
  assert.match(text, /\[Data from Artificial Analysis\]/);
  assert.match(text, /```yaml\nname: "Write Python code for me"\nmodels:\n {2}- "openai\/gpt-5"/);
  assert.equal(data['measured'], false);
  assert.equal((data['insteadOfRuns'] as { category: string }).category, 'coding');
});

test('the category that is named stands before the words of the task, and general stands in where none is kept', async () => {
  const on = rankedDesk([answer(generals), answer(coders)], callable);
  const named = await recommend({ task: 'Write Python code', category: 'general' }, on);
  assert.match(named.text, /by the general index[^]*1\. \*\*openai\/gpt-5-mini\*\*/);
  const missing = await recommend({ category: 'math' }, on);
  assert.match(missing.text, /by the general index[^]*There is no ranking for math\./);
});

test('limits hold for what a board says, too', async () => {
  const { text } = await recommend({ category: 'coding', maxLatencyMs: 5_000 }, rankedDesk([answer(coders)], callable));
  assert.match(text, /1\. \*\*openai\/gpt-5-mini\*\*/);
  assert.doesNotMatch(text, /2\. /);
  assert.match(text, /Left out: 1 over the latency, 1 whose latency the board does not tell\./);
});

test('a limit that only a run can tell is said not to be held', async () => {
  const { text } = await recommend({ category: 'coding', minQuality: 0.9 }, rankedDesk([answer(coders)], callable));
  assert.match(text, /1\. \*\*openai\/gpt-5\*\*[^]*Not held against minQuality: only a run can tell\./);
});

test('a guessed match is nobody to call, and a corrected one is', async () => {
  const other = ranking('coding', [ranked('Some Thing', 1), ranked('Other Thing', 2)]);
  const corrections = [{ origin: 'artificial-analysis', id: 'id of Other Thing', model: 'openai/gpt-5' }] as const;
  const { text } = await recommend({ category: 'coding' }, rankedDesk([answer(other)], callable, { corrections }));
  assert.match(text, /1\. \*\*openai\/gpt-5\*\* \(Other Thing\): rank 2 of 2[^\n]*matched by you/);
});

test('without any ranking the models that can be called take turns, one of each provider', async () => {
  const on = rankedDesk([], callable);
  const first = await recommend({}, on);
  assert.match(first.text, /take those that can be called in turn\.\n\n1\. openai\/gpt-5\n2\. anthropic\//);
  assert.match((await recommend({}, on)).text, /1\. anthropic\/\S+\n2\. openai\/gpt-5/);
  assert.deepEqual(inTurn([], on), []);
  assert.match((await recommend({}, emptyDesk())).text, /no model can be called yet: set the key of a provider/);
});

test('the minimal test is not called a board, and says on how little it rests', async () => {
  const index = 'share of 3 prompts answered right';
  const own = ranking('coding', [ranked('openai/gpt-5', 1, { id: 'openai/gpt-5', n: 3 })], { origin: 'minimal-test', index });
  const { text } = await recommend({ task: 'code' }, rankedDesk([answer(own)], callable));
  assert.match(text, /### By the minimal test, and not by your cases\n/);
  assert.match(text, /\*\*openai\/gpt-5\*\*[^]*A share of 3 prompts answered right is a rough order: measure these/);
  assert.doesNotMatch(text, /board/);
});

test('where a board ranks none of the models that can be called, or none keeps to the limits, it is said', async () => {
  const unknown = await recommend({ task: 'code' }, rankedDesk([answer(coders)], ['groq/llama-7-99b', 'mistral/nothing']));
  assert.match(unknown.text, /The board ranks none of them\.[^]*take those that can be called in turn\.\n\n1\. groq\//);
  const tight = await recommend({ category: 'coding', maxUsdPerMTok: 0.01 }, rankedDesk([answer(coders)], callable));
  assert.match(tight.text, /None of them keeps to the limits\.\n\nLeft out: 2 over the price, 1 whose price/);
  assert.doesNotMatch(tight.text, /in turn/);
});

test('where no model can be called yet, it is said how to change that, and the draft names none', async () => {
  const { text } = await recommend({ task: 'poems' }, rankedDesk([answer(generals)], []));
  assert.match(text, /No model can be called here yet: set the key of a provider\. Of all models[^]*1\. \*\*GPT-5 mini\*\*:/);
  assert.match(text, /models:\n {2}- "provider\/model"/);
});

test('what was measured comes first; the board stands beside it, with what it says against it', async () => {
  const large = candidate('openai/gpt-5', { provider: 'openai', model: 'gpt-5', quality: estimate(0.6, 0.02) });
  const small = candidate('openai/gpt-5-mini', { provider: 'openai', model: 'gpt-5-mini', quality: estimate(0.9, 0.02) });
  const pair = {
    a: small.id,
    b: large.id,
    difference: estimate(0.3, 0.02),
    pValue: 0,
    verdict: 'better',
    nonInferior: true,
    moreCases: null,
  } as const;
  const own = support({ candidates: [large, small], pairs: [pair], categories: [], matrix: [] });
  const { text, data } = await recommend(
    {},
    rankedDesk([answer(ranking('general', coders.models))], callable, { on: desk([own]) }),
  );
  assert.match(text, /^### By [^]*Take \*\*openai\/gpt-5-mini\*\*[^]*### What a public board says of these models/);
  assert.match(text, /- openai\/gpt-5: rank 2 of 4 \(78\), the same model/);
  assert.match(text, /\*\*Disagreement:\*\* Your cases put openai\/gpt\S*mini above openai\/gpt\S*5 [^]*rank 2 against 3/);
  assert.equal(data['insteadOfRuns'], null);
  assert.equal((data['besideRuns'] as { disagreements: string[] }).disagreements.length, 1);
});

test('models that no board names are left without a board’s word', async () => {
  const { text, data } = await recommend({}, rankedDesk([answer(coders)], callable, { on: desk() }));
  assert.doesNotMatch(text, /board/);
  assert.equal(data['besideRuns'], null);
});

test('/rankings takes a category by any of its names, and the wish to ask anew', () => {
  assert.deepEqual(readRankings(''), {});
  assert.deepEqual(readRankings('for programming'), { category: 'coding' });
  assert.deepEqual(readRankings('maths, refresh'), { category: 'math', refresh: true });
});
