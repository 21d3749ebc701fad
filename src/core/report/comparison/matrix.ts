import type { MatrixCell, MatrixRow } from '../../../shared/model/comparison.ts';
import type { CandidateId } from '../../../shared/model/ids.ts';
import type { Grouped, Outcome } from './group.ts';

/**
 * Case × candidate. Rows on which the candidates differ most come first, then those with more failures, then
 * the lower quality, then the order of the suite; cases without any result yet come last. All of them: what is shown is bounded
 * by whoever shows it.
 */
export function matrixOf({ cases, groups }: Grouped): MatrixRow[] {
  const byCase = groups.map(({ candidate, outcomes }) => ({
    id: candidate.id,
    outcomes: outcomesByCase(outcomes, cases.length),
  }));
  const rows = cases.map(({ id, name, category }, index) => {
    const cells = byCase.map((column) => cellOf(column.id, column.outcomes[index] ?? []));
    return { row: { caseId: id, name, category, cells }, rank: rankOf(cells) };
  });
  rows.sort((x, y) => compareRanks(x.rank, y.rank));
  return rows.map(({ row }) => row);
}

function outcomesByCase(outcomes: readonly Outcome[], cases: number): Outcome[][] {
  const byCase = Array.from({ length: cases }, (): Outcome[] => []);
  for (const outcome of outcomes) byCase[outcome.caseIndex]?.push(outcome);
  return byCase;
}

function cellOf(candidateId: CandidateId, outcomes: readonly Outcome[]): MatrixCell {
  const answered = outcomes.filter(({ record }) => record.status === 'ok');
  const failures = outcomes.filter(({ record }) => record.status === 'error');
  const first = outcomes.reduce<Outcome | null>((a, b) => (a && a.record.repeat <= b.record.repeat ? a : b), null);
  return {
    candidateId,
    ok: answered.length,
    failed: failures.length,
    quality: meanOfKnown(answered.map(({ record }) => record.quality)),
    latencyMs: meanOfKnown(answered.map(({ record }) => record.timing.e2eMs)),
    costUsd: meanOrUnknown((answered.length > 0 ? answered : failures).map(({ sampleCost }) => sampleCost)),
    errorKind: failures[0]?.record.error?.kind ?? null,
    attemptId: first?.record.id ?? null,
  };
}

function meanOfKnown(values: readonly (number | null)[]): number | null {
  return meanOrUnknown(values.filter((v) => v !== null));
}

/** `null` as soon as one is unknown, and where there is none. */
function meanOrUnknown(values: readonly (number | null)[]): number | null {
  const sum = values.reduce((total, v) => (total === null || v === null ? null : total + v), 0);
  return sum === null || values.length === 0 ? null : sum / values.length;
}

/** Compared place by place, the smaller first. */
type Rank = readonly number[];

function rankOf(cells: readonly MatrixCell[]): Rank {
  const qualities = cells.flatMap(({ quality }) => (quality === null ? [] : [quality]));
  const spread = qualities.length === 0 ? 0 : Math.max(...qualities) - Math.min(...qualities);
  const failed = cells.reduce((sum, cell) => sum + cell.failed, 0);
  const empty = cells.every((cell) => cell.attemptId === null);
  return [empty ? 1 : 0, -spread, -failed, meanOfKnown(qualities) ?? 1];
}

function compareRanks(a: Rank, b: Rank): number {
  for (const [i, x] of a.entries()) {
    const difference = x - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
