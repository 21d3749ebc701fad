import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canBeAsked } from '../../../src/host/providers/canBeAsked.ts';
import { disabledRefs } from '../../../src/host/rankings/disabledRefs.ts';
import {
  categoryNodes,
  childrenOf,
  faultNodes,
  filterText,
  leftOutText,
  noFilter,
  pageModels,
  rankedParts,
  readLimits,
  type BoardState,
  type CategoryNode,
  type RankingFacts,
} from '../../../src/host/views/rankingList.ts';
import type {
  CategoryRanking,
  ModelMatch,
  RankedModel,
  RankingAnswer,
  RankingOrigin,
  SourceError,
  SourceHealth,
} from '../../../src/shared/model/rankings.ts';

const now = new Date('2026-11-21T12:00:00Z');

function ranked(rank: number, own: Partial<RankedModel> = {}): RankedModel {
  const figures = { inputUsdPerMTok: rank, outputUsdPerMTok: rank, tokensPerSecond: null, ttftMs: null, latencyMs: rank * 1000 };
  const name = `Imagined ${rank}`;
  return {
    id: `m${rank}`,
    name,
    aliases: [],
    creator: null,
    rank,
    score: 80 - rank,
    releasedAt: null,
    n: null,
    ...figures,
    ...own,
  };
}

function answer(models: readonly RankedModel[], own: Partial<CategoryRanking> = {}): RankingAnswer {
  const fetchedAt = '2026-11-21T09:00:00Z';
  const ranking: CategoryRanking = {
    ...{ category: 'coding', origin: 'openrouter', fetchedAt, index: 'coding index', standsIn: false },
    models,
    ...own,
  };
  return { category: ranking.category, ranking, source: 'cache', errors: [] };
}

const exact = (model: string): ModelMatch => ({ model, confidence: 'exact', because: '' });
const guess = (model: string): ModelMatch => ({ model, confidence: 'guess', because: 'a similar name' });

function facts(
  own: Partial<RankingFacts> & { readonly matched?: Readonly<Record<string, readonly ModelMatch[]>> } = {},
): RankingFacts {
  const { matched = {}, ...rest } = own;
  const matches = new Map<RankingOrigin, ReadonlyMap<string, readonly ModelMatch[]>>([
    ['openrouter', new Map(Object.entries(matched))],
  ]);
  return {
    answers: [answer([ranked(1), ranked(2), ranked(3)])],
    matches,
    askable: ['openai'],
    disabled: new Set(),
    filter: noFilter,
    now,
    ...rest,
  };
}

function only(nodes: readonly CategoryNode[]): CategoryNode {
  const [node] = nodes;
  assert.ok(node && nodes.length === 1);
  return node;
}

const names = ({ models }: CategoryNode) => models.map(({ ranked: { name } }) => name);

test('a category lists its models, best first; one without a ranking is no row', () => {
  const none: RankingAnswer = { category: 'empathy', ranking: null, source: null, errors: [] };
  const node = only(categoryNodes(facts({ answers: [answer([ranked(1), ranked(2)]), none] })));
  assert.deepEqual(names(node), ['Imagined 1', 'Imagined 2']);
  assert.equal(node.age, 'fresh');
});

test('a ranking older than a day is stale', () => {
  const old = answer([ranked(1), ranked(2)], { fetchedAt: '2026-11-18T12:00:00Z' });
  assert.equal(only(categoryNodes(facts({ answers: [old] }))).age, 'usable');
});

test('of several matches a model is called by one whose provider can be called, and a guess is said to be one', () => {
  const matched = { m1: [exact('anthropic/imagined-1'), exact('openai/imagined-1')], m2: [guess('openai/imagined-2')] };
  const [first, second, third] = only(categoryNodes(facts({ matched }))).models;
  assert.ok(first && second && third);
  assert.deepEqual([first.ref, first.canAsk], ['openai/imagined-1', true]);
  assert.deepEqual(rankedParts(first, '79'), ['79', '$1.00/M', 'openai/imagined-1', 'can be called']);
  assert.deepEqual([second.ref, second.guess], [null, 'openai/imagined-2'], 'a guess is nothing to call it by');
  assert.deepEqual(rankedParts(second, '78').slice(0, 3), ['78', '$2.00/M', 'perhaps openai/imagined-2']);
  assert.deepEqual([third.ref, third.canAsk], [null, false]);
  assert.deepEqual(rankedParts(third, '77'), ['77', '$3.00/M']);
});

test('only what can be called is listed on demand, by matches that are more than a guess', () => {
  const matched = { m1: [exact('anthropic/imagined-1')], m2: [exact('openai/imagined-2')], m3: [guess('openai/imagined-3')] };
  const filter = { ...noFilter, onlyAskable: true };
  assert.deepEqual(names(only(categoryNodes(facts({ matched, filter })))), ['Imagined 2']);
});

test('a model that the user has disabled cannot be called, unless another provider has it', () => {
  const off = { reason: '', since: '2026-11-21' };
  const nodeOf = (ref: string) => ({ kind: 'model', ref, name: ref, detail: '', disabled: off, failing: null }) as const;
  const disabled = disabledRefs([{ models: ['openai/imagined-1', 'openai/imagined-2'].map(nodeOf) }]);
  const matched = {
    m1: [exact('openai/imagined-1')],
    m2: [exact('openai/imagined-2'), exact('groq/imagined-2')],
    m3: [exact('openai/imagined-3')],
  };
  const askable = ['openai', 'groq'];
  const { models } = only(categoryNodes(facts({ matched, askable, disabled })));
  assert.deepEqual(
    models.map((node) => rankedParts(node, '').slice(1)),
    [
      ['openai/imagined-1', 'disabled'],
      ['groq/imagined-2', 'can be called'],
      ['openai/imagined-3', 'can be called'],
    ],
  );
  const filter = { ...noFilter, onlyAskable: true };
  assert.deepEqual(names(only(categoryNodes(facts({ matched, askable, disabled, filter })))), ['Imagined 2', 'Imagined 3']);
});

