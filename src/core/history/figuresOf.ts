import { createHash } from 'node:crypto';
import type { AttemptRecord, Timing } from '../../shared/model/attempt.ts';
import type { CandidateSummary, Comparison, Distribution } from '../../shared/model/comparison.ts';
import type { CandidateFigures, RunFigures, Spread } from '../../shared/model/history.ts';
import type { RunDetail } from '../../shared/model/run.ts';
import { fingerprints } from '../report/baseline/fingerprint.ts';
import { logHistogram } from '../stats/logHistogram.ts';

/** To be raised whenever the same run would get other figures: stored ones are then made anew. */
export const figuresVersion = 1;

/**
 * What history keeps of a run: the figures of its comparison, so that both say the same, with enough of the distributions to
 * add those of several runs.
 *
 * @param attempts those that the comparison was made of
 * @param detail with the expectations that the comparison went by
 */
export function figuresOf(
  { candidates }: Pick<Comparison, 'candidates'>,
  attempts: readonly AttemptRecord[],
  detail: RunDetail,
  stamp: string,
): RunFigures {
  const questions = questionsByPrompt(detail);
  const known = new Set(detail.suite.cases.map(({ id }) => id));
  const answered = attempts.filter(
    ({ final, warmup, status, caseId }) => final && !warmup && status === 'ok' && known.has(caseId),
  );
  const byCandidate = Map.groupBy(answered, ({ candidateId }) => candidateId);
  return {
    version: figuresVersion,
    stamp,
    candidates: candidates.map((summary) =>
      candidateFigures(summary, byCandidate.get(summary.id) ?? [], questions.get(summary.promptId) ?? ''),
    ),
  };
}

function candidateFigures(summary: CandidateSummary, answered: readonly AttemptRecord[], questions: string): CandidateFigures {
  const { label, promptId, provider, model, ok, failed, quality, passRate, cost } = summary;
  const spread = (distribution: Distribution | null, figure: keyof Timing): Spread | null =>
    distribution && {
      p50: distribution.p50,
      p95: distribution.p95,
      histogram: logHistogram(answered.flatMap(({ timing }) => timing[figure] ?? [])),
    };
  return {
    label,
    promptId,
    provider,
    model,
    questions,
    ok,
    failed,
    quality,
    passRate,
    costPerSample: cost.perSample,
    knownCostUsd: cost.knownUsd,
    latencyMs: spread(summary.latencyMs, 'e2eMs'),
    ttftMs: spread(summary.ttftMs, 'ttftMs'),
    tokensPerSecond: spread(summary.decodeTokensPerSecond, 'decodeTokensPerSecond'),
  };
}

/** The order of the cases does not matter, nor do their names. */
function questionsByPrompt({ suite }: RunDetail): Map<string, string> {
  return new Map(
    [...fingerprints(suite)].map(([promptId, prints]) => {
      const digest = createHash('sha256').update(prints.toSorted().join('\n')).digest('hex').slice(0, 32);
      return [promptId, digest] as const;
    }),
  );
}
