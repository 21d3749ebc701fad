import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
import { modelInsertion, modelPlace } from '../../../src/host/models/addModel.ts';
import { DisabledModels, disabledText, withoutDisabled } from '../../../src/host/models/disabledModels.ts';
import { keyVerdict } from '../../../src/host/models/keyVerdict.ts';
import { modelItems } from '../../../src/host/models/modelItems.ts';
import type { ListedModel } from '../../../src/shared/model/catalog.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';

function added(text: string, ref = 'groq/new:8b'): string | null {
  const insertion = modelInsertion(text, ref);
  if (insertion === null) return null;
  const { offset, newText, nameAt } = insertion;
  const result = text.slice(0, offset) + newText + text.slice(offset);
  assert.ok(result.slice(nameAt).replace(/^["']/, '').startsWith(ref.slice(0, 4)), 'the place is that of the name');
  return result;
}

test("a model is added in the list's own style", () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['models: [a/b, c/d]\nx: 1\n', 'models: [a/b, c/d, groq/new:8b]\nx: 1\n'],
    ['models: []\n', 'models: [groq/new:8b]\n'],
    ['models:\n  - a/b\n  - c/d # dear\n\n# next\nx: 1\n', 'models:\n  - a/b\n  - c/d # dear\n  - groq/new:8b\n\n# next\nx: 1\n'],
    ['models:\n- model: a/b\n  label: x\nx: 1\n', 'models:\n- model: a/b\n  label: x\n- groq/new:8b\nx: 1\n'],
    ["models:\r\n  -   'a/b'\r\nx: 1\r\n", "models:\r\n  -   'a/b'\r\n  -   'groq/new:8b'\r\nx: 1\r\n"],
    ['models:\n  - a/b', 'models:\n  - a/b\n  - groq/new:8b'],
    ['models: [\n  a/b,\n  c/d,\n]\n', 'models: [\n  a/b,\n  c/d,\n  groq/new:8b,\n]\n'],
    ['{\n  "models": [\n    "a/b"\n  ]\n}\n', '{\n  "models": [\n    "a/b",\n    "groq/new:8b"\n  ]\n}\n'],
    ['{ "models": [{ "model": "a/b" }] }', '{ "models": [{ "model": "a/b" }, "groq/new:8b"] }'],
  ];
  for (const [before, after] of pairs) assert.equal(added(before), after);
});

test('a suite without a list of models, or that cannot be read, is left alone', () => {
  for (const text of ['', 'prompt: x\n', 'models: a/b\n', 'models:\n', 'models: [a/b\n', '- models\n'])
    assert.equal(added(text), null, text);
});

test('whatever the name, the list then ends with it and begins as before', () => {
  const part = fc.string({ unit: fc.constantFrom(...'ab1:#,[]{}*&!|>%@`"\'-.~/'.split('')), minLength: 1, maxLength: 12 });
  const texts = ['models: [a/b, c/d]\n', 'models:\n  - a/b\n  - c/d\nx: 1\n', '{"models": ["a/b", "c/d"]}'];
  fc.assert(
    fc.property(part, fc.constantFrom(...texts), (model, text) => {
      const ref = `x/${model}`;
      const { offset, newText } = modelInsertion(text, ref) ?? assert.fail();
      const { models } = parse(text.slice(0, offset) + newText + text.slice(offset)) as { models: unknown };
      assert.deepEqual(models, ['a/b', 'c/d', ref]);
    }),
  );
});

test('a model that a suite names already is found, however it is written', () => {
  const texts = [
    'models: [x/y, a/b]',
    "models:\n  - 'a/b' # dear\n",
    'models:\n  - label: A\n    model: a/b\n',
    '{"models": [{"model": "a/b"}]}',
  ];
  for (const text of texts) {
    const [from, to] = modelPlace(text, 'a/b') ?? assert.fail(text);
    assert.match(text.slice(from, to), /^["']?a\/b["']?$/);
  }
  for (const text of ['models: [a/bc]', 'prompt: a/b', 'models: a/b', '']) assert.equal(modelPlace(text, 'a/b'), null, text);
});

const listed: ListedModel = {
  ...{ id: 'm-1', name: null, createdAt: null, contextTokens: null, maxOutputTokens: null, sizeBytes: null },
  ...{ deprecated: false, retiresAt: null, price: null, unsuitable: null },
};
const now = new Date('2026-11-21T12:00:00Z');

test('a model is listed with what its provider says of it, and nothing else', () => {
  const price = { inputPerMTok: 0.05, outputPerMTok: 0.2, cachedInputPerMTok: null, cacheWritePerMTok: null };
  const whole: ListedModel = {
    ...listed,
    ...{
      name: 'M One',
      createdAt: '2026-11-01T00:00:00Z',
      contextTokens: 131_072,
      deprecated: true,
      retiresAt: '2027-01-31T00:00:00Z',
    },
    price: { ...price, source: 'model-list', matchedModel: 'm-1', exact: false },
  };
  assert.deepEqual(modelItems([whole, listed], false, now), [
    {
      label: 'm-1',
      description: 'M One · 131k context · ~$0.05 in, $0.20 out per million tokens · new · deprecated · ends 2027-01-31',
      model: 'm-1',
    },
    { label: 'm-1', description: '', model: 'm-1' },
  ]);
});

test('models that answer no questions are counted by kind, and shown with why on demand', () => {
  const unfit = (id: string, kind: 'embedding' | 'audio'): ListedModel => ({
    ...listed,
    id,
    unsuitable: { kind, why: 'Because.' },
  });
  const models = [listed, unfit('e-1', 'embedding'), unfit('e-2', 'embedding'), unfit('a-1', 'audio')];
  const labels = (everything: boolean) => modelItems(models, everything, now).map(({ label, detail }) => [label, detail]);
  assert.deepEqual(labels(false), [
    ['m-1', undefined],
    ['3 not shown: 2 embedding, 1 audio', undefined],
  ]);
  assert.deepEqual(labels(true).at(-1), ['a-1', 'Because.']);
  assert.equal(labels(true).length, 4);
});

test('a key counts as refused only where the provider said so', () => {
  const fault = (kind: 'authentication' | 'network' | 'no-list') =>
    ({ ok: false, fault: { kind, message: 'It says.' } }) as const;
  assert.deepEqual(keyVerdict('X', { ok: true, models: [listed] }), {
    kind: 'accepted',
    message: 'X accepted the key: 1 model.',
  });
  assert.equal(keyVerdict('X', fault('authentication')).kind, 'refused');
  assert.deepEqual(keyVerdict('X', fault('network')), {
    kind: 'untried',
    message: 'The key for X is set, but could not be tried: It says.',
  });
  assert.equal(keyVerdict('X', fault('no-list')).kind, 'later');
});

/** What `globalState` does. */
class Memory {
  readonly values = new Map<string, unknown>();
  synced: readonly string[] = [];
  get<T>(key: string, fallback?: T): T {
    return (this.values.get(key) ?? fallback) as T;
  }
  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }
  setKeysForSync(keys: readonly string[]): void {
    this.synced = keys;
  }
}

test('a disabled model keeps its reason and date until it is enabled', async () => {
  const memory = new Memory();
  const models = new DisabledModels(memory, () => now);
  let changes = 0;
  models.onDidChange(() => changes++);
  await models.disable('x/a', ' too dear ');
  await models.disable('x/b', '');
  assert.deepEqual(
    [...models.all()].map(([ref, entry]) => [ref, disabledText(entry)]),
    [
      ['x/a', 'disabled on 2026-11-21: too dear'],
      ['x/b', 'disabled on 2026-11-21'],
    ],
  );
  await models.enable('x/a');
  assert.deepEqual([...new DisabledModels(memory, () => now).all().keys()], ['x/b']);
  assert.equal(changes, 3);
  assert.equal(memory.synced.length, 1);
});

test('what another version may have stored disables nothing by mistake', () => {
  for (const stored of [7, 'x/a', null, { 'x/a': true }, { 'x/a': { reason: 1, since: '' } }]) {
    const memory = new Memory();
    for (const key of ['disabledModels']) memory.values.set(key, stored);
    assert.equal(new DisabledModels(memory, () => now).all().size, 0);
  }
});

test('a suite is run without its disabled models, however often it names them', () => {
  const models = ['x/a', 'x/b', 'x/a'].map((ref) => ({ ref }));
  const suite = { name: 'S', models } as unknown as Suite;
  const entry = { reason: '', since: '2026-11-21' };
  const part = withoutDisabled(
    suite,
    new Map([
      ['x/a', entry],
      ['y/c', entry],
    ]),
  );
  assert.deepEqual([part.suite.models.map(({ ref }) => ref), part.leftOut], [['x/b'], ['x/a']]);
  assert.equal(withoutDisabled(suite, new Map()).suite, suite);
});
