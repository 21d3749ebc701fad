import assert from 'node:assert/strict';

const voidElements = new Set(['meta']);
const name = String.raw`[A-Za-z][\w:.-]*`;
const token = new RegExp(
  String.raw`<!doctype html>|<\?xml [^?]*\?>|<(/?)(${name})((?:\s+${name}="[^"<]*")*)\s*(/?)>|([^<]+)`,
  'gy',
);

/**
 * A strict reader of the markup that we write: every tag closed in order, attributes in double quotes, no stray `<`,
 * every `&` an entity. Style sheets, whose text is our own, are left out. Returns the elements that were met.
 */
export function assertWellFormed(markup: string): ReadonlyMap<string, number> {
  const source = markup.replace(/<style>[^<]*<\/style>/, '');
  const open: string[] = [];
  const met = new Map<string, number>();
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    assert.ok(match, `not markup at ${at}: ${source.slice(at, at + 80)}`);
    const [, closing, tag, attributes = '', selfClosing, text] = match;
    assert.doesNotMatch((text ?? '') + attributes, /&(?!(?:amp|lt|gt|quot|#39);)/, `a bare & near ${source.slice(at, at + 80)}`);
    assert.doesNotMatch(text ?? '', /[^\P{Cc}\t\n\r]/u, 'a control character');
    if (tag === undefined) continue;
    if (closing) {
      assert.equal(open.pop(), tag, `</${tag}> closes another at ${at}`);
      continue;
    }
    met.set(tag, (met.get(tag) ?? 0) + 1);
    if (!selfClosing && !voidElements.has(tag)) open.push(tag);
  }
  assert.deepEqual(open, []);
  return met;
}
