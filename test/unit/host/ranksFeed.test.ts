import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { RanksFeed, type RanksFeedParts } from '../../../src/host/panel/ranksFeed.ts';
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

/** A feed, what it told, and how often the kept rankings were read. */
function feedOf(kept: () => Promise<readonly RankingAnswer[]>) {
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
      matches: async () => new Map(),
      corrections: async () => [],
    },
    providers: async () => [],
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
