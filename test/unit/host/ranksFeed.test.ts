import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { noUserProviders } from '../../../src/core/ports.ts';
import { RanksFeed, type RanksFeedParts } from '../../../src/host/panel/ranksFeed.ts';
import { listProviders } from '../../../src/host/views/providerList.ts';
import { Emitter } from '../../../src/shared/base/emitter.ts';
import type { RankingAnswer } from '../../../src/shared/model/rankings.ts';
import type { RunRanks } from '../../../src/shared/model/runRanks.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const { comparison } = fixture();
const model = {
  aliases: [],
  creator: null,
  score: 1,
  releasedAt: null,
  n: null,
  tokensPerSecond: null,
  ttftMs: null,
  latencyMs: null,
};
const figures = { inputUsdPerMTok: null, outputUsdPerMTok: null };
const of = { category: 'general', origin: 'openrouter', fetchedAt: '2026-11-21T09:00:00Z', index: 'index' } as const;
const models = ['gpt-5-mini', 'Imagined 1'].map((name, place) => ({ id: name, name, rank: place + 1, ...model, ...figures }));
const answer: RankingAnswer = {
  category: 'general',
  ranking: { ...of, standsIn: false, models },
  source: 'cache',
  errors: [],
};

const imagined = { model: 'openai/imagined-1', confidence: 'exact', because: '' } as const;

/** A feed, what it told, and how often the kept rankings were read. */
function feedOf(kept: () => Promise<readonly RankingAnswer[]>, providers: RanksFeedParts['providers'] = async () => []) {
  const changes = new Emitter<void>();
  const read = mock.fn(kept);
  const told: (RunRanks | null | string)[] = [];
  let heard = Promise.withResolvers<void>();
  const tell = async (what: RunRanks | null | string) => {
    told.push(what);
    heard.resolve();
  };
  const parts: RanksFeedParts = {
    rankings: {
      onDidChange: changes.event,
      kept: read,
      matches: async () => new Map([['openrouter', new Map([['Imagined 1', [imagined]]])]]),
      corrections: async () => [],
    },
    providers,
    store: async () => ({ head: async () => null }),
    shown: () => comparison,
    send: tell,
    failed: (error) => tell(String(error)),
  };
  const next = async () => {
    await heard.promise;
    heard = Promise.withResolvers();
  };
  return { feed: new RanksFeed(parts), changes, read, told, next };
}

test('nothing is read before the page asks; then it hears what is kept', async () => {
  const { feed, read, told, next } = feedOf(async () => [answer]);
  feed.request();
  assert.equal(read.mock.callCount(), 0);
  feed.want(true);
  await next();
  const [found] = told;
  assert.ok(typeof found === 'object' && found !== null);
  assert.deepEqual(
    found.ranks.candidates.flatMap(({ ranks }) => ranks.map(({ name }) => name)),
    ['gpt-5-mini'],
  );
  feed.dispose();
});

test('the rankings are read again when they are others, and not for other figures of the run', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { feed, changes, read, next } = feedOf(async () => [answer]);
  feed.want(true);
  await next();
  feed.request();
  t.mock.timers.tick(2_000);
  await next();
  assert.equal(read.mock.callCount(), 1);
  changes.fire();
  t.mock.timers.tick(2_000);
  await next();
  assert.equal(read.mock.callCount(), 2);
  feed.dispose();
});

test('a model that the user has disabled is not proposed to the page, whatever key is set', async () => {
  const priced = models.map((one) => ({ ...one, inputUsdPerMTok: 1, outputUsdPerMTok: 1 }));
  const dear = { ...answer, ranking: { ...of, standsIn: false, models: priced } };
  const proposed = async (...off: readonly string[]) => {
    const disabled = new Map(off.map((ref) => [ref, { reason: '', since: '2026-11-21' }]));
    const withKey = ['https://api.openai.com'];
    const facts = { suites: [], user: noUserProviders, withKey, disabled, failing: new Map() };
    const { feed, told, next } = feedOf(
      async () => [dear],
      async () => listProviders(facts),
    );
    feed.want(true);
    await next();
    feed.dispose();
    const [found] = told;
    assert.ok(typeof found === 'object' && found !== null);
    return found.others.flatMap((group) => group.models.map(({ model: ref, canAsk }) => [ref, canAsk]));
  };
  assert.deepEqual(await proposed(), [['openai/imagined-1', true]]);
  assert.deepEqual(await proposed('openai/imagined-1'), []);
});

test('where nothing is kept, or nothing can be read, the page is told that', async () => {
  const none = feedOf(async () => []);
  none.feed.want(true);
  await none.next();
  assert.deepEqual(none.told, [null]);
  none.feed.dispose();
  const broken = feedOf(() => Promise.reject(new Error('The disk is gone.')));
  broken.feed.want(true);
  await broken.next();
  assert.deepEqual(broken.told, ['Error: The disk is gone.']);
  broken.feed.dispose();
});