test('under a limit are the models that are known to keep it; those of unknown price are counted', () => {
  const models = [ranked(1, { inputUsdPerMTok: null, outputUsdPerMTok: null }), ranked(2), ranked(3)];
  const filter = { ...noFilter, maxUsdPerMTok: 2 };
  const node = only(categoryNodes(facts({ answers: [answer(models)], filter })));
  assert.deepEqual(names(node), ['Imagined 2']);
  assert.equal(node.unknown, 1);
  assert.equal(leftOutText(node.unknown), '1 model left out: price or latency unknown');
});

test('a long ranking is shown by the page; what is left, what is not known and the credit follow the models', () => {
  const models = Array.from({ length: pageModels + 7 }, (_, place) => ranked(place + 1, place === 0 ? { latencyMs: null } : {}));
  const filter = { ...noFilter, maxLatencyMs: 1e9 };
  const node = only(categoryNodes(facts({ answers: [answer(models)], filter })));
  const credit = { text: 'Data from a board', url: 'https://board.example/' };
  const rows = childrenOf(node, 1, credit);
  assert.equal(rows.length, pageModels + 3);
  assert.deepEqual(
    rows.slice(-3).map(({ kind }) => kind),
    ['more-ranked', 'left-out', 'credit'],
  );
  assert.deepEqual(rows.at(-3), { kind: 'more-ranked', category: 'coding', left: 6 });
  assert.ok(!childrenOf(node, 2, credit).some(({ kind }) => kind === 'more-ranked'));
  assert.ok(!childrenOf(node, 2, null).some(({ kind }) => kind === 'credit'), 'what we measured ourselves is to nobody’s credit');
});

const error: SourceError = { kind: 'network', message: 'No answer', advice: 'Try later', status: null, until: null };

function health(lastSuccessAt: string | null, failedAt: string | null): SourceHealth {
  const lastFailure = failedAt === null ? null : { at: failedAt, error };
  const counts = { attempts: 2, successes: 1, failures: 1, successRate: 0.5, waitsUntil: null };
  return { source: 'openrouter', ...counts, lastSuccessAt, lastFailure };
}

const keyless: BoardState = { id: 'openrouter', enabled: true, needsKey: false, hasKey: false };

test('a board whose last use failed is a row, until it answers again', () => {
  const failing = health('2026-11-21T08:00:00Z', '2026-11-21T09:00:00Z');
  assert.deepEqual(faultNodes({ sources: [failing] }, [keyless]), [{ kind: 'fault', source: 'openrouter', error }]);
  const well = health('2026-11-21T10:00:00Z', '2026-11-21T09:00:00Z');
  assert.deepEqual(faultNodes({ sources: [well] }, [keyless]), []);
  assert.deepEqual(faultNodes({ sources: [failing] }, [{ ...keyless, enabled: false }]), []);
});

test('a board that lacks its key is a row without an error', () => {
  const board: BoardState = { id: 'llm-stats', enabled: true, needsKey: true, hasKey: false };
  assert.deepEqual(faultNodes({ sources: [] }, [board]), [{ kind: 'fault', source: 'llm-stats', error: null }]);
  assert.deepEqual(faultNodes({ sources: [] }, [{ ...board, hasKey: true }]), []);
});

test('limits are read as people write them, and nothing else is', () => {
  const limits = (maxUsdPerMTok: number | null, maxLatencyMs: number | null) => ({ maxUsdPerMTok, maxLatencyMs });
  assert.deepEqual(readLimits(''), limits(null, null));
  assert.deepEqual(readLimits('$2'), limits(2, null));
  assert.deepEqual(readLimits('0.5 USD'), limits(0.5, null));
  assert.deepEqual(readLimits('5s'), limits(null, 5000));
  assert.deepEqual(readLimits('800 ms'), limits(null, 800));
  for (const both of ['$2, 5 s', '5 s $2', '2 usd; 5s', '$2 5000 ms']) assert.deepEqual(readLimits(both), limits(2, 5000), both);
  for (const wrong of ['2', '$', 'cheap', '$2 $3', '1 s, 2 s', '-$2', '$2 5 m', '5 s s'])
    assert.equal(readLimits(wrong), null, wrong);
});

test('the filter is said in a line, the limits first, since a narrow side bar cuts off the end', () => {
  assert.equal(filterText(noFilter), '');
  assert.equal(
    filterText({ onlyAskable: true, maxUsdPerMTok: 2, maxLatencyMs: 5000 }),
    '≤ $2.00/M · ≤ 5 s · only what can be called',
  );
});

test('who has a key can be called; without one, who takes none and is in use', () => {
  const origin = 'http://127.0.0.1:1';
  const key = { kind: 'key', origin, spare: false } as const;
  const open = { kind: 'open', origin, local: true } as const;
  assert.equal(canBeAsked({ access: key, hasKey: true, inUse: true }), true);
  assert.equal(canBeAsked({ access: key, hasKey: false, inUse: true }), false);
  assert.equal(canBeAsked({ access: { ...key, spare: true }, hasKey: false, inUse: true }), true);
  assert.equal(canBeAsked({ access: open, hasKey: false, inUse: true }), true);
  assert.equal(canBeAsked({ access: open, hasKey: false, inUse: false }), false);
  assert.equal(canBeAsked({ access: { kind: 'unset', message: 'no address' }, hasKey: false, inUse: true }), false);
});
