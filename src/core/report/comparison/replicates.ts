import type { CandidateReplicates, Replicates } from '../../../shared/model/comparison.ts';
import { caseResamples, replicateMeans, replicateMedians } from '../../stats/replicates.ts';
import type { CaseFigures } from '../../stats/paired.ts';
import { sampleOf } from './distribution.ts';
import type { Grouped } from './group.ts';
import type { FiguresById } from './figuresByCase.ts';

const draws = 200;
/** The figures go to the panel with every comparison: more candidates than this make it slow. */
const mostCandidates = 40;

/** Cases that nobody answered (the run was stopped) are none to resample. */
export function replicatesOf({ cases, groups }: Grouped, figures: FiguresById): Replicates | null {
  const all = [...figures.values()];
  const seen = cases.flatMap((_, i) => (all.some((own) => own.latencyMs[i] !== null || own.quality[i] !== null) ? [i] : []));
  if (seen.length < 2 || groups.length > mostCandidates) return null;
  const place = new Map(seen.map((caseIndex, i) => [caseIndex, i]));
  const resamples = caseResamples(seen.length, draws);
  const candidates = groups.map(({ candidate, outcomes }): CandidateReplicates => {
    const own = figures.get(candidate.id);
    const answered = outcomes.filter(({ record, caseIndex }) => record.status === 'ok' && place.has(caseIndex));
    const { values, clusters } = sampleOf(answered, (record) => record.timing.e2eMs);
    const latencies = { values, clusters: clusters.map((caseIndex) => place.get(caseIndex) ?? 0) };
    const seenOf = (values: CaseFigures = []) => seen.map((i) => values[i] ?? null);
    return {
      id: candidate.id,
      quality: rounded(replicateMeans(seenOf(own?.quality), resamples)),
      costUsd: rounded(replicateMeans(seenOf(own?.cost), resamples)),
      latencyMs: rounded(replicateMedians(latencies, resamples)),
    };
  });
  return { draws, candidates };
}

/** Four digits do for a ranking, and keep the message small. */
function rounded(values: readonly number[] | null): number[] | null {
  return values && values.map((value) => Number(value.toPrecision(4)));
}
