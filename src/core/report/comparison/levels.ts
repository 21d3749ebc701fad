import type { CandidateSummary } from '../../../shared/model/comparison.ts';
import type { CandidateId } from '../../../shared/model/ids.ts';
import { levelFactors, levelShifts } from '../../stats/levels.ts';
import type { CaseFigures } from '../../stats/paired.ts';
import type { FiguresByCase, FiguresById } from './figuresByCase.ts';
import type { Standing } from './picks.ts';

/**
 * A candidate's figures as they would be over every case that any candidate has one for: what a choice goes by. Its own
 * ones where it lacks none. Calls that fail on hard or long cases would else make a model look better, cheaper and faster.
 */
export interface Level extends Standing {
  /** Median. */
  readonly latencyMs: number | null;
  /** What makes them of its own: added to the quality, multiplied with the others. */
  readonly by: { readonly quality: number; readonly cost: number; readonly latencyMs: number };
}

export type Levels = ReadonlyMap<CandidateId, Level>;

export function levelsOf(summaries: readonly CandidateSummary[], figures: FiguresById): Levels {
  const rows = (values: (own: FiguresByCase) => CaseFigures): CaseFigures[] =>
    summaries.map(({ id }) => {
      const own = figures.get(id);
      return own ? values(own) : [];
    });
  const shifts = levelShifts(rows((own) => own.quality));
  const costFactors = levelFactors(rows((own) => own.cost));
  const latencyFactors = levelFactors(rows((own) => own.latencyMs));
  return new Map(
    summaries.map((summary, i) => {
      const by = { quality: shifts[i] ?? 0, cost: costFactors[i] ?? 1, latencyMs: latencyFactors[i] ?? 1 };
      const { quality, cost, latencyMs } = summary;
      const level: Level = {
        quality: quality && Math.min(1, Math.max(0, quality.value + by.quality)),
        cost: cost.perSample && cost.perSample.value * by.cost,
        latencyMs: latencyMs && latencyMs.p50.value * by.latencyMs,
        cases: quality?.clusters ?? 0,
        by,
      };
      return [summary.id, level];
    }),
  );
}
