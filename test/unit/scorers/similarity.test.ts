import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { bleuTokens, rougeTokens } from '../../../src/core/scorers/similarity/words.ts';
import { scoreSimilarity } from '../../../src/core/scorers/similarity/score.ts';
import type { SimilarityMetric } from '../../../src/shared/model/scorer.ts';
import { answer } from './answers.ts';

type Metric = Exclude<SimilarityMetric, 'embedding'>;
const metrics: readonly Metric[] = ['levenshtein', 'rouge1', 'rouge2', 'rougeL', 'bleu'];

function similarity(found: string, wanted: string, metric: Metric): number {
  return scoreSimilarity(answer(found), { value: wanted, metric, threshold: 0.5 }).value;
}

function near(found: number, wanted: number): void {
  assert.ok(Math.abs(found - wanted) < 1e-12, `${found} is not ${wanted}`);
}

// /usr/bin/python3 -c "from nltk.metrics.distance import edit_distance as d; print(1 - d(a, b) / max(len(a), len(b)))", NLTK 3.8
const distances: readonly (readonly [a: string, b: string, share: number])[] = [
  ['kitten', 'sitting', 0.5714285714285714],
  ['rain', 'shine', 0.4],
  ['intention', 'execution', 0.4444444444444444],
  ['saturday', 'sunday', 0.625],
  ['naïve', 'naive', 0.8],
  ['😀a😀', 'a😀b', 0.3333333333333333],
  ['', 'abc', 0],
];

for (const [a, b, share] of distances) {
  test(`levenshtein: ${JSON.stringify(a)} and ${JSON.stringify(b)}`, () => near(similarity(a, b, 'levenshtein'), share));
}

