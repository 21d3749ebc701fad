import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allFailedText,
  failureMark,
  faultText,
  firstStep,
  outcomeOf,
  refreshedText,
} from '../../../src/host/rankings/rankingOutcome.ts';
import type {
  CategoryRanking,
  RankingAnswer,
  RankingCategory,
  RankingSource,
  SourceError,
  SourceErrorKind,
} from '../../../src/shared/model/rankings.ts';

type Fault = RankingAnswer['errors'][number];

function fault(source: RankingSource, kind: SourceErrorKind, words: Partial<SourceError> = {}): Fault {
  const error = { kind, message: `${source} said ${kind}`, advice: 'Mend it.', status: null, until: null, ...words };
  return { source, error };
}

function answer(category: RankingCategory, source: RankingSource | null, ...errors: readonly Fault[]): RankingAnswer {
  const ranking: CategoryRanking = {
    ...{ category, origin: 'openrouter', fetchedAt: '2026-11-21T10:00:00.000Z' },
    ...{ index: 'coding index', standsIn: false, models: [] },
  };
  return { category, ranking: source === null ? null : ranking, source, errors };
}

const noKeys = [fault('artificial-analysis', 'needs-key'), fault('llm-stats', 'needs-key')];

test('who answered is told with what it ranks, and who was not asked for want of a key', () => {
  const outcome = outcomeOf([answer('coding', 'openrouter', ...noKeys), answer('math', 'openrouter', ...noKeys)]);
  assert.equal(outcome.allFailed, false);
  assert.deepEqual(outcome.failures, []);
  assert.equal(
    refreshedText(outcome),
    'OpenRouter ranks coding, math. Artificial Analysis, LLM Stats were not asked: their keys are not set.',
  );
  assert.equal(firstStep(outcome), 'set-key');
});

test('a board without an index for a category has not failed, nor has one that answered the others', () => {
  const outcome = outcomeOf([
    answer('coding', 'artificial-analysis'),
    answer('math', 'llm-stats', fault('artificial-analysis', 'too-few')),
    answer('empathy', null, fault('artificial-analysis', 'no-index'), fault('cache', 'too-few')),
  ]);
  assert.deepEqual([outcome.failures, outcome.notAsked, outcome.allFailed], [[], [], false]);
});

test('a board that failed is told beside the one that stood in for it', () => {
  const outcome = outcomeOf([answer('coding', 'openrouter', fault('artificial-analysis', 'authentication'))]);
  assert.equal(
    refreshedText(outcome),
    'OpenRouter ranks coding. Artificial Analysis: artificial-analysis said authentication. Mend it.',
  );
  assert.equal(firstStep(outcome), 'set-key');
});

test('all failed where only what was kept before is left, and the same where nothing is', () => {
  const down = [...noKeys, fault('openrouter', 'network')];
  const kept = outcomeOf([answer('coding', 'cache', ...down), answer('empathy', null, fault('openrouter', 'no-index'))]);
  assert.equal(kept.allFailed, true);
  assert.match(
    allFailedText(kept),
    /^No board gave rankings\. OpenRouter: openrouter said network\. .*What was kept stays in use\.$/,
  );
  const nothing = outcomeOf([answer('coding', null, ...down)]);
  assert.equal(nothing.allFailed, true);
  assert.match(allFailedText(nothing), /Nothing is kept\.$/);
});

test('nothing failed where young kept rankings were served, or where another window asked', () => {
  assert.equal(outcomeOf([answer('coding', 'cache'), answer('empathy', null, ...noKeys)]).allFailed, false);
  assert.equal(outcomeOf([answer('coding', null), answer('math', null)]).allFailed, false);
});

test('where nobody had to be asked, what is kept is told, or that nothing is', () => {
  const kept = outcomeOf([answer('coding', 'cache'), answer('math', 'cache'), answer('empathy', null)]);
  assert.equal(refreshedText(kept), 'What is kept ranks coding, math. Nobody had to be asked.');
  const nothing = outcomeOf([answer('coding', null, fault('cache', 'too-few'))]);
  assert.equal(nothing.allFailed, false);
  assert.match(refreshedText(nothing), /^No rankings are kept yet\./);
});

test('nobody could be asked: that is told as such, with a wait and its end', () => {
  const outcome = outcomeOf([answer('coding', null, ...noKeys, fault('openrouter', 'quota', { message: 'Asked to wait' }))]);
  assert.equal(outcome.allFailed, true);
  assert.match(
    allFailedText(outcome),
    /^No board could be asked for rankings\. OpenRouter: Asked to wait\. Mend it\. Artificial Analysis, LLM Stats were not asked/,
  );
});

test('what is offered first follows from the kinds of errors', () => {
  const step = (...errors: readonly Fault[]) => firstStep(outcomeOf([answer('coding', null, ...errors)]));
  assert.equal(step(fault('llm-stats', 'network'), fault('artificial-analysis', 'authentication')), 'set-key');
  assert.equal(step(fault('openrouter', 'permission')), null, 'it takes no key');
  assert.equal(step(fault('minimal-test', 'authentication')), null, 'the key of a provider is meant');
  assert.equal(step(...noKeys, fault('openrouter', 'timeout')), 'retry');
  assert.equal(step(...noKeys, fault('openrouter', 'gone')), 'settings');
  assert.equal(step(...noKeys, fault('openrouter', 'not-allowed')), 'set-key');
  assert.equal(step(fault('openrouter', 'not-allowed'), fault('minimal-test', 'not-allowed')), 'settings');
  assert.equal(step(fault('minimal-test', 'not-allowed'), fault('openrouter', 'quota')), null);
});

test('the mark of a failure is the same whatever times and words it holds, and another for another kind', () => {
  const mark = (words: string, kind: SourceErrorKind) =>
    failureMark(outcomeOf([answer('coding', null, ...noKeys, fault('openrouter', kind, { message: words }))]));
  assert.equal(mark('down at 10:00', 'network'), mark('down at 22:00', 'network'));
  assert.notEqual(mark('down', 'network'), mark('down', 'timeout'));
});

test('a fault is told in sentences that name the source once', () => {
  assert.equal(faultText(fault('llm-stats', 'server', { message: 'It broke' })), 'LLM Stats: It broke. Mend it.');
  assert.equal(faultText(fault('llm-stats', 'server', { message: 'LLM Stats broke' })), 'LLM Stats broke. Mend it.');
});
