import type { CandidateSummary, Leader, Leaders } from '../../../shared/model/comparison.ts';
import type { CandidateId } from '../../../shared/model/ids.ts';
import { pairedReal, type CaseFigures } from '../../stats/paired.ts';
import type { Choice } from './choose.ts';
import { againstLeader } from './contests.ts';
import type { FiguresById } from './figuresByCase.ts';
import type { Pair } from './pairs.ts';
import { costOf } from './picks.ts';

/** Who leads in each thing. The tests of costs and of latencies are corrected like those of qualities: over all pairs. */
export function leadersOf(
  { best, cheapest, fastest }: Choice,
  summaries: readonly CandidateSummary[],
  pairs: readonly Pair[],
  figures: FiguresById,
): Leaders {
  const withCost = summaries.filter((s) => costOf(s) !== null);
  const withLatency = summaries.filter((s) => s.latencyMs !== null);
  return {
    quality: best && leaderBy(best.id, idsOf(summaries.filter((s) => s.quality)), behindBest(best.id, pairs)),
    cost: cheapest && lowest(cheapest.id, idsOf(withCost), (id) => figures.get(id)?.cost ?? []),
    speed: fastest && lowest(fastest.id, idsOf(withLatency), (id) => figures.get(id)?.logLatency ?? []),
  };
}

/** `behind`: those shown to be. One that shares no case with the leader is not. */
export function leaderBy(leader: CandidateId, ids: readonly CandidateId[], behind: ReadonlySet<CandidateId>): Leader {
  return { id: leader, rivals: ids.filter((id) => id !== leader && !behind.has(id)) };
}

function behindBest(best: CandidateId, pairs: readonly Pair[]): Set<CandidateId> {
  return new Set(pairs.flatMap(({ result: { a, b, verdict } }) => (b === best && verdict === 'worse' ? [a] : [])));
}

function lowest(leader: CandidateId, ids: readonly CandidateId[], values: (id: CandidateId) => CaseFigures): Leader {
  const against = againstLeader(leader, ids, (a, b) => pairedReal(values(a), values(b)));
  return leaderBy(leader, ids, new Set(ids.filter((id) => against.get(id)?.verdict === 'better')));
}

function idsOf(summaries: readonly CandidateSummary[]): CandidateId[] {
  return summaries.map(({ id }) => id);
}
