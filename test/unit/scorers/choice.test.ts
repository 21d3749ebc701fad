import assert from 'node:assert/strict';
import test from 'node:test';
import { choice } from '../../../src/core/scorers/choice.ts';
import { answer } from './answers.ts';

const chosen: readonly (readonly [text: string, letter: string])[] = [
  ['B', 'B'],
  ['b', 'B'],
  ['(B)', 'B'],
  ['B.', 'B'],
  ['**B**', 'B'],
  ['A', 'A'],
  ['a', 'A'],
  ['B) Paris', 'B'],
  ['B. Paris is the capital of France.', 'B'],
  ['**B) Paris**', 'B'],
  ['The answer is (B).', 'B'],
  ['The answer is B because Paris is the capital.', 'B'],
  ['The answer is A because Paris is the capital.', 'A'],
  ['Answer: b', 'B'],
  ['**Answer:** C', 'C'],
  ['Answer: **C**', 'C'],
  ['The correct answer is **D. Photosynthesis**.', 'D'],
  ['The correct option is option C.', 'C'],
  ['A) Rome is in Italy.\nB) Paris is in France.\nSo the answer is B.', 'B'],
  ['At first the answer is A. No: the answer is C.', 'C'],
  ['Answer: B\n\nExplanation: option A is wrong since a cell has walls.', 'B'],
  ['A careful reading helps. I choose C.', 'C'],
  ['A cell needs light, so option D fits.', 'D'],
  [String.raw`Hence $\boxed{C}$`, 'C'],
  [String.raw`Hence \boxed{\text{C}}`, 'C'],
  ['Let me think.\n\n**C**', 'C'],
  ['Let me think about a plant.\nC) it needs light, as do the others', 'C'],
  ['<answer>D</answer>', 'D'],
  ['Answer - E', 'E'],
  ['answer is J', 'J'],
  ['B, since A is wrong', 'B'],
  ['B because A is wrong', 'B'],
  ['B - Paris', 'B'],
  ['B: Paris', 'B'],
  ['[B]', 'B'],
  ['<B>', 'B'],
  ['Answer: D\n', 'D'],
  ['B\n\nExplanation: because A lacks walls…', 'B'],
  ['**B**\n\nA is wrong.', 'B'],
  ['### Answer\nB', 'B'],
  ['## Final answer: B', 'B'],
  ['Answer:\n(B) Paris', 'B'],
  ['Ans: B', 'B'],
  ['Answer – C', 'C'],
  ['Answer：B', 'B'],
  ['答案是B', 'B'],
  ['{"answer": "B"}', 'B'],
  ["The answer is 'B'.", 'B'],
  ['The answer is therefore C.', 'C'],
  ['The answer is most likely (C).', 'C'],
  ['The correct answer is option C because it has walls.', 'C'],
  ['The correct statement is B.', 'B'],
  ['The right answer is B', 'B'],
  ['The answer is A, because of gravity', 'A'],
  ['C is correct.', 'C'],
  ['C is the correct answer.', 'C'],
  ['Option C is correct, option A is not.', 'C'],
  ['A is incorrect. B is incorrect. C is correct.', 'C'],
  ['The answer is not A. The answer is B.', 'B'],
  ['Correct answer: B. Not A.', 'B'],
  ['Therefore, B.', 'B'],
  ['It is C.', 'C'],
  ["I'd go with B.", 'B'],
  ['I would choose option B over option A.', 'B'],
  ['A) 1\nB) 2\nC) 3\n\nThe answer is C) 3', 'C'],
  [String.raw`Final Answer: $\boxed{\text{(A)}}$`, 'A'],
  [String.raw`\boxed{\textbf{A}}`, 'A'],
  [String.raw`\boxed{A. Paris}`, 'A'],
  ['The answer is I.', 'I'],
];

for (const [text, letter] of chosen) {
  test(`choice: ${JSON.stringify(text)} chooses ${letter}`, () => {
    const verdict = choice.score(answer(text), { value: letter });
    assert.equal(verdict.passed, true, verdict.reason);
    const other = letter === 'X' ? 'Y' : 'X';
    assert.equal(choice.score(answer(text), { value: other }).passed, false);
  });
}

const undecided = [
  '',
  'A cat sat on a mat.',
  'I think so.',
  'The answer is a matter of taste.',
  'The answer is a bit long',
  'A) Rome\nB) Paris\nC) Bern',
  'Either option A or option B.',
  "I'd say none.",
  'Either (A) or (B).',
  'The answer is A or B.',
  'The answer is not A but another.',
  'A, B and C are wrong',
  'Both A and B are correct.',
  'The answer is A person who walks.',
  'The answer is E=mc²',
  'Answer: Bern',
];

for (const text of undecided) {
  test(`choice: ${JSON.stringify(text)} chooses nothing`, () => {
    for (const value of ['A', 'B', 'C', 'I']) {
      const verdict = choice.score(answer(text), { value });
      assert.equal(verdict.passed, false);
      assert.match(verdict.reason, /no choice found/);
    }
  });
}

test('choice: the mark may be written with its bracket, or be a digit', () => {
  assert.equal(choice.score(answer('The answer is (B)'), { value: '(b)' }).passed, true);
  assert.equal(choice.score(answer('Answer: 2'), { value: '2' }).passed, true);
  assert.equal(choice.score(answer('Answer: 12'), { value: '1' }).passed, false);
});

test('choice: an option may be named by its text', () => {
  const args = { value: 'New York' };
  for (const text of [
    'New York',
    'new york.',
    '**New York**',
    'B) New York',
    'Thinking…\nThe answer is New York.',
    'Answer: "New York"',
  ]) {
    assert.equal(choice.score(answer(text), args).passed, true, text);
  }
  for (const text of ['', 'Not New York but Boston', 'York']) {
    assert.equal(choice.score(answer(text), args).passed, false, text);
  }
});

test('choice: marks round an option are left out, at both ends', () => {
  for (const text of ['"Paris."', '**Paris!**', '“Paris” ...', '  Paris . !', '...'])
    assert.equal(choice.score(answer(text), { value: 'Paris' }).passed, text !== '...', text);
});
