import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { optionNames } from '../../../src/core/cli/args.ts';
import { commandNames, usageText } from '../../../src/core/cli/usage.ts';

const texts = new Map([null, ...commandNames].map((name) => [name, usageText(name)]));

test('no line of the help is wider than 80 columns', () => {
  for (const text of texts.values()) {
    for (const line of text.split('\n')) assert.ok(stringWidth(line) <= 80, line);
  }
});

test('the help names every command, and that of a command no other', () => {
  for (const name of commandNames) {
    assert.match(usageText(null), new RegExp(`^  llm-bench ${name}\\b`, 'm'));
    assert.match(usageText(name), new RegExp(`^llm-bench ${name}\\b`));
    assert.equal(usageText(name).match(/^ *llm-bench/gm)?.length, 1);
  }
});

test('every option is told by some command', () => {
  const all = [...texts.values()].join('');
  for (const name of optionNames.filter((one) => one !== 'version')) assert.match(all, new RegExp(`--${name}\\b`), name);
});

test('a command tells its own options', () => {
  assert.match(usageText('run'), /--repeats N .*\n/);
  assert.doesNotMatch(usageText('run'), /--older-than/);
  assert.match(usageText('data'), /--older-than/);
  assert.match(usageText('import'), /--force/);
});
