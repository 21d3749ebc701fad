import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { sourceError } from '../../../src/core/rankings/getBoard.ts';
import { jittered } from '../../../src/core/rankings/refreshRule.ts';
import { nothingKept } from '../../../src/core/rankings/spec.ts';
import type { Board, BoardAnswer, BoardRequest, KeptRankings, MinimalTest } from '../../../src/core/rankings/spec.ts';
import { rankingBoards } from '../../../src/shared/model/rankings.ts';
import type { RankingBoard, RankingCategory, RankingSource, SourceErrorKind } from '../../../src/shared/model/rankings.ts';
import { mulberry32 } from '../../engine/random.ts';
import { chain, dayMs, fakeBoard, hourMs, noon, ranking } from './fakeChain.ts';

/**
 * The availability table: a thousand refreshes, one each 12 h, with outages by seed, through the real chain.
 * `shares` are what the chain is to make of the availabilities: p(i) · Π (1 − p(j)) over the sources before it, and
 * `kept`, the rest, in which no board answers: the cache does, or nobody.
 */
interface Scenario {
  readonly name: string;
  readonly available: Readonly<Record<RankingBoard, number>>;
  /** Of this machine's network, without which no board can be reached. */
  readonly network: number;
  /** Mean length of an outage; 0: each refresh finds the boards as if it had never asked before. */
  readonly outageHours: number;
  /** Share by which refreshes keep apart. */
  readonly jitter: boolean;
  readonly shares: Readonly<Record<RankingBoard | 'kept', number>>;
}

const usual = { 'artificial-analysis': 0.95, 'llm-stats': 0.9, openrouter: 0.85 };
const poor = { 'artificial-analysis': 0.5, 'llm-stats': 0.4, openrouter: 0.3 };
const rare = { 'artificial-analysis': 0.06, 'llm-stats': 0.04, openrouter: 0.02 };

const scenarios: readonly Scenario[] = [
  {
    name: 'usual, independent outages',
    available: usual,
    network: 1,
    outageHours: 0,
    jitter: false,
    shares: { 'artificial-analysis': 0.95, 'llm-stats': 0.045, openrouter: 0.00425, kept: 0.00075 },
  },
  {
    name: 'usual, outages of 8 h, the network away at times',
    available: usual,
    network: 0.98,
    outageHours: 8,
    jitter: true,
    shares: { 'artificial-analysis': 0.931, 'llm-stats': 0.0441, openrouter: 0.004165, kept: 0.020735 },
  },
  {
    name: 'poor, independent outages',
    available: poor,
    network: 1,
    outageHours: 0,
    jitter: true,
    shares: { 'artificial-analysis': 0.5, 'llm-stats': 0.2, openrouter: 0.09, kept: 0.21 },
  },
  {
    name: 'poor, outages of 36 h',
    available: poor,
    network: 0.9,
    outageHours: 36,
    jitter: true,
    shares: { 'artificial-analysis': 0.45, 'llm-stats': 0.18, openrouter: 0.081, kept: 0.289 },
  },
  {
    name: 'hardly ever there: the cache runs out',
    available: rare,
    network: 1,
    outageHours: 0,
    jitter: false,
    shares: { 'artificial-analysis': 0.06, 'llm-stats': 0.0376, openrouter: 0.018048, kept: 0.884352 },
  },
];

const refreshes = 1000;
const intervalMs = 12 * hourMs;
const cacheMs = 7 * dayMs;
const failures: readonly SourceErrorKind[] = [
  'network',
  'timeout',
  'server',
  'rate-limit',
  'malformed-response',
  'gone',
  'authentication',
];
/** How often the minimal test works, where it is allowed. */
const testWorks = 0.7;

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
before(() => void process.on('unhandledRejection', note));
after(() => void process.off('unhandledRejection', note));

/** What is there at one refresh. */
interface Moment {
  readonly at: Date;
  readonly up: Readonly<Record<RankingBoard, boolean>>;
  readonly testUp: boolean;
}

