import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { ListedModel } from '../../../src/shared/model/catalog.ts';
import { l10n, translateWith } from '../../../src/host/words.ts';
import { hostMessages, readBundle } from '../../tools/l10n.ts';
import { externalised, localised, mapTexts } from '../../tools/manifestTexts.ts';
import { messagesIn, placesIn, pseudo } from '../../tools/messages.ts';
import { MANIFEST_FILE, readTexts } from '../../tools/repository.ts';

type Manifest = Parameters<typeof mapTexts>[0];
const manifest = JSON.parse(readFileSync(MANIFEST_FILE, 'utf8')) as Manifest;

test('no text of package.json is plain, none of package.nls.json is missing or unused (mend it: node test/tools/l10n.ts)', () => {
  const texts = readTexts();
  const plain: string[] = [];
  const used = new Set<string>();
  mapTexts(manifest, (text, path) => {
    const key = /^%(.+)%$/.exec(text)?.[1];
    if (key === undefined) plain.push(`${path.join('.')}: ${text}`);
    else used.add(key);
    return text;
  });
  assert.deepEqual(plain, []);
  assert.deepEqual([...used].toSorted(), Object.keys(texts).toSorted());
  assert.ok(used.size > 100);
});

test('what is taken out of a manifest comes back as it was, and once taken out it stays', () => {
  const plain: Manifest = {
    name: 'x',
    displayName: 'X',
    contributes: {
      commands: [{ command: 'llmBench.run', title: 'Run', category: 'X', icon: '$(play)' }],
      views: { llmBench: [{ id: 'llmBench.suites', name: 'Suites' }] },
      viewsWelcome: [
        { view: 'llmBench.suites', contents: 'None.' },
        { view: 'llmBench.suites', contents: 'Nothing.' },
      ],
      languageModelTools: [{ name: 'run', modelDescription: 'Runs', inputSchema: { description: 'for models' } }],
      configuration: { properties: { 'llmBench.a': { enum: ['x', 'y'], enumDescriptions: ['An x', 'A y'] } } },
    },
  };
  const out = externalised(plain, {});
  assert.deepEqual(out.texts, {
    displayName: 'X',
    'commands.run.title': 'Run',
    category: 'X',
    'views.llmBench.suites.name': 'Suites',
    'viewsWelcome.suites.contents': 'None.',
    'viewsWelcome.suites.contents.2': 'Nothing.',
    'configuration.properties.a.enumDescriptions.1': 'An x',
    'configuration.properties.a.enumDescriptions.2': 'A y',
  });
  assert.deepEqual(localised(out.manifest, out.texts), plain);
  assert.deepEqual(externalised(out.manifest, out.texts), out);
  assert.throws(() => externalised(out.manifest, {}), /has no %displayName%/);
});

test('every message of the host is a plain text and is in the bundle (mend it: node test/tools/l10n.ts)', async () => {
  const { messages, faults } = await hostMessages();
  assert.deepEqual(faults, []);
  assert.ok(messages.length > 100);
  assert.deepEqual(Object.keys(await readBundle()), messages);
});

test('messages are found however they are quoted, and those that cannot be translated are named', () => {
  const source =
    "l10n.t('It\\'s {0}', x); vscode.l10n\n  .t(\n    \"a\\nb\",\n  ); l10n.t(`plain`); l10n.t(`${x}`); l10n.t('a' + b); l10n.t(text)";
  const { messages, faults } = messagesIn(source);
  assert.deepEqual(messages, ["It's {0}", 'a\nb', 'plain']);
  assert.equal(faults.length, 3);
});

test('every message counts its places from 0, and a translation keeps them', async () => {
  const { messages } = await hostMessages();
  const foreign = new Map(messages.map((message) => [message, pseudo(message)]));
  translateWith((message, ...places) => fill(foreign.get(message) ?? `untranslated: ${message}`, places));
  for (const message of messages) {
    const places = placesIn(message);
    assert.deepEqual(places, [...places.keys()], message);
    const shown = l10n.t(message, ...places.map((place) => `<${place}>`));
    assert.match(shown, /^⟦.*⟧$/s);
    for (const place of places) assert.ok(shown.includes(`<${place}>`), message);
    assert.doesNotMatch(shown, /\{\d+\}/);
  }
});

test('the words for states of runs, new models and what a run lacks are those of the editor', async () => {
  translateWith((message, ...places) => fill(pseudo(message), places));
  const [{ statusWords }, { openText }, { modelItems }] = await Promise.all([
    import('../../../src/host/run/statusWords.ts'),
    import('../../../src/host/run/unfinished.ts'),
    import('../../../src/host/models/modelItems.ts'),
  ]);
  const now = new Date('2026-03-30T00:00:00Z');
  const model: ListedModel = {
    ...{ id: 'a', name: null, contextTokens: null, maxOutputTokens: null, sizeBytes: null },
    ...{ price: null, unsuitable: null, retiresAt: null, createdAt: now.toISOString(), deprecated: true },
  };
  const shown = [
    ...Object.values(statusWords),
    openText({ plannedSamples: 3 }, { done: 3 }),
    openText({ plannedSamples: 3 }, { done: 1 }),
    ...modelItems([model], true, now).flatMap(({ description }) => description.split(' · ')),
  ];
  assert.equal(shown.length, 10);
  for (const text of shown) assert.match(text, /^⟦.*⟧$/s);
});

function fill(message: string, places: readonly unknown[]): string {
  return message.replaceAll(/\{(\d+)\}/g, (_, place) => String(places[Number(place)]));
}
