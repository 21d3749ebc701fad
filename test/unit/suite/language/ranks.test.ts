import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { languageSources } from '../../../../src/core/languageSources.ts';
import { nullLogger, systemClock } from '../../../../src/core/ports.ts';
import { rankingDisk } from '../../../../src/core/rankingDisk.ts';
import { putRankings } from '../../../../src/core/rankings/kept.ts';
import { FileRankingStore } from '../../../../src/core/rankings/rankingStore.ts';
import { complete } from '../../../../src/core/suite/language/complete.ts';
import { hover } from '../../../../src/core/suite/language/hover.ts';
import type { LanguageSources } from '../../../../src/core/suite/language/sources.ts';
import type { KnownModels } from '../../../../src/core/suite/language/spec.ts';
import { coders, ranked, ranking } from '../../agents/boards.ts';
import { editing, nothingKnown } from './editing.ts';

const sources = languageSources(() => new Date());
const generals = ranking('general', [ranked('GPT-5 mini', 1, { creator: 'OpenAI' }), ranked('GPT-5', 2, { creator: 'OpenAI' })]);

/** Coding and general, as another window or the CLI would have kept them. */
async function kept(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'ranks-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const store = new FileRankingStore({ folder, disk: rankingDisk, clock: systemClock, logger: nullLogger });
  await store.update(putRankings([coders, generals]));
  return { store, known: { ...nothingKnown, rankingsFolder: folder } };
}

async function offered(marked: string, known: KnownModels, on: LanguageSources = sources) {
  const { parsed, at } = await editing(marked);
  return (await complete(parsed, at, known, on)).filter(({ kind }) => kind === 'model');
}

async function pointedAt(marked: string, known: KnownModels): Promise<string> {
  const { parsed, at } = await editing(marked);
  return (await hover(parsed, at, known, sources))?.markdown ?? '';
}

const own = 'cases:\n  - { category: Python, vars: {} }\n';

test('the better rank comes first within a provider, by what the cases are about, else in general', async (t) => {
  const { known } = await kept(t);
  const first = async (marked: string) => {
    const models = (await offered(marked, known)).filter(({ label }) => label.startsWith('openai/'));
    return models.slice(0, 2).map(({ label, detail }) => [label, detail.split(' · ')[0]]);
  };
  assert.deepEqual(await first('models:\n  - ▮\n'), [
    ['openai/gpt-5-mini', '#1 general'],
    ['openai/gpt-5', '#2 general'],
  ]);
  assert.deepEqual(await first(`models:\n  - ▮\n${own}`), [
    ['openai/gpt-5', '#2 coding'],
    ['openai/gpt-5-mini', '#3 coding'],
  ]);
});

test('providers, and models that nobody has ranked, keep their order', async (t) => {
  const { known } = await kept(t);
  const [plain, withRanks] = await Promise.all([offered('models:\n  - ▮\n', nothingKnown), offered('models:\n  - ▮\n', known)]);
  const providers = (models: typeof plain) => [...new Set(models.map(({ label }) => label.split('/', 1)[0]))];
  assert.deepEqual(providers(withRanks), providers(plain));
  const unranked = withRanks.filter(({ detail }) => !detail.startsWith('#')).map(({ label }) => label);
  assert.deepEqual(
    unranked,
    plain.map(({ label }) => label).filter((label) => unranked.includes(label)),
  );
  assert.ok(unranked.length < plain.length);
});

test('a model tells its ranks with index, source, age and a link to who gave them', async (t) => {
  const { known } = await kept(t);
  const told = await pointedAt('models:\n  - openai/gpt▮-5-mini\n', known);
  assert.match(
    told,
    /\*\*Public ranks\*\* · Artificial Analysis, 3 hours ago · \[Data from Artificial Analysis\]\(https:\/\/artificialanalysis\.ai\/\)/,
  );
  assert.match(
    told,
    /- Coding: \\#3 of 4 \\\(77\\\), by the coding index\n- General: \\#1 of 2 \\\(79\\\), by the general index/,
  );
});

test('a model of which only a board knows tells its rank, and how sure the match is', async (t) => {
  const { store, known } = await kept(t);
  assert.doesNotMatch(await pointedAt('models:\n  - openai/my-own▮-gpt\n', known), /Public ranks/);
  await store.correct(() => [{ origin: 'artificial-analysis', id: 'id of Wonder 9', model: 'openai/my-own-gpt' }]);
  assert.match(
    await pointedAt('models:\n  - openai/my-own▮-gpt\n', known),
    /Nothing is known here of its price[^]*Coding: \\#1 of 4 .*matched by you/,
  );
});

test('a ranking that another window has kept meanwhile is told at once, and none that is too old', async (t) => {
  const { store, known } = await kept(t);
  assert.match(await pointedAt('models:\n  - openai/gpt▮-5-mini\n', known), /Coding: \\#3/);
  await store.update(
    putRankings([
      ranking(
        'coding',
        coders.models.toReversed().map((model, i) => ({ ...model, rank: i + 1 })),
      ),
    ]),
  );
  assert.match(await pointedAt('models:\n  - openai/gpt▮-5-mini\n', known), /Coding: \\#2/);
  const old = { fetchedAt: new Date(Date.now() - 8 * 24 * 60 * 60 * 1000).toISOString() };
  await store.update(
    putRankings([
      { ...coders, ...old },
      { ...generals, ...old },
    ]),
  );
  assert.doesNotMatch(await pointedAt('models:\n  - openai/gpt▮-5-mini\n', known), /Public ranks/);
});

test('a folder that is not there has no ranks, and is not made', async (t) => {
  const { known } = await kept(t);
  const missing = join(known.rankingsFolder, 'missing');
  assert.equal((await sources.ranks(['openai/gpt-5'], { ...known, rankingsFolder: missing })).size, 0);
  await assert.rejects(rm(missing, { recursive: true }), /ENOENT/);
});
