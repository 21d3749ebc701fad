import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle, type SettleSources, type Settling } from '../../../src/core/settle.ts';
import type { Comparison, ScoringView } from '../../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import type { ScorerSpec } from '../../../src/shared/model/scorer.ts';
import type { ScoringDetail, ScoringRecord } from '../../../src/shared/model/scoring.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { suite, testCase } from '../runner/fakes.ts';
import { makeRun, makeScoring, scoringDetail } from '../store/fixtures.ts';

const exact = (value: string): ScorerSpec => ({ scorer: 'exact', args: { value, ignoreCase: false }, weight: 1, not: false });
const rows = ['a', 'b', 'c', 'd'].map((id) => ({ ...testCase(id), expect: [exact(id)] }));
const sampled = (count: number): Suite => suite({ cases: rows.slice(0, count) });

const rescoring: ScoringRecord = {
  ...makeScoring(makeRun().id, { trigger: 'rescore' }),
  status: 'finished',
  source: 'other.yaml',
};

function view(shown: ScoringRecord | null): ScoringView {
  return { active: shown?.id ?? null, all: shown ? [shown] : [], leftOut: 0, open: 0 };
}

/** One more row is wanted by a run of the first `asked` ones, of a file whose sample is one. */
function settled(asked: number, shown: ScoringRecord | null, expect: ScoringDetail['expect'] = {}): Promise<Settling> {
  const pair = ['x' as CandidateId, 'y' as CandidateId] as const;
  const moreData: Comparison['moreData'] = { pair, cases: 1, repeats: null };
  const sources: SettleSources = {
    load: async (moreRows) => {
      const loaded = { suite: sampled(1 + moreRows), rowsLeft: rows.length - 1 - moreRows };
      return { ...loaded, problems: [], outline: { cases: [] }, datasetCases: [] } as unknown as ReturnType<
        SettleSources['load']
      >;
    },
    scoringDetail: async () => ({ ...scoringDetail, expect }),
  };
  return settle(sampled(asked), { moreData, scoring: view(shown) }, sources);
}

const expected = (...ids: string[]) => Object.fromEntries(ids.map((id) => [id, [exact(id)]]));

test('a run that is shown by its own scoring is settled, with nothing else to grade', async () => {
  const settling = await settled(2, null);
  assert.ok(settling.kind === 'cases');
  assert.deepEqual([settling.rows, settling.suite.cases.length, settling.shownBy], [1, 3, null]);
});

test('a later scoring by the same expectations is to grade what is added', async () => {
  const settling = await settled(2, rescoring, expected('a', 'b'));
  assert.ok(settling.kind === 'cases');
  assert.equal(settling.shownBy?.id, rescoring.id);
});

test('nothing is asked for that the scoring on show could not grade', async () => {
  const other = await settled(2, rescoring, { ...expected('a'), b: [exact('else')] });
  assert.ok(other.kind === 'none');
  assert.match(other.message, /\(other\.yaml\) goes by other expectations than the suite.*Score the run again by its suite/);
});

test('nor while answers of the run have no part in it, since more of them would be lost the same way', async () => {
  const part = await settled(3, rescoring, expected('a'));
  assert.ok(part.kind === 'none');
  assert.match(part.message, /2 answered cases of this run have no part in the scoring on show \(other\.yaml\)/);
});