for (const scenario of scenarios) {
  test(`a thousand refreshes: ${scenario.name}`, async (t) => {
    const moments = momentsOf(scenario, mulberry32(7));
    const served = await simulate(moments, mulberry32(8));
    for (const category of ['coding', 'empathy'] as const) {
      const expected = reference(moments, category);
      assert.deepEqual(
        served.map((one) => one[category]),
        expected,
        `${category}: as the reference says, refresh by refresh`,
      );
    }
    const sources = served.map(({ coding }) => coding);
    const shareOf = (source: RankingSource | null) => sources.filter((one) => one === source).length / refreshes;
    const simulated = {
      ...Object.fromEntries(rankingBoards.map((id) => [id, shareOf(id)])),
      kept: shareOf('cache') + shareOf(null),
    };
    for (const [source, share] of Object.entries(scenario.shares)) {
      const found = (simulated as Readonly<Record<string, number>>)[source] ?? NaN;
      const error = standardError(share, scenario);
      t.diagnostic(
        `${scenario.name} | ${source} | computed ${percent(share)} | simulated ${percent(found)} | ± ${percent(error)}`,
      );
      assert.ok(
        Math.abs(found - share) <= 3 * error,
        `${source}: ${percent(found)}, computed ${percent(share)} ± ${percent(error)}`,
      );
    }
    const nobody = shareOf(null);
    t.diagnostic(`${scenario.name} | of those kept | cache ${percent(shareOf('cache'))} | nobody ${percent(nobody)}`);
    if (scenario.outageHours === 0 && !scenario.jitter) {
      const { share, error } = nobodyOf(scenario.shares.kept);
      t.diagnostic(`${scenario.name} | nobody | computed ${percent(share)} | simulated ${percent(nobody)} | ± ${percent(error)}`);
      // Shares come in steps of one refresh.
      assert.ok(Math.abs(nobody - share) <= 3 * error + 1 / refreshes);
    }
    await setImmediate();
    assert.deepEqual(unhandled, []);
  });
}

test('the table holds: shares follow from the availabilities, and the cache runs out in one of the scenarios', async () => {
  for (const { available, network, shares } of scenarios) {
    let left = network;
    for (const id of rankingBoards) {
      assert.ok(Math.abs(shares[id] - left * available[id]) < 1e-9);
      left *= 1 - available[id];
    }
    assert.ok(Math.abs(shares.kept - (1 - rankingBoards.reduce((sum, id) => sum + shares[id], 0))) < 1e-9);
  }
  const last = scenarios.at(-1);
  assert.ok(last);
  const sources = reference(momentsOf(last, mulberry32(7)), 'coding');
  assert.ok(sources.includes(null) && sources.includes('cache'));
});

/** Outages that last, as a two-state Markov process looked at when a refresh is due. */
function momentsOf({ available, network, outageHours, jitter }: Scenario, random: () => number): readonly Moment[] {
  const links = { ...available, network };
  const up: Record<string, boolean> = {};
  const moments: Moment[] = [];
  let at = noon.getTime();
  for (let i = 0; i < refreshes; i++) {
    const stepMs = jitter ? jittered(intervalMs, random()) : intervalMs;
    for (const [link, share] of Object.entries(links)) {
      const was = up[link];
      const memory = was === undefined ? 0 : memoryOf(share, outageHours, stepMs);
      up[link] = random() < share + ((was === true ? 1 : 0) - share) * memory;
    }
    at += stepMs;
    const reached = Object.fromEntries(rankingBoards.map((id) => [id, up['network'] === true && up[id] === true]));
    moments.push({ at: new Date(at), up: reached as Record<RankingBoard, boolean>, testUp: random() < testWorks });
  }
  return moments;
}

/** Correlation of a link's state with that of `stepMs` ago, where it is down for `outageHours` on average. */
function memoryOf(share: number, outageHours: number, stepMs: number): number {
  if (outageHours === 0 || share === 1) return 0;
  const upHours = (outageHours * share) / (1 - share);
  return Math.exp((-stepMs / hourMs) * (1 / upHours + 1 / outageHours));
}

/**
 * Of a share of 1,000 refreshes. With outages that last it is no larger than this: no function of independent reversible
 * chains is correlated over k steps by more than the k-th power of the largest correlation of one of them.
 */
