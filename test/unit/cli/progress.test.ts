import assert from 'node:assert/strict';
import { test } from 'node:test';
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
  const view = new ProgressView(out, new Map());
  for (const event of recorder.events) view.show(event);
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /^\[1\/1\] ✗ .*one.*failed/);
  assert.doesNotMatch((said[0] ?? '').trimEnd(), /[\p{Cc}\p{Cf}]/u);
});