/** Wagner and Fischer, 1974, as plainly as it can be written. */
function plainDistance(a: readonly string[], b: readonly string[]): number {
  let row = [...b.keys(), b.length];
  for (const [index, character] of a.entries()) {
    const next = [index + 1];
    for (const [column, other] of b.entries())
      next.push(
        Math.min((row[column] ?? 0) + (character === other ? 0 : 1), (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

test('levenshtein: agrees with the plain algorithm in characters, of any plane and beyond a machine word', () => {
  const text = fc
    .string({ maxLength: 80, unit: fc.constantFrom('a', 'b', 'c', 'é', '😀', '😁', '語') })
    .map((raw) => raw.normalize('NFC'));
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [left, right] = [Array.from(a), Array.from(b)];
      const longer = Math.max(left.length, right.length, 1);
      near(similarity(a, b, 'levenshtein'), (longer - plainDistance(left, right)) / longer);
    }),
  );
});

test('rouge: the examples of the paper (Lin, 2004, section 3)', () => {
  const reference = 'police killed the gunman';
  near(similarity('police kill the gunman', reference, 'rougeL'), 3 / 4);
  near(similarity('the gunman kill police', reference, 'rougeL'), 2 / 4);
  near(similarity('the gunman police killed', reference, 'rougeL'), 2 / 4);
  near(similarity('police kill the gunman', reference, 'rouge2'), 1 / 3);
  near(similarity('the gunman kill police', reference, 'rouge2'), 1 / 3);
});

test('rouge: the example of google-research’s rouge-score, whose words its stemmer leaves alike', () => {
  const [reference, found] = ['The quick brown fox jumps over the lazy dog', 'The quick brown dog jumps on the log.'];
  near(similarity(found, reference, 'rouge1'), 0.7058823529411765);
  near(similarity(found, reference, 'rouge2'), 0.26666666666666666);
  near(similarity(found, reference, 'rougeL'), 0.5882352941176471);
});

test('rouge: counted by hand, repeated words as often as in the reference, sentences as one text', () => {
  near(similarity('the the the', 'the cat', 'rouge1'), 0.4); // 1 match: P 1/3, R 1/2
  near(similarity('a b. c d.', 'c d. a b.', 'rougeL'), 0.5); // LCS 2 of 4 and 4
  near(similarity('a b. c d.', 'c d. a b.', 'rouge2'), 2 / 3); // `b c` and `d a` differ
  near(similarity('one', 'one two', 'rouge2'), 0); // no pair in the answer
  near(similarity('?!', 'word', 'rouge1'), 0);
});

test('rouge: words are lower-cased runs of letters and digits; scripts without spaces count by character', () => {
  assert.deepEqual(rougeTokens("It's 3.5 km, naïve-ish!"), ['it', 's', '3', '5', 'km', 'naïve', 'ish']);
  assert.deepEqual(rougeTokens('我爱你 ok สวย'), ['我', '爱', '你', 'ok', 'ส', 'ว', 'ย']);
});

// /usr/bin/python3 -c "from nltk.translate.bleu_score import sentence_bleu, SmoothingFunction; print(sentence_bleu(
// [reference.split()], found.split(), smoothing_function=SmoothingFunction().method1, auto_reweigh=True))", NLTK 3.8;
// the first two sentences are those of NLTK's own documentation.
const bleus: readonly (readonly [reference: string, found: string, score: number])[] = [
  [
    'It is a guide to action that ensures that the military will forever heed Party commands',
    'It is a guide to action which ensures that the military always obeys the commands of the party',
    0.41180376356915777,
  ],
  [
    'It is a guide to action that ensures that the military will forever heed Party commands',
    'It is to insure the troops forever hearing the activity guidebook that party direct',
    0.03446151880350207,
  ],
  ['the cat is on the mat', 'the the the the the the the', 0.039281465090051315],
  ['the cat sat on the mat', 'the cat sat on a mat', 0.537284965911771],
  ['the cat sat on the mat', 'the cat', 0.1353352832366127],
  ['the cat sat on the mat', 'cat', 0.006737946999085467],
  ['a b c d e', 'b a d c e f g', 0.04939382737115371],
  ['The price is $ 3.88 , not 1,000 .', 'The price is $ 3.88 .', 0.48235607976922595],
  ['a b', 'c d', 0],
];

for (const [reference, found, score] of bleus) {
  test(`bleu: ${JSON.stringify(found)}`, () => near(similarity(found, reference, 'bleu'), score));
}

test('bleu: words and signs are split as mteval-v13a does', () => {
  // The four substitutions of mteval-v13a.pl, run by Python's re.
  assert.deepEqual(
    bleuTokens('Good muffins cost $3.88 in New York.  Please buy me two of them; it\'s 1,000-fold "cheap" (really)!').join('|'),
    'Good|muffins|cost|$|3.88|in|New|York|.|Please|buy|me|two|of|them|;|it\'s|1,000|-|fold|"|cheap|"|(|really|)|!',
  );
  assert.equal(
    bleuTokens('a.b, 3.5, 4,5 e.g. 10-20 x-y {z} [w] a/b').join('|'),
    'a|.|b|,|3.5|,|4,5|e|.|g|.|10|-|20|x-y|{|z|}|[|w|]|a|/|b',
  );
  assert.deepEqual(bleuTokens('我爱 x'), ['我', '爱', 'x']);
});

test('every metric is within 0 and 1, and 1 for equal texts', () => {
  const text = fc.string({ maxLength: 40, unit: fc.constantFrom('a', 'b', ' ', '.', '7', '😀', '語', '\n') });
  fc.assert(
    fc.property(text, text, fc.constantFrom(...metrics), (a, b, metric) => {
      const value = similarity(a, b, metric);
      assert.ok(value >= 0 && value <= 1, String(value));
      assert.equal(similarity(a, `  ${a}\n`, metric), 1);
    }),
  );
});

test('levenshtein and ROUGE are the same both ways', () => {
  const text = fc.string({ maxLength: 40, unit: fc.constantFrom('a', 'b', 'c', ' ') });
  fc.assert(
    fc.property(text, text, fc.constantFrom<Metric>('levenshtein', 'rouge1', 'rouge2', 'rougeL'), (a, b, metric) =>
      near(similarity(a, b, metric), similarity(b, a, metric)),
    ),
  );
});

test('an answer passes from the threshold on, and the reason says how similar it is', () => {
  const args = { value: 'abcd', metric: 'levenshtein', threshold: 0.75 } as const;
  assert.deepEqual(scoreSimilarity(answer('abcx'), args), { value: 0.75, passed: true, reason: 'similarity 0.75' });
  assert.equal(scoreSimilarity(answer('abxx'), args).passed, false);
});

test('texts too long to compare in bounded time are refused by every metric', () => {
  const [found, wanted] = ['a b '.repeat(30_000), 'b a '.repeat(30_000)];
  for (const metric of metrics) assert.throws(() => similarity(found, wanted, metric), /too long to compare/, metric);
});
