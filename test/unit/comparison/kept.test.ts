import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { baselineOf } from '../../../src/core/report/baseline/baselineOf.ts';
import { compareWhole } from '../../../src/core/report/comparison/compare.ts';
import { comparisonVersion, fromKept, keptText } from '../../../src/core/report/comparison/kept.ts';
import type { AttemptId, SampleId } from '../../../src/shared/model/ids.ts';
import { matrixLimit } from '../../../src/shared/model/comparison.ts';
import { mulberry32 } from '../../engine/random.ts';
import { answersOf, attempt, graded, runOf } from './builders.ts';

const models = ['m', 'n', 'o'];
const prompts = ['kind', 'plain'];
const cases = 24;

/** A bit of everything: prompts, categories, repeats, failures, labels, unknown costs, an earlier run. */
function someRun() {
  const random = mulberry32(5);
  const category = (i: number) => (i % 5 === 0 ? null : `category ${i % 3}`);
  const { run, detail } = runOf({ models, prompts, cases, repeats: 2, category });
  const records = detail.candidates.flatMap(({ id, model, promptId }, place) =>
    Array.from({ length: cases * 2 }, (_, i) => {
      const index = i % cases;
      const repeat = i < cases ? 1 : 2;
      const failed = random() < 0.08;
      return attempt({
        id: `${id}/${i}` as AttemptId,
        sampleId: `${id}/${index}/${repeat}` as SampleId,
        candidateId: id,
        ...{ model, promptId, case: index, repeat, category: category(index) },
        quality: Math.round(random() * (3 + place / 2)) / 5,
        usd: place === 5 && i === 0 ? null : 0.001 * (1 + random()),
        e2eMs: Math.round(200 + 2000 * random()),
        ...(failed && { errorKind: 'server' as const }),
      });
    }),
  );
  const baseline = baselineOf(run, detail, records.slice(0, -40));
  return compareWhole(run, detail, records, { baseline });
}

/** Nine digits, since the last ones are a matter of the platform's arithmetic. */
function digest(value: unknown): string {
  const text = JSON.stringify(value, (_, own: unknown) => (typeof own === 'number' ? own.toPrecision(9) : own));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

test('the same attempts give the same comparison as long as its version is the same', () => {
  assert.deepEqual(
    { version: comparisonVersion, digest: digest(someRun()) },
    { version: 2, digest: '45bf5df1e91e51b3' },
    'Comparisons have changed. Those kept beside the runs would go on showing the old figures: raise comparisonVersion, and note it here with the new digest.',
  );
});

test('a comparison is read as it was kept', () => {
  const compared = someRun();
  assert.deepEqual(fromKept(keptText(compared, 'base 1'), 'base 1'), compared);
  const { run, detail } = runOf({ models: ['m'], cases: matrixLimit + 3 });
  const large = compareWhole(run, detail, answersOf({ m: graded((i) => i % 2) }, matrixLimit + 3));
  assert.equal(large.comparison.matrix.length, matrixLimit);
  assert.deepEqual(fromKept(keptText(large, null), null), large);
});

test('a comparison against something else, of another version, or damaged is not read', () => {
  const text = keptText(someRun(), 'base 1');
  assert.equal(fromKept(text, 'base 2'), null);
  assert.equal(fromKept(text, null), null);
  assert.equal(fromKept(text.replace(`"version":${comparisonVersion}`, '"version":0'), 'base 1'), null);
  assert.equal(fromKept(text.slice(0, -1), 'base 1'), null);
  assert.equal(fromKept('null', null), null);
});
