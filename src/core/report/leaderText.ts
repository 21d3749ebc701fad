import { cheapestTitle } from '../../shared/format.ts';
import type { Comparison, Leader } from '../../shared/model/comparison.ts';
import type { CandidateId } from '../../shared/model/ids.ts';
import { candidateLabel } from './ranking.ts';
import { listText } from './wording.ts';

/** Who leads in one thing. */
export interface Lead {
  readonly title: string;
  readonly id: CandidateId;
  readonly label: string;
  /** `settled`, or `not settled against …`. */
  readonly settled: string;
}

/** Nobody leads where fewer than two have answers. */
export function leads(comparison: Comparison): readonly Lead[] {
  const { leaders, candidates } = comparison;
  if (candidates.filter(({ ok }) => ok > 0).length < 2) return [];
  const titled = [
    ['Best quality', leaders.quality],
    [cheapestTitle(candidates), leaders.cost],
    ['Fastest', leaders.speed],
  ] as const;
  return titled.flatMap(([title, leader]) =>
    leader === null
      ? []
      : [{ title, id: leader.id, label: candidateLabel(comparison, leader.id), settled: settledText(leader, comparison) }],
  );
}

export function settledText({ rivals }: Leader, comparison: Comparison): string {
  if (rivals.length === 0) return 'settled';
  return `not settled against ${listText(
    rivals.map((id) => candidateLabel(comparison, id)),
    2,
  )}`;
}
