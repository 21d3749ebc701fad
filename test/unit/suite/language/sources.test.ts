import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { languageSources } from '../../../../src/core/languageSources.ts';
import { brands } from '../../../../src/core/providers/brands.ts';
import { nothingKnown } from './editing.ts';

const sources = languageSources(() => new Date('2026-11-21'));
const models = await sources.models(nothingKnown);

test('every provider with a server has a model to offer, its usual one among them', () => {
  const refs = new Set(models.map(({ ref }) => ref));
  const lacking = brands.filter(({ id, server }) => server !== null && !models.some(({ ref }) => ref.startsWith(`${id}/`)));
  assert.deepEqual(lacking, []);
  for (const { id, defaultModel } of brands.filter(({ server }) => server !== null))
    assert.ok(refs.has(`${id}/${defaultModel}`), id);
});

test('a model has the price and the context of the shipped list', () => {
  const haiku = models.find(({ ref }) => ref === 'anthropic/claude-haiku-4-5');
  assert.equal(haiku?.price?.inputPerMTok, 1);
  assert.equal(haiku.price.outputPerMTok, 5);
  assert.equal(haiku.contextTokens, 200_000);
  assert.equal(haiku.name, 'Claude Haiku 4.5');
});

test('no model is named twice', () => {
  assert.equal(new Set(models.map(({ ref }) => ref)).size, models.length);
});

test('what makes pictures, speech or moderation is not offered; what makes vectors is, for vectors', () => {
  assert.deepEqual(
    models.filter(({ ref }) => /dall-e|gpt-image|whisper|moderation|gpt-audio|regional\./.test(ref)).map(({ ref }) => ref),
    [],
  );
  assert.equal(models.find(({ ref }) => ref === 'openai/text-embedding-3-small')?.use, 'vectors');
});

test("Gemini's own interface serves no models of others", () => {
  assert.deepEqual(
    models.filter(({ ref }) => ref.startsWith('google/claude')),
    [],
  );
});

test('newer versions of a maker come before older ones, wherever the number stands', () => {
  const order = [
    'openai/gpt-6-luna',
    'openai/gpt-5.1',
    'openai/gpt-5-mini',
    'openai/gpt-4.1',
    'openai/gpt-4o',
    'openai/gpt-3.5-turbo',
  ];
  const refs = models.map(({ ref }) => ref);
  assert.deepEqual(
    refs.filter((ref) => order.includes(ref)),
    order,
  );
  assert.ok(refs.indexOf('anthropic/claude-haiku-4-5') < refs.indexOf('anthropic/claude-3-5-haiku-latest'));
});

test('models of the editor are offered beside, and a disabled one says why', async () => {
  const known = await sources.models({
    ...nothingKnown,
    listed: [{ ref: 'vscode/copilot/gpt-6', contextTokens: 64_000, note: 'in this editor' }],
    disabled: { 'openai/gpt-5-mini': 'too slow', 'openai/gpt-4o': '' },
  });
  assert.equal(known.find(({ ref }) => ref === 'vscode/copilot/gpt-6')?.contextTokens, 64_000);
  assert.equal(known.find(({ ref }) => ref === 'openai/gpt-5-mini')?.note, 'disabled: too slow');
  assert.equal(known.find(({ ref }) => ref === 'openai/gpt-4o')?.note, 'disabled');
});

test('datasets are found beside the suite and below it, in their natural order, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'suite-'));
  after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'data'));
  await mkdir(join(folder, 'node_modules'));
  for (const file of [
    'data/10.csv',
    'data/9.csv',
    'rows.jsonl',
    'a.bench.json',
    'package.json',
    'node_modules/x.csv',
    '.hidden.csv',
    'a.txt',
  ]) {
    await writeFile(join(folder, file), '');
  }
  const document = { path: join(folder, 'a.bench.yaml'), root: folder, text: '', version: 1 };
  assert.deepEqual(await sources.datasetFiles(document), ['data/9.csv', 'data/10.csv', 'rows.jsonl']);
  assert.deepEqual(await sources.datasetFiles({ ...document, path: join(folder, 'missing', 'a.bench.yaml') }), []);
});
