import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { placeAt } from '../../../../src/core/suite/language/place.ts';
import { unmarked } from './editing.ts';

/** `role path "text"`, with the keys beside it where it may be a key. */
function told(marked: string): string {
  const { text, at } = unmarked(marked);
  const place = placeAt(text, at);
  if (place === null) return 'nowhere';
  const { role, path, start, end, siblings, isProse } = place;
  const beside = siblings.length === 0 ? '' : ` beside ${siblings.join(' ')}`;
  return `${isProse ? 'prose' : role} ${path.join('.') || '(top)'} ${JSON.stringify(text.slice(start, end))}${beside}`;
}

const places: readonly (readonly [marked: string, expected: string])[] = [
  // YAML by indentation
  ['models:\n  - openai/▮\ncases:\n', 'either models.0 "openai/"'],
  ['models:\n- a/b\n- c▮\ncases:\n', 'either models.1 "c"'],
  ['models:\n  - a/b\n  ▮', 'either models ""'],
  ['models: ▮\ncases:\n', 'value models ""'],
  ['models:▮\ncases:\n', 'value models ""'],
  ['name: x\nconc▮\ncases: []\n', 'either (top) "conc" beside name cases'],
  ['▮', 'either (top) ""'],
  ['name: x\n\n▮', 'either (top) "" beside name'],
  ['cases:\n  - name: x\n    cat▮\n    expect: []\n', 'either cases.0 "cat" beside name expect'],
  ['cases:\n  - name: x\n  - na▮me: y\n    vars: {}\n', 'key cases.1 "name" beside vars'],
  ['cases:\n  - name: x\n    category: po▮li # why\n', 'value cases.0.category "poli"'],
  ['cases:\n  - name: x\n    category: poli # wh▮y\n', 'nowhere'],
  ['cases:\n  - expect:\n      - contains: a\n      - ▮\n  - name: y\n', 'either cases.0.expect.1 ""'],
  ['cases:\n  - expect:\n      - contains: a\n        ▮\n', 'either cases.0.expect.0 "" beside contains'],
  ['cases:\n  - name: x\n    expect:\n      - contains: a\n    ▮\n', 'either cases.0 "" beside expect name'],
  // Texts over several lines
  ['prompt: |\n  Name: foo\n    {{▮\ncases:\n', 'prose prompt ""'],
  ['prompt: "a\n  b: {{q▮}}"\ncases:\n', 'prose prompt "a\\n  b: {{q}}"'],
  ['prompt: long\n  and ▮more\n', 'prose prompt ""'],
  // YAML in brackets
  ['models: [a/b, c▮]\ncases:\n', 'value models.1 "c"'],
  ['models: [\n  a/b,\n  {model: ▮\n', 'value models.1.model ""'],
  ['cases:\n  - vars: { question: a, ▮ }\n', 'key cases.0.vars "" beside question'],
  ["cases:\n  - name: 'it''s ▮'\n", 'value cases.0.name "it\'\'s "'],
  ['expect: [{ contains: http://x/▮ }]\n', 'value expect.0.contains "http://x/"'],
  ['expect: [] ▮\n', 'nowhere'],
  // JSON
  ['{"models": ["openai/▮"], "cases": []}', 'value models.0 "openai/"'],
  ['{"models": ["a/b", ▮]}', 'value models.1 ""'],
  ['{"cases": [{"name": "x"}, {"na▮me": 1, "vars": {}}]}', 'key cases.1 "name" beside vars'],
  ['{"models": [], ▮ "cases": []}', 'key (top) "" beside models cases'],
  ['{"models": [] ▮}', 'nowhere'],
  ['{\n  "models": ["a\n  "name▮": 1\n}', 'value models.0 "name"'],
];

for (const [marked, expected] of places) {
  test(`a place is found in ${JSON.stringify(marked)}`, () => {
    assert.equal(told(marked), expected);
  });
}

test('a place is found, or none, in whatever is typed, and holds the cursor', () => {
  const piece = fc.constantFrom(...Array.from('-:#|>"\'{}[],\n \\a&*!?'), '\n  ', '- ', 'key: ', '{{', '"models": ');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.nat(), fc.boolean(), (pieces, seed, isJson) => {
      const text = (isJson ? '{' : '') + pieces.join('');
      const offset = seed % (text.length + 1);
      const before = text.slice(0, offset).split('\n');
      const place = placeAt(text, { line: before.length - 1, character: before.at(-1)?.length ?? 0 });
      if (place !== null) assert.ok(place.start <= offset && offset <= place.end, JSON.stringify({ text, offset, place }));
    }),
  );
});
