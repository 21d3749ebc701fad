import { about } from '../../src/shared/comparisonText.ts';
import { formatPlural } from '../../src/shared/format.ts';
import type { CandidateSummary, Comparison, Leader } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';

/** Whether a lead is shown, and against whom it is not. */
export interface Settledness {
  readonly settled: boolean;
  readonly text: string;
  /** Of those not shown to be behind. */
  readonly rivals: readonly string[];
}

/** `null` where the lead of this candidate was not looked into, or there is nobody to lead. */
export function settledness(leader: Leader | null, id: CandidateId, candidates: readonly CandidateSummary[]): Settledness | null {
  if (leader?.id !== id || candidates.filter(({ ok }) => ok > 0).length < 2) return null;
  const rivals = leader.rivals.map((rival) => labelOf(candidates, rival));
  const [only] = rivals;
  if (only === undefined) return { settled: true, text: 'settled', rivals };
  const against = rivals.length === 1 ? only : formatPlural(rivals.length, 'other');
  return { settled: false, text: `not settled against ${against}`, rivals };
}

export function labelOf(candidates: readonly CandidateSummary[], id: CandidateId): string {
  return candidates.find((candidate) => candidate.id === id)?.label ?? id;
}

export interface SettleOffer {
  /** What the button does. */
  readonly label: string;
  /** What for. */
  readonly purpose: string;
}

/** What more data would settle; `null` where nothing is open, or the run is not over. */
export function settleOffer({ moreData, status, candidates, pairs, matrixTotal }: Comparison): SettleOffer | null {
  if (moreData === null || status === 'running') return null;
  const { cases, repeats, pair } = moreData;
  const asked = Math.max(0, ...candidates.map(({ planned }) => planned)) / Math.max(1, matrixTotal);
  const moreRepeats = repeats === null ? 0 : repeats - Math.round(asked);
  const ways = [`${about(cases)} more ${cases === 1 ? 'case' : 'cases'}`];
  if (moreRepeats > 0) ways.push(formatPlural(moreRepeats, 'more repeat', 'more repeats'));
  const [a, b] = pair.map((id) => labelOf(candidates, id));
  const found = pairs.find((one) => one.a === pair[0] && one.b === pair[1]);
  // Where neither is ahead, what can be shown is that none is.
  const isLevel = found !== undefined && Math.abs(found.difference.value) < 1e-9;
  const question = isLevel ? `whether ${a} is as good as ${b}` : `${a} against ${b}`;
  return { label: `Settle it with ${ways.join(' or ')}…`, purpose: `${question}, with 80 % power` };
}
