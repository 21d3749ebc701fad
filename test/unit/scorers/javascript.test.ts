import assert from 'node:assert/strict';
import test from 'node:test';
import { loadScriptEngine } from '../../../src/core/scorers/javascript/engine.ts';
import { scoreJavascript } from '../../../src/core/scorers/javascript/score.ts';
import { scriptProblem } from '../../../src/core/scorers/javascript/script.ts';
import type { ScoredAnswer, Verdict01 } from '../../../src/core/scorers/spec.ts';
import type { ScorerArgs } from '../../../src/shared/model/scorer.ts';
import { answer } from './answers.ts';

const engine = await loadScriptEngine(new URL(import.meta.resolve('@jitl/quickjs-ng-wasmfile-release-sync/wasm')));

interface Given extends Partial<ScoredAnswer>, Partial<ScorerArgs['javascript']> {}

async function run(
  code: string,
  { vars = {}, timeoutMs = 10_000, memoryMb = 32, text = '', ...over }: Given = {},
): Promise<Verdict01> {
  return scoreJavascript(answer(text, over), { code, vars, timeoutMs, memoryMb }, engine);
}

async function value(code: string, given: Given = {}): Promise<number> {
  return (await run(code, given)).value;
}

test('a script is an expression, statements whose last value counts, or a body that returns', async () => {
  const given = { text: 'x and y' };
  assert.equal(await value("answer.includes('x') && 1", given), 1);
  assert.equal(await value("answer.includes('x'); // done", given), 1);
  assert.equal(await value('const n = answer.length;\nn > 3', given), 1);
  assert.equal(await value("if (answer.includes('z')) return 1;\nreturn 0.25;", given), 0.25);
  assert.equal(await value('let sum = 0; for (const c of answer) sum += c === "x" ? 0.5 : 0; sum', given), 0.5);
  assert.equal(await value('(async () => { await null; return 0.75; })()', given), 0.75);
});

test('a result is a boolean, a number from 0 to 1, or an object with a score', async () => {
  assert.deepEqual(await run('true'), { value: 1, passed: true, reason: 'the script says 1' });
  assert.deepEqual(await run('false'), { value: 0, passed: false, reason: 'the script says 0' });
  assert.deepEqual(await run('0.5'), { value: 0.5, passed: true, reason: 'the script says 0.5' });
  assert.deepEqual(await run('0.49'), { value: 0.49, passed: false, reason: 'the script says 0.49' });
  assert.deepEqual(await run("{ score: 0.3, pass: true, reason: 'fair' }"), { value: 0.3, passed: true, reason: 'fair' });
  assert.deepEqual(await run('return { score: true, pass: false }'), { value: 1, passed: false, reason: 'the script says 1' });
  for (const [code, found] of [
    ['7', '7'],
    ['-0.1', '-0.1'],
    ['0/0', 'NaN'],
    ['"yes"', '"yes"'],
    ['null', 'null'],
    ['undefined', 'undefined'],
    ['({})', 'undefined'],
    ['[1]', 'undefined'],
    ['() => 1', 'function'],
    ['10n', 'bigint'],
    ['Symbol()', 'symbol'],
  ] as const)
    await assert.rejects(run(code), { message: `The script's score must be true, false or a number from 0 to 1, not ${found}.` });
});

test('a script sees the answer, what the call was like, and the variables of its case', async () => {
  const given: Given = {
    text: '{"a": [1, "two"]}',
    reasoning: 'hm',
    e2eMs: 1200,
    costUsd: null,
    outputTokens: 7,
    vars: { city: 'Bern', __proto__x: 'y' },
  };
  const checks = [
    'json.a[1] === "two"',
    'answer.startsWith("{")',
    'reasoning === "hm"',
    'latencyMs === 1200',
    'costUsd === null',
    'outputTokens === 7',
    'vars.city === "Bern" && vars.none === undefined',
  ];
  for (const check of checks) assert.deepEqual([check, await value(check, given)], [check, 1]);
  assert.equal(await value('json === null', { text: 'no JSON' }), 1);
  assert.equal(await value('json.ok', { text: 'Here:\n```json\n{"ok": true}\n```' }), 1);
});

test('a text arrives as it is: any plane, half characters, null bytes', async () => {
  const text = 'é😀\0\ud800"\u2028\\';
  assert.equal(await value(`answer === ${JSON.stringify(text)}`, { text }), 1);
});

