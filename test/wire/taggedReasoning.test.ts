import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { TaggedReasoning } from '../../src/core/providers/taggedReasoning.ts';

/** What is heard of a content that comes in these pieces. */
function heard(pieces: readonly string[]): { readonly reasoning: string; readonly text: string } {
  const split = new TaggedReasoning('reasoning');
  const events = [...pieces.flatMap((text, frame) => [...split.take({ type: 'text-delta', text, frame })]), ...split.end()];
  const of = (type: string) =>
    events
      .filter((event) => event.type === type)
      .map(({ text }) => text)
      .join('');
  return { reasoning: of('reasoning-delta'), text: of('text-delta') };
}

function cut(text: string, at: readonly number[]): string[] {
  const places = [...new Set(at.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [...places, text.length].map((end, index) => text.slice(places[index - 1] ?? 0, end));
}

const cuts = fc.array(fc.nat(), { maxLength: 12 });

test('reasoning between tags at the beginning is told apart, however the content is cut', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('', 'a < b', 'so: </reason', 'x</x>'),
      fc.constantFrom('', 'Hi <reasoning>', '</reasoning>'),
      cuts,
      (reasoning, text, at) => {
        assert.deepEqual(heard(cut(`<reasoning>${reasoning}</reasoning>${text}`, at)), { reasoning, text });
      },
    ),
  );
});

test('content without the tag at its beginning is the answer, to the last character', () => {
  fc.assert(
    fc.property(fc.constantFrom('', '<', '<reason', '<b>bold</b>', ' <reasoning>no</reasoning>', 'plain'), cuts, (text, at) => {
      assert.deepEqual(heard(cut(text, at)), { reasoning: '', text });
    }),
  );
});

test('reasoning that was cut off stays reasoning', () => {
  assert.deepEqual(heard(['<reasoning>so far</rea']), { reasoning: 'so far</rea', text: '' });
});

test('a piece keeps the frame that brought it', () => {
  const split = new TaggedReasoning('reasoning');
  assert.deepEqual(
    [...split.take({ type: 'text-delta', text: '<reasoning>a</reasoning>b', frame: 7 })],
    [
      { type: 'reasoning-delta', text: 'a', frame: 7 },
      { type: 'text-delta', text: 'b', frame: 7 },
    ],
  );
});
