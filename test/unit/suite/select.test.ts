import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { selectFrom } from '../../../src/core/suite/select.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { partText } from '../../../src/shared/partText.ts';
import { loadSuite, type LoadedSuite } from '../../../src/core/suite/loadSuite.ts';
import { memoryReader, options } from './helpers.ts';

const text = `
models: [openai/a, openai/b, { model: openai/c, label: third }]
prompt: "{{q}}"
warmup: 0
cases:
  - { name: one, vars: { q: 1 }, expect: [{ judge: { rubric: Kind., model: openai/judge } }] }
  - { name: two, vars: { q: 2 }, expect: [{ contains: x }] }
  - { name: three, vars: { q: 3 } }
`;

function load(written: string): Promise<LoadedSuite> {
  return loadSuite('/w/a.bench.yaml', '/w', memoryReader({}).reader, options, written);
}

async function suite(): Promise<Suite> {
  const loaded = await load(text);
  assert.ok(loaded.suite, JSON.stringify(loaded.problems));
  return loaded.suite;
}

test('a selection keeps the order of the suite and tells how much of it that is', async () => {
  const whole = await suite();
  const { suite: selected, part } = selectFrom(whole, { cases: ['three', 'one'], models: ['third'] });
  assert.deepEqual(
    [selected.cases.map(({ id }) => id), selected.models.map(({ label }) => label)],
    [['one', 'three'], ['third']],
  );
  assert.deepEqual(part, { cases: 2, ofCases: 3, models: 1, ofModels: 3, timing: false });
  assert.equal(part && partText(part), '2 of 3 cases · 1 of 3 models');
});

test('judges that no selected case asks for are not asked for a key', async () => {
  const whole = await suite();
  assert.deepEqual(
    [['one'], ['two']].map((cases) => selectFrom(whole, { cases }).suite.graders.length),
    [1, 0],
  );
});

test('a selection of everything is the suite itself, and no part of it', async () => {
  const whole = await suite();
  const cases = whole.cases.map(({ id }) => id).toReversed();
  for (const selection of [{}, { cases }, { models: whole.models.map(({ label }) => label) }, { timing: false }]) {
    const { suite: selected, part } = selectFrom(whole, selection);
    assert.deepEqual([selected === whole, part], [true, null]);
  }
});

test('timing makes of a suite what its own key would, and leaves one alone that has it', async () => {
  const { suite: timed, part } = selectFrom(await suite(), { timing: true });
  assert.deepEqual([timed.timing, timed.concurrency, timed.warmup], [{ outputTokens: null }, 1, 1]);
  assert.equal(part && partText(part), 'timing');
  const own = (await load(`${text}timing: { outputTokens: 50 }\n`)).suite;
  assert.ok(own);
  assert.deepEqual(selectFrom(own, { timing: true }), { suite: own, part: null });
});

test('whatever is named, only cases and models of the suite are run', async () => {
  const whole = await suite();
  const names = fc.array(fc.oneof(fc.constantFrom('one', 'two', 'three', 'third', 'openai/a'), fc.string()));
  fc.assert(
    fc.property(names, names, (cases, models) => {
      const { suite: selected } = selectFrom(whole, { cases, models });
      assert.ok(selected.cases.every((one) => whole.cases.includes(one) && cases.includes(one.id)));
      assert.ok(selected.models.every((one) => whole.models.includes(one) && models.includes(one.label)));
    }),
  );
});
