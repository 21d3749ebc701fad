import type { CandidateReplicates, Replicates } from '../../../shared/model/comparison.ts';
import { caseResamples, replicateMeans, replicateMedians } from '../../stats/replicates.ts';
import type { CaseFigures } from '../../stats/paired.ts';
import { sampleOf } from './distribution.ts';
import type { Grouped } from './group.ts';
import type { FiguresById } from './figuresByCase.ts';
import type { Level, Levels } from './levels.ts';
import { noStanding } from './picks.ts';

const draws = 200;
/** The figures go to the panel with every comparison: more candidates than this make it slow. */
const mostCandidates = 40;

/** Cases that nobody answered (the run was stopped) are none to resample. */
export function replicatesOf({ cases, groups }: Grouped, figures: FiguresById, levels: Levels): Replicates | null {
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
    const { by, ...level } = levels.get(candidate.id) ?? noLevel;
    return {
      id: candidate.id,
      quality: rounded(replicateMeans(seenOf(own?.quality), resamples), (v) => Math.min(1, Math.max(0, v + by.quality))),
      costUsd: rounded(replicateMeans(seenOf(own?.cost), resamples), (v) => v * by.cost),
      latencyMs: rounded(replicateMedians(latencies, resamples), (v) => v * by.latencyMs),
      ...(isMoved(by) && { level: { quality: level.quality, costUsd: level.cost, latencyMs: level.latencyMs } }),
    };
  });
  return { draws, candidates };
}

const noLevel: Level = { ...noStanding, latencyMs: null, by: { quality: 0, cost: 1, latencyMs: 1 } };

function isMoved({ quality, cost, latencyMs }: Level['by']): boolean {
  return quality !== 0 || cost !== 1 || latencyMs !== 1;
}

/** Four digits do for a ranking, and keep the message small. */
function rounded(values: readonly number[] | null, levelled: (value: number) => number): number[] | null {
  return values && values.map((value) => Number(levelled(value).toPrecision(4)));
}
