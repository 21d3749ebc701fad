import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainMessage, plainName } from '../../../src/host/plainMessage.ts';

/** What the editor takes for a link in a notification. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

test('a command link in a message is text', () => {
  const text = '[Fix it](command:workbench.action.terminal.new) or [read](https://example.com "more")';
  assert.match(text, link);
  assert.equal(plainMessage(text), '[Fix it] (command:workbench.action.terminal.new) or [read] (https://example.com "more")');
});

test('a message is one line, without control characters and turned writing', () => {
  assert.equal(plainMessage('  a\r\n\tb\u0000c\u2028d\u202Ee\u001B[31mf '), 'a b c d e [31mf');
  assert.equal(plainMessage('[x]\u0000(command:y)'), '[x] (command:y)');
  assert.equal(plainMessage('Größe 日本 👩‍👩‍👧 · 92 %'), 'Größe 日本 👩‍👩‍👧 · 92 %');
});

test('a long message is cut at a word, a text without words where it is', () => {
  assert.equal(plainMessage('one two three', 13), 'one two three');
  assert.equal(plainMessage('one two three four', 13), 'one two…');
  assert.equal(plainMessage('x'.repeat(500)), `${'x'.repeat(399)}…`);
  assert.equal(plainMessage('ab👩cd', 4), 'ab…');
  assert.equal(plainName('word '.repeat(40)).length <= 80, true);
});

test('whatever comes in, no link and no line break comes out, and doing it twice changes nothing', () => {
  const parts = fc.constantFrom('[', ']', '(', ')', 'command:x', 'https://e', ' ', '\n', '\u0000', '\u202E', 'word', '👩');
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 300 }), fc.integer({ min: 8, max: 400 }), (pieces, most) => {
      const message = plainMessage(pieces.join(''), most);
      assert.doesNotMatch(message, link);
      assert.doesNotMatch(message, /[\p{Cc}\u2028\u202E]/u);
      assert.ok(message.length <= most && message.isWellFormed());
      assert.equal(plainMessage(message, most), message);
    }),
  );
});