test('a script that cannot be compiled says where', async () => {
  await assert.rejects(run('const x = ;'), { message: /^The script cannot be compiled: SyntaxError: .*\(line 1\)\.$/ });
  await assert.rejects(run('const x = 1;\nif (x {\n}'), { message: /\(line 2\)\.$/ });
  await assert.rejects(run(''), { message: /not undefined/ });
});

test('scriptProblem compiles and runs nothing', () => {
  for (const code of [
    '1 + 1',
    'const x = 1; x',
    'return 1',
    '{ score: 1 }',
    'while (true) {}',
    'process.exit(1)',
    'answer // note',
  ])
    assert.equal(scriptProblem(code), null, code);
  assert.match(scriptProblem('const x = 1;\nif (x {\n}') ?? '', /^The script cannot be compiled: .*\(line 2\)\.$/);
  assert.match(scriptProblem('(') ?? '', /cannot be compiled/);
});

test('scriptProblem refuses in words what would keep the editor busy, or is nested beyond its stack', () => {
  assert.match(scriptProblem(`${'('.repeat(20_000)}1${')'.repeat(20_000)}`) ?? '', /nested too deeply/);
  assert.match(scriptProblem(`${'1'.repeat(1_000_000)}n`) ?? '', /more than 50,000 characters/);
});

test('what a script throws is told with its line, in one bounded line', async () => {
  await assert.rejects(run('const a = 1;\nfoo.bar()'), {
    message:
      'The script failed: ReferenceError: foo is not defined (line 2). There are answer, reasoning, vars, json, latencyMs, costUsd, outputTokens.',
  });
  await assert.rejects(run("throw 'just\\ntext'"), { message: 'The script failed: just text.' });
  await assert.rejects(run('throw 7'), { message: 'The script failed: it threw a number.' });
  await assert.rejects(run('Promise.reject(new TypeError("no"))'), { message: 'The script failed: TypeError: no (line 1).' });
  await assert.rejects(run('throw new Error("x".repeat(2_000_000))'), ({ message }: Error) => message.length < 300);
});

test('a name that there is not is told with those that there are, the variables of the case too', async () => {
  await assert.rejects(run('answer === expected', { vars: { word: 'x', wanted: 'y' } }), {
    message: /expected is not defined.* There are answer, .*, outputTokens; of the case vars\.word, vars\.wanted\.$/,
  });
  await assert.rejects(run('answer.foo.bar'), ({ message }: Error) => !message.includes('There are'));
});

/** Nothing of the host is in reach. */
const outside: readonly string[] = [
  'process.exit(1)',
  "require('fs')",
  "fetch('http://127.0.0.1')",
  "import('fs')",
  "import('data:text/javascript,1')",
  'setTimeout(() => 1)',
  'console.log(1)',
  'Buffer.from("x")',
  'WebAssembly.compile',
  'new Worker("x")',
  'std.exit(1)',
  'os.exec(["ls"])',
  'bjson.read(1)',
  "globalThis.constructor.constructor('return process')().exit(1)",
  "(async () => {}).constructor('return process')()",
  "this.constructor.constructor('return require')()('fs')",
  "answer.constructor.constructor('return process.env')()",
];

for (const code of outside)
  test(`no host: ${code}`, async () => {
    await assert.rejects(run(code), { message: /^The script failed: (?:ReferenceError|TypeError): / });
  });

const endless: readonly string[] = [
  'while (true) {}',
  '(async () => { while (true) await 1; })()',
  "/(a+)+$/.test('a'.repeat(64) + '!')",
  '({ get score() { while (true) {} } })',
  '({ score: 1, get reason() { while (true) {} } })',
  'throw Object.defineProperty({}, "message", { get() { while (true) {} } })',
  'try { while (true) {} } catch { 1 } finally { 1 }',
  '}); while (true) {} ({',
  'new Proxy({}, { get() { while (true) {} } })',
  '[3, 1, 2].sort(() => { while (true) {} })',
  'for (const x of (function* () { while (true) yield 1; })()) {}',
];

for (const code of endless)
  test(`no end: ${code}`, async () => {
    await assert.rejects(run(code, { timeoutMs: 30 }), { message: 'The script took longer than its 30 ms.' });
  });

const greedy: readonly string[] = [
  'const a = []; while (true) a.push("x".repeat(1_000_000) + a.length)',
  'const a = []; while (true) a.push({})',
  'const a = []; while (true) a.push(new Uint8Array(1_000_000))',
  'let s = "x"; while (true) s += s',
  '"x".repeat(100 * 1024 * 1024)',
  'new Array(100_000_000).fill(1)',
  'new ArrayBuffer(1_000_000_000)',
  '[...Array(1e9).keys()]',
];

