import { listText } from '../../shared/comparisonText.ts';
import { cheapestTitle } from '../../shared/format.ts';
import type { Comparison, Leader, Leaders } from '../../shared/model/comparison.ts';
import { candidateLabel } from './ranking.ts';

/** Who leads in one thing. */
export interface Lead {
  readonly merit: keyof Leaders;
  readonly title: string;
  readonly label: string;
  /** `settled`, or `not settled against …`. */
  readonly settled: string;
}

/** Nobody leads where fewer than two have answers. */
export function leads(comparison: Comparison): readonly Lead[] {
  const { leaders, candidates } = comparison;
  if (candidates.filter(({ ok }) => ok > 0).length < 2) return [];
  const titles = { quality: 'Best quality', cost: cheapestTitle(candidates), speed: 'Fastest' };
  return (['quality', 'cost', 'speed'] as const).flatMap((merit) => {
    const leader = leaders[merit];
    if (leader === null) return [];
    return [
      { merit, title: titles[merit], label: candidateLabel(comparison, leader.id), settled: settledText(leader, comparison) },
    ];
  });
}

export function settledText({ rivals }: Leader, comparison: Comparison): string {
  if (rivals.length === 0) return 'settled';
  return `not settled against ${listText(
    rivals.map((id) => candidateLabel(comparison, id)),
    2,
  )}`;
}