function standardError(share: number, { available, network, outageHours, jitter }: Scenario): number {
  const shortest = jitter ? jittered(intervalMs, 0) : intervalMs;
  const memory = Math.max(...[...Object.values(available), network].map((one) => memoryOf(one, outageHours, shortest)));
  return Math.sqrt(((share * (1 - share)) / refreshes) * ((1 + memory) / (1 - memory)));
}

/**
 * Nobody answers where a refresh and all those of the seven days before it found no board: `run` refreshes in a row, fewer
 * at the beginning, each with chance `down`. Two runs k apart share all but k refreshes, which makes their covariance.
 */
function nobodyOf(down: number): { readonly share: number; readonly error: number } {
  const run = cacheMs / intervalMs + 1;
  let [share, variance] = [0, down ** run - down ** (2 * run)];
  for (let i = 1; i <= refreshes; i++) share += down ** Math.min(i, run) / refreshes;
  for (let k = 1; k < run; k++) variance += 2 * (1 - k / refreshes) * (down ** (run + k) - down ** (2 * run));
  return { share, error: Math.sqrt(variance / refreshes) };
}

/** Who is to answer, told again in a few lines that share nothing with the chain. */
function reference(moments: readonly Moment[], category: 'coding' | 'empathy'): readonly (RankingSource | null)[] {
  let lastGood = -Infinity;
  return moments.map(({ at, up, testUp }) => {
    const now = at.getTime();
    const board = category === 'coding' ? rankingBoards.find((id) => up[id]) : undefined;
    if (board === undefined && now - lastGood <= cacheMs) return 'cache';
    const source = board ?? (category === 'empathy' && testUp ? 'minimal-test' : null);
    if (source !== null) lastGood = now;
    return source;
  });
}

type Served = Readonly<Record<'coding' | 'empathy', RankingSource | null>>;

/** Boards have no index for empathy, and the minimal test asks about nothing else. */
async function simulate(moments: readonly Moment[], random: () => number): Promise<readonly Served[]> {
  const served: Served[] = [];
  let kept: KeptRankings = nothingKept;
  for (const { at, up, testUp } of moments) {
    const boards = rankingBoards.map((id) => boardOf(id, up[id], random));
    const minimalTest: MinimalTest = async (wanted) => {
      if (!testUp) throw new Error('no model answered');
      return wanted.filter((one) => one === 'empathy').map((one) => ranking('minimal-test', one, at));
    };
    const categories: readonly RankingCategory[] = ['coding', 'empathy'];
    const result = await chain({ boards, kept, categories, minimalTest, now: at, trigger: 'schedule' });
    kept = result.kept;
    const [coding, empathy] = result.answers.map(({ source }) => source);
    served.push({ coding: coding ?? null, empathy: empathy ?? null });
  }
  return served;
}

/** Up: a new list in one of three cases, else unchanged. Down: in any of the ways that a board can be. */
function boardOf(id: RankingBoard, up: boolean, random: () => number): Board {
  const fetch = async (request: BoardRequest): Promise<BoardAnswer> => {
    await setImmediate();
    if (!up) return fail(id, request.now, random);
    if (request.etag !== null && random() > 1 / 3) return { kind: 'not-modified', waitUntil: null };
    return { kind: 'read', rankings: [ranking(id, 'coding', request.now, 3)], etag: `"${random()}"`, waitUntil: null };
  };
  return { ...fakeBoard(id, 'up'), fetch };
}

function fail(id: RankingBoard, now: Date, random: () => number): BoardAnswer {
  const kind = failures[Math.floor(random() * (failures.length + 2))];
  if (kind === undefined) {
    // One model is no ranking, and a board may break its promise.
    if (random() < 0.5) throw new Error('a mistake');
    return { kind: 'read', rankings: [ranking(id, 'coding', now, 1)], etag: null, waitUntil: null };
  }
  const until = kind === 'rate-limit' ? new Date(now.getTime() + 3 * hourMs).toISOString() : null;
  return { kind: 'failed', error: { ...sourceError(kind, `${id} failed.`, 'Try later.'), until } };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(3)} %`;
}
