import type { RankedMatch } from '../../../shared/model/publicRanks.ts';
import type { CategoryRanking, MatchConfidence, RankedModel } from '../../../shared/model/rankings.ts';
import { modeText } from './compareNames.ts';
import type { Corrections } from './corrections.ts';
import { KnownModels, matchAll, outsideNames, type ModelMatches } from './match.ts';
import type { Mode } from './modelName.ts';

/** What a ranking has of a model `provider/model` that is asked with that reasoning effort; `null` effort: the model's own. */
export type OutsideFinder = (ranking: CategoryRanking, model: string, effort: string | null) => RankedMatch | null;

export function outsideFinder(models: readonly string[], corrections: Corrections): OutsideFinder {
  const known = new KnownModels(models);
  const found = new WeakMap<CategoryRanking, ReadonlyMap<string, readonly RankedMatch[]>>();
  return (ranking, model, effort) => {
    const byModel = found.get(ranking) ?? rankedByModel(ranking, matchAll(ranking, known, corrections));
    found.set(ranking, byModel);
    return fittingVariant(byModel.get(model) ?? [], effort);
  };
}

/** All that a ranking has of each `provider/model`: its variants, as a rule. */
function rankedByModel(ranking: CategoryRanking, matches: ModelMatches): ReadonlyMap<string, readonly RankedMatch[]> {
  const byModel = new Map<string, RankedMatch[]>();
  for (const ranked of ranking.models) {
    for (const match of matches.get(ranked.id) ?? []) {
      const all = byModel.get(match.model);
      if (all) all.push({ ranked, match });
      else byModel.set(match.model, [{ ranked, match }]);
    }
  }
  return byModel;
}

/** The variant that is nearest to how the model is asked; of several snapshots the newest. */
function fittingVariant(variants: readonly RankedMatch[], effort: string | null): RankedMatch | null {
  const rated = variants.map((variant) => ({ variant, mode: modeOf(variant.ranked) }));
  const [first] = rated.toSorted(
    (a, b) =>
      groups[a.variant.match.confidence] - groups[b.variant.match.confidence] ||
      distance(a.mode, effort) - distance(b.mode, effort) ||
      surest.indexOf(a.variant.match.confidence) - surest.indexOf(b.variant.match.confidence) ||
      newestFirst(a.variant.ranked, b.variant.ranked) ||
      a.variant.ranked.rank - b.variant.ranked.rank,
  );
  if (!first) return null;
  return effort !== null && first.mode.effort === effort ? asAsked(first.variant, modeText(first.mode)) : first.variant;
}

const surest: readonly MatchConfidence[] = ['corrected', 'exact', 'likely', 'guess'];
/** A variant that fits better is worth more than a name that fits better, but never a guess. */
const groups: Readonly<Record<MatchConfidence, number>> = { corrected: 0, exact: 1, likely: 1, guess: 2 };

/** Of each variant once: a model is looked up again and again, for every candidate and completion. */
const modes = new WeakMap<RankedModel, Mode>();

function modeOf(ranked: RankedModel): Mode {
  const mode = modes.get(ranked) ?? outsideNames(ranked)[0]?.mode ?? { thinks: null, named: false, effort: null };
  modes.set(ranked, mode);
  return mode;
}

/** Services think with medium effort where a model thinks unless told otherwise. */
function distance({ thinks, effort }: Mode, asked: string | null): number {
  const plain = thinks === null && effort === null;
  if (asked === null) return [plain, thinks === false, effort === 'medium', effort === null, true].indexOf(true);
  return [effort === asked, thinks === true && effort === null, plain, thinks !== false, true].indexOf(true);
}

function newestFirst(a: RankedModel, b: RankedModel): number {
  const [one, other] = [a.releasedAt ?? '', b.releasedAt ?? ''];
  return one === other ? 0 : one > other ? -1 : 1;
}

/** The effort is the one that is asked for: no reason for doubt any more. */
function asAsked({ ranked, match }: RankedMatch, text: string): RankedMatch {
  const reasons = match.because.split('; ').filter((reason) => reason !== '' && reason !== `measured ${text}`);
  const confidence = match.confidence === 'likely' && reasons.length === 0 ? 'exact' : match.confidence;
  return { ranked, match: { ...match, confidence, because: reasons.join('; ') } };
}
