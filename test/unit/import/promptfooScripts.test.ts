import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imported, oneTest } from './helpers.ts';

/** Scripts of promptfoo's, and the score of `answer` that they come to: run here as the sandbox would, as a function's body. */
const scripts: readonly (readonly [string, unknown, unknown])[] = [
  ["output.includes('hi')", undefined, true],
  ['output.length', undefined, { score: 1, pass: true }],
  ['output.length / 100', 0.5, { score: 0.07, pass: false }],
  ['Math.log(output.length) * 10', 0.5, { score: 1, pass: true }],
  ["const s = output; s === 'a;b'", undefined, false],
  ["const s = output; s.includes(';') ? 1 : 0;", undefined, { score: 0, pass: false }],
  ['context.vars.q === "question"', undefined, true],
  ["output.includes('{{q}}')", undefined, false],
  [
    "// a note\nif (output === 'x') {\n  return true;\n}\nreturn { pass: false, score: 0.25, reason: `two\nlines` };",
    undefined,
    { pass: false, score: 0.25, reason: 'two\nlines' },
  ],
  ['const output2 = output;\nreturn output2.length > 2;', undefined, true],
];

for (const [script, threshold, result] of scripts) {
  test(`the script ${JSON.stringify(script)} means the same`, async () => {
    const { suite, leftOut } = await imported(oneTest([{ type: 'javascript', value: script, threshold }]));
    assert.deepEqual(leftOut, []);
    const [spec] = suite.cases[0]?.expect ?? [];
    assert.ok(spec?.scorer === 'javascript');
    const run = Reflect.construct(Function, ['answer', 'vars', spec.args.code]) as (answer: string, vars: object) => unknown;
    assert.deepEqual(run('hi, you', { q: 'question' }), result);
  });
}

test('a script that needs what the sandbox has not is told', async () => {
  const { changed } = await imported(
    oneTest([{ type: 'javascript', value: "require('fs').existsSync(output) && context.prompt" }]),
  );
  assert.match(changed[0] ?? '', /uses `require`/);
});
