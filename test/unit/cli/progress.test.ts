import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { ProgressView } from '../../../src/core/cli/progress.ts';
import { runEngine } from '../../../src/core/runner/engine.ts';
import { engineSpec, failed, FakeCaller, model, Recorder, testCase } from '../runner/fakes.ts';

test('what a server or a suite says cannot steer the terminal', async () => {
  const escape = '\u001B]0;owned\u0007\u001B[2J\u009B31m\r\u202E';
  const recorder = new Recorder();
  const caller = new FakeCaller(() => failed({ message: `no ${escape}`, advice: escape, retryable: false }));
  const spec = engineSpec({ models: [model('p/a', `a${escape}`)], cases: [testCase(`one${escape}`)], repeats: 1 });
  await runEngine(spec, recorder.ports(caller), new AbortController().signal);
  const said: string[] = [];
  const out = { isTTY: false, columns: 80, write: (text: string) => void said.push(text) };
  const view = new ProgressView(out, new Map(), 1);
  for (const event of recorder.events) view.show(event);
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /^\[1\/1\] ✗ .*one.*failed/);
  assert.doesNotMatch((said[0] ?? '').trimEnd(), /[\p{Cc}\p{Cf}]/u);
});

test('on a terminal there is one line from the start on, never wider than the terminal, and none at the end', async () => {
  const recorder = new Recorder();
  const spec = engineSpec({ models: [model('p/a', '模型')], cases: [testCase('a case with quite a long name')], repeats: 2 });
  const caller = new FakeCaller(() => failed({ message: 'It broke...', advice: 'Mend it.', retryable: false }));
  await runEngine(spec, recorder.ports(caller), new AbortController().signal);
  for (const columns of [30, 60, 120]) {
    const said: string[] = [];
    const out = { isTTY: true, columns, write: (text: string) => void said.push(text) };
    const view = new ProgressView(out, new Map(), 2);
    assert.match(said[0] ?? '', /\[0\/2\]/, 'drawn before any answer');
    for (const event of recorder.events) view.show(event);
    view.dispose();
    const lines = said.filter((text) => text.includes('░') || text.includes('█'));
    for (const line of lines) assert.ok(stringWidth(line) < columns, line);
    const failures = said.filter((text) => text.startsWith('✗'));
    assert.equal(failures.length, 2, 'failures stay on the screen');
    assert.match(failures[0] ?? '', /: failed: .+: It broke\.\.\. Mend it\.\n$/);
    assert.match(failures[1] ?? '', /: failed: [^:]+, as above\n$/, 'and are told in full once');
    assert.equal(said.at(-1), '\r\u001b[2K');
  }
});
