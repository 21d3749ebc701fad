import type { CandidateSummary, Estimate } from '../../../shared/model/comparison.ts';
import { ratioOfMeans } from '../../stats/ratio.ts';
import type { FiguresById } from './figuresByCase.ts';
import type { Levels } from './levels.ts';
import type { Pair } from './pairs.ts';
import { least, seenOnMost } from './picks.ts';

/** What stands out, before it is put into words. */
export interface Choice {
  readonly best: CandidateSummary | null;
  readonly cheapest: CandidateSummary | null;
  readonly fastest: CandidateSummary | null;
  /** The cheapest that is as good as the best: the best itself where nothing cheaper is; `null` where its cost is unknown. */
  readonly cheapestAsGood: CandidateSummary | null;
  /** Cost saved by `cheapestAsGood` against `best`, as a share; `null` where they are one. */
  readonly saving: Estimate | null;
}

export function choose(
  best: CandidateSummary | null,
  summaries: readonly CandidateSummary[],
  pairs: readonly Pair[],
  figures: FiguresById,
  levels: Levels,
): Choice {
  const inTheRace = seenOnMost(summaries, (s) => figures.get(s.id)?.answeredCases ?? 0);
  return {
    best,
    cheapest: least(inTheRace, (s) => levels.get(s.id)?.cost ?? null),
    fastest: least(inTheRace, (s) => levels.get(s.id)?.latencyMs ?? null),
    ...(best?.cost.perSample ? substituteOf(best, inTheRace, pairs, figures, levels) : { cheapestAsGood: null, saving: null }),
  };
}

/** Cheaper is what costs less on the cases that both answered: those that only one of them answered may be long or short ones. */
function substituteOf(
  best: CandidateSummary,
  summaries: readonly CandidateSummary[],
  pairs: readonly Pair[],
  figures: FiguresById,
  levels: Levels,
): Pick<Choice, 'cheapestAsGood' | 'saving'> {
  const asGood = new Set(pairs.flatMap(({ result }) => (result.nonInferior && result.b === best.id ? [result.a] : [])));
  const cheaper = summaries.flatMap((summary) => {
    const saving = asGood.has(summary.id) ? savingOf(summary, best, figures) : null;
    return saving && saving.value > 0 ? [{ summary, saving }] : [];
  });
  const found = least(cheaper, ({ summary }) => levels.get(summary.id)?.cost ?? null);
  return { cheapestAsGood: found?.summary ?? best, saving: found?.saving ?? null };
}

function savingOf({ id }: CandidateSummary, best: CandidateSummary, figures: FiguresById): Estimate | null {
  const ratio = ratioOfMeans(figures.get(id)?.cost ?? [], figures.get(best.id)?.cost ?? []);
  if (!ratio) return null;
  const saved = (share: number | null): number | null => (share === null ? null : 1 - share);
  return { ...ratio, value: 1 - ratio.value, low: saved(ratio.high), high: saved(ratio.low) };
}
