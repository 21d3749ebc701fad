// The answers of one case and the figures of a run that goes on, as the host would send them.
import type { CaseAnswer, CaseAnswers } from '../../../src/shared/model/caseAnswers.ts';
import type { CandidateSummary } from '../../../src/shared/model/comparison.ts';
import type { AttemptId } from '../../../src/shared/model/ids.ts';
import type { LiveView } from '../../../src/shared/model/liveView.ts';
import { noOpinion } from '../../../src/shared/opinion.ts';
import type { Fixture } from './fixture.ts';

const texts = [
  'Unused goods can be returned within 30 days. Five weeks is a little too long, but please write to us: we look at each case.',
  'I am sorry, the 30 days are over.\n\nYou may still:\n- exchange the boots for a voucher,\n- sell them in our second-hand shop.',
  '{\n  "allowed": false,\n  "reason": "more than 30 days",\n  "days": 35\n}',
  'Yes, you can return them at any time! <b>No questions asked.</b>',
  Array.from({ length: 30 }, (_, line) => `${line + 1}. The policy says something that takes a whole line to be told.`).join(
    '\n',
  ),
];

export function caseAnswersFixture({ comparison, cases }: Fixture): CaseAnswers {
  const [row] = comparison.matrix;
  if (!row) throw new Error('The fixture has no case.');
  const answers = comparison.candidates.map((candidate, index) => answerFixture(candidate, index));
  const { prompt = '', expected = '' } = cases[row.caseId] ?? {};
  return {
    query: { caseId: row.caseId, repeat: 1 },
    name: row.name,
    category: row.category,
    questions: [{ promptId: 'p', text: { text: prompt, length: prompt.length } }],
    expected,
    repeats: 3,
    answers,
  };
}

function answerFixture({ id, cost }: CandidateSummary, index: number): CaseAnswer {
  const failed = index === 2;
  const passed = index !== 3;
  const text = failed ? '' : (texts[index % texts.length] ?? '');
  const opinion = index === 0 ? { thumb: 'up' as const, stars: 4, note: 'Friendly, a bit long' } : noOpinion;
  return {
    candidateId: id,
    attemptId: `attempt-${index}` as AttemptId,
    status: failed ? 'error' : 'ok',
    answer: { text, length: index === 4 ? 81_000 : text.length },
    quality: failed ? null : passed ? 1 : 0.33,
    passed: failed ? null : passed,
    scores: failed ? [] : scoresFixture(passed),
    latencyMs: failed ? null : 640 + 210 * index,
    cost: { usd: cost.perSample?.value ?? null, estimated: cost.estimated, source: 'price-row' },
    outputTokens: failed ? null : 38 + 12 * index,
    error: failed ? overloaded : null,
    opinion,
  };
}

const overloaded = {
  kind: 'overloaded',
  stage: 'headers',
  message: '529 Overloaded',
  advice: 'anthropic is overloaded. Try again later, or lower the concurrency.',
  retryable: true,
  retryAfterMs: null,
  httpStatus: 529,
  providerCode: 'overloaded_error',
  requestId: null,
} as const;

function scoresFixture(passed: boolean): CaseAnswer['scores'] {
  return [
    {
      name: 'contains "30 days"',
      scorer: 'contains',
      value: passed ? 1 : 0,
      passed,
      weight: 1,
      reason: passed ? '' : 'not found in the answer',
    },
    {
      name: 'judge by gpt-5',
      scorer: 'judge',
      value: passed ? 1 : 0.5,
      passed,
      weight: 2,
      reason: passed ? 'Right, and kind to the customer.' : 'Promises what the policy does not.',
    },
    { name: 'javascript', scorer: 'javascript', value: null, passed: null, weight: 1, reason: 'took longer than 1 s' },
  ];
}

export function liveFixture({ comparison: { candidates, matrix } }: Fixture): LiveView {
  return {
    windowMs: 20_000,
    models: candidates.map(({ id, planned, ok, failed }, index) => ({
      candidateId: id,
      done: ok + failed,
      planned,
      failed,
      inFlight: 6 - index,
      callsPerSecond: 2.4 / (index + 1),
      tokensPerSecond: index === 4 ? null : 180 / (index + 1),
    })),
    timeLeft: candidates[4] ? { ms: 87_000, slowest: candidates[4].id } : null,
    budgetUsd: 2,
    newest: candidates.map(({ id }, index) => ({
      attemptId: `attempt-${index}` as AttemptId,
      candidateId: id,
      caseId: matrix[index]?.caseId ?? '',
      text: index === 2 ? null : (texts[index] ?? ''),
      latencyMs: index === 2 ? null : 640 + 210 * index,
      quality: index === 1 ? 1 : null,
      errorKind: index === 2 ? 'overloaded' : null,
    })),
  };
}
