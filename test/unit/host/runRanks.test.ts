import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refOf } from '../../../src/core/report/effortOf.ts';
import { runRanker, type RankSources } from '../../../src/host/panel/runRanks.ts';
import type { ModelMatch, RankedModel, RankingAnswer } from '../../../src/shared/model/rankings.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const { comparison } = fixture();
const [mini] = comparison.candidates;
assert.ok(mini);

function ranked(name: string, rank: number, usd: number | null, latencyMs: number | null): RankedModel {
  const figures = { inputUsdPerMTok: usd, outputUsdPerMTok: usd, tokensPerSecond: null, ttftMs: null, latencyMs };
  return { id: name, name, aliases: [], creator: null, rank, score: 90 - rank, releasedAt: null, n: null, ...figures };
}

function general(models: readonly RankedModel[]): RankingAnswer {
  const of = { category: 'general', origin: 'openrouter', fetchedAt: '2026-11-21T09:00:00Z', index: 'index' } as const;
  return {
    category: 'general',
    ranking: { ...of, standsIn: false, models },
    source: 'cache',
    errors: [],
  };
}

const exact = (model: string): ModelMatch => ({ model, confidence: 'exact', because: '' });

function ranksBy(models: readonly RankedModel[], own: Partial<RankSources> = {}) {
  const known = new Map([['Imagined 1', [exact('nobody/imagined-1'), exact('openai/imagined-1')]]]);
  const ranker = runRanker({
    ...{ refs: comparison.candidates.map(refOf), suite: { models: [] }, answers: [general(models)] },
    matches: new Map([['openrouter', known]]),
    corrections: [],
    canAsk: (provider) => provider === 'openai',
    disabled: new Set(),
    ...own,
  });
  return ranker(comparison);
}

test('the best others ask no more than the cheapest of the run, by what the board says of it', () => {
  const models = [
    ranked('Imagined 1', 1, 1, null),
    ranked('Imagined 2', 2, 9, null),
    ranked('Imagined 3', 3, null, null),
    ranked('gpt-5-mini', 4, 2, null),
    ranked('gpt-5-mini (high)', 5, 1, null),
  ];
  const found = ranksBy(models);
  assert.deepEqual(found.others, [
    {
      ...{ under: 'cheapest', label: mini.label, limit: 2, category: 'general', unknown: 1 },
      models: [{ name: 'Imagined 1', rank: 1, score: 89, figure: 1, model: 'openai/imagined-1', canAsk: true }],
    },
  ]);
});

test('the best others are no slower than the fastest of the run; without such a figure there is no limit to keep', () => {
  const models = [ranked('Imagined 1', 1, null, 900), ranked('Imagined 2', 2, null, 3000), ranked('gpt-5-mini', 3, null, 1000)];
  const found = ranksBy(models, { canAsk: () => false });
  assert.deepEqual(
    found.others.map(({ under, limit, models: few }) => [under, limit, few.map(({ name, canAsk }) => [name, canAsk])]),
    [['fastest', 1000, [['Imagined 1', false]]]],
  );
});

test('a model that the user has disabled is not proposed, but another way to call it is', () => {
  const models = [ranked('Imagined 1', 1, 1, null), ranked('Imagined 2', 2, 1, null), ranked('gpt-5-mini', 3, 2, null)];
  const proposed = (...disabled: readonly string[]) =>
    ranksBy(models, { disabled: new Set(disabled) }).others.flatMap((group) =>
      group.models.map(({ name, model, canAsk }) => [name, model, canAsk]),
    );
  const other = ['Imagined 2', null, false];
  assert.deepEqual(proposed('openai/imagined-1'), [['Imagined 1', 'nobody/imagined-1', false], other]);
  assert.deepEqual(proposed('openai/imagined-1', 'nobody/imagined-1'), [other]);
});

test('a model of the run that the user has named is found by that name, and is none of the others', () => {
  const models = [ranked('Imagined 1', 1, 1, 100), ranked('Imagined 2', 2, 1, 100)];
  const correction = { origin: 'openrouter', id: 'Imagined 2', model: `${mini.provider}/${mini.model}` } as const;
  const found = ranksBy(models, { corrections: [correction] });
  const own = found.ranks.candidates.find(({ id }) => id === mini.id);
  assert.deepEqual(
    own?.ranks.map(({ name, confidence }) => [name, confidence]),
    [['Imagined 2', 'corrected']],
  );
  assert.deepEqual(new Set(found.others.flatMap((group) => group.models.map(({ name }) => name))), new Set(['Imagined 1']));
});

test('of the variants of a model the one that fits the reasoning effort of the run is taken', () => {
  const models = [ranked('gpt-5-mini (high)', 1, 1, 1), ranked('gpt-5-mini (low)', 2, 1, 1)];
  const spec = { ref: 'openai/gpt-5-mini', provider: 'openai', model: 'gpt-5-mini', label: mini.label };
  const rankOf = (reasoningEffort: 'high' | 'low') =>
    ranksBy(models, { suite: { models: [{ ...spec, params: { reasoningEffort } }] } }).ranks.candidates[0]?.ranks[0]?.name;
  assert.equal(rankOf('high'), 'gpt-5-mini (high)');
  assert.equal(rankOf('low'), 'gpt-5-mini (low)');
});