for (const code of greedy)
  test(`no more memory than allowed: ${code}`, async () => {
    await assert.rejects(run(code), { message: /^The script failed: / });
  });

test('the memory is the limit of the suite', async () => {
  const code = 'new Uint8Array(40 * 1024 * 1024).length > 0';
  await assert.rejects(run(code, { memoryMb: 32 }), /out of memory/);
  assert.equal(await value(code, { memoryMb: 64 }), 1);
  await assert.rejects(run('1', { text: 'x'.repeat(9_000_000), memoryMb: 32 }), {
    message: 'The answer does not fit into the 32 MB of the script.',
  });
  assert.equal(await value('answer.length === 1_000_000', { text: 'é'.repeat(1_000_000) }), 1);
});

const deep: readonly string[] = [
  '(function f() { return f() + 1; })()',
  'const f = (a) => [a].map(f); f(1)',
  'JSON.parse("[".repeat(1_000_000))',
  'let o = {}; for (let i = 0; i < 100_000; i++) o = { o }; JSON.stringify(o)',
  'let a = []; for (let i = 0; i < 100_000; i++) a = [a]; a.flat(Infinity)',
  'let a = []; for (let i = 0; i < 100_000; i++) a = [a]; String(a)',
  'eval("(".repeat(100_000))',
  'class A { get x() { return this.x; } } new A().x',
  'const p = { toString() { return `${p}`; } }; `${p}`',
];

for (const code of deep)
  test(`no bottomless recursion: ${code}`, async () => {
    await assert.rejects(run(code), { message: /^The script failed: / });
  });

test('traps in results and errors are not stepped into', async () => {
  await assert.rejects(run('throw { toString() { while (true) {} } }'), { message: /threw an object without a message/ });
  await assert.rejects(run('({ toString: () => 1, valueOf: () => 1 })'), { message: /not undefined/ });
  await assert.rejects(run('({ score: { valueOf: () => 1 } })'), { message: /not object/ });
  assert.equal((await run('({ score: 1, reason: { toString() { throw 1; } } })')).reason, 'the script says 1');
  await assert.rejects(run('({ get score() { throw new Error("got you"); } })'), { message: /got you/ });
  await assert.rejects(run('new Promise(() => {})'), { message: /waits for a promise/ });
  await assert.rejects(run('({ then() { while (true) {} } })', { timeoutMs: 30 }), { message: /not undefined/ });
});

test('a reason is kept short, and built-ins of the script’s own making change nothing for who reads it', async () => {
  const verdict = await run(`
    JSON.parse = JSON.stringify = Object.assign = Array.prototype.map = null;
    String.prototype.slice = () => { while (true) {} };
    Object.defineProperty(Object.prototype, 'pass', { get() { return false; } });
    ({ score: 1, reason: 'abc'.repeat(1_000_000) })`);
  assert.equal(verdict.value, 1);
  assert.equal(verdict.reason, 'abc'.repeat(200).slice(0, 500));
});

test('nothing of one script is left for the next', async () => {
  await run('Object.prototype.polluted = 1; globalThis.left = 1; Math.max = () => 9; Array.prototype.push = null; 1');
  assert.equal(await value('typeof left === "undefined" && ({}).polluted === undefined && Math.max(1, 0) === 1'), 1);
  assert.equal(await value('[].push(1) === 1'), 1);
  await assert.rejects(run('const a = []; while (true) a.push({})'));
  assert.equal(await value('answer === "after"', { text: 'after' }), 1);
  assert.equal(({} as Readonly<Record<string, unknown>>)['polluted'], undefined);
});

test('ordinary recursion, dates and long texts work', async () => {
  assert.equal(await value('(function f(n) { return n === 0 ? 1 : f(n - 1); })(500)'), 1);
  assert.equal(await value('new Date(0).getUTCFullYear() === 1970 && Date.now() > 0'), 1);
  assert.equal(await value('answer.split(" ").length === 100_000', { text: Array(100_000).fill('w').join(' ') }), 1);
});

test('a script that has no time is told so, however long its sandbox took to be made', async () => {
  await assert.rejects(run('while (true) {}', { timeoutMs: -1 }), { message: /^The script took longer than its/ });
});
