import { formatPlural, formatQuality } from './format.ts';
import type { Disagreement, PublicRanking, RankedPart } from './model/publicRanks.ts';
import { fewestForOrder } from './model/publicRanks.ts';
import {
  rankingCredits,
  type CategoryRanking,
  type ModelMatch,
  type RankingAge,
  type RankingCategory,
  type RankingOrigin,
  type RankingSource,
} from './model/rankings.ts';

/** How rankings from outside read everywhere: views, terminal, agents. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `Coding`. */
export function rankingTitle(category: RankingCategory): string {
  return category.charAt(0).toUpperCase() + category.slice(1);
}

/** `Artificial Analysis`, `the cache`. */
export function sourceName(source: RankingSource): string {
  if (source === 'cache') return 'the cache';
  return source === 'minimal-test' ? 'the minimal test' : rankingCredits[source].name;
}

/** `Artificial Analysis`, `Kept rankings`: as a heading. */
export function sourceTitle(source: RankingSource): string {
  if (source === 'cache') return 'Kept rankings';
  return source === 'minimal-test' ? 'Minimal test' : rankingCredits[source].name;
}

/** Who wants to be named, and where the link leads; `null` for what we measured ourselves. */
export function creditOf(origin: RankingOrigin): { readonly text: string; readonly url: string } | null {
  return origin === 'minimal-test' ? null : rankingCredits[origin];
}

/** `3 hours`; whole units, rounded down: what is 23 h 50 min old is no day old. `null` under a minute. */
function spanText(ms: number): string | null {
  if (ms < minuteMs) return null;
  if (ms < hourMs) return formatPlural(Math.floor(ms / minuteMs), 'minute');
  if (ms < 2 * dayMs) return formatPlural(Math.floor(ms / hourMs), 'hour');
  return formatPlural(Math.floor(ms / dayMs), 'day');
}

/** `3 hours ago`. A time ahead of the clock is one that nobody knows: one of the clocks was wrong. */
export function agoText(ageMs: number): string {
  if (!Number.isFinite(ageMs)) return 'at an unknown time';
  if (ageMs <= -5 * minuteMs) return 'dated in the future';
  const span = spanText(ageMs);
  return span === null ? 'just now' : `${span} ago`;
}

const ageNotes: Readonly<Record<RankingAge, string>> = { fresh: '', usable: ': still usable', expired: ': too old to be used' };

/** `3 hours old`, `6 days old: still usable`, `8 days old: too old to be used`. */
export function ageText(ageMs: number, age: RankingAge): string {
  const ago = agoText(ageMs);
  const span = spanText(ageMs);
  const known = ago.endsWith('ago') && span !== null;
  return `${known ? `${span} old` : ago}${ageNotes[age]}`;
}

/** `Artificial Analysis, 3 hours ago`; where the cache answered: `LLM Stats, kept, 6 days ago`. */
export function sourceLine(ranking: Pick<CategoryRanking, 'origin'>, source: RankingSource | null, ageMs: number): string {
  return [sourceName(ranking.origin), ...(source === 'cache' ? ['kept'] : []), agoText(ageMs)].join(', ');
}

/** `by the coding index`, `by the intelligence index, which stands in for math`. */
export function indexText({ index, standsIn, category }: Pick<CategoryRanking, 'index' | 'standsIn' | 'category'>): string {
  return `by the ${index}${standsIn ? `, which stands in for ${category}` : ''}`;
}

const confidenceWords: Readonly<Record<ModelMatch['confidence'], string>> = {
  corrected: 'matched by you',
  exact: 'the same model',
  likely: 'most likely the same model',
  guess: 'perhaps the same model',
};

/** `most likely the same model: without the date 2025-08-07`. */
export function confidenceText({ confidence, because }: Pick<ModelMatch, 'confidence' | 'because'>): string {
  const why = confidence === 'corrected' || because === '' ? '' : `: ${because}`;
  return `${confidenceWords[confidence]}${why}`;
}

/** On the board's own scale, whatever that is: `54.1`, `0.83`. */
export function formatScore(score: number): string {
  const digits = Math.abs(score) < 2 ? 3 : 1;
  return String(Number(score.toFixed(digits)));
}

/** `Your cases put A above B (0.91 against 0.78); the coding index has B above A (rank 3 against 17).` */
export function disagreementText(
  { above, below, difference }: Disagreement,
  { index, standsIn, category }: Pick<PublicRanking, 'index' | 'standsIn' | 'category'>,
  caseCategory: string | null,
): string {
  const cases = caseCategory === null ? 'Your cases' : `Your ${caseCategory} cases`;
  // Where the two were not graded on the same cases, their means may stand the other way round.
  const figures =
    above.quality.value > below.quality.value
      ? `${formatQuality(above.quality.value)} against ${formatQuality(below.quality.value)}`
      : `by ${formatQuality(difference.value)} over the cases of both`;
  const board = `the ${index}${standsIn ? `, which stands in for ${category},` : ''}`;
  const ranks = `rank ${below.public.rank} against ${above.public.rank}`;
  return `${cases} put ${above.label} above ${below.label} (${figures}); ${board} has ${below.label} above ${above.label} (${ranks}).`;
}

/** How far own order and public order agree, a sentence each. */
export function orderTexts({ decidedPairs, agreeingPairs, order: { tau, models } }: RankedPart): readonly string[] {
  const pairs =
    decidedPairs === 0
      ? 'Your cases have decided no pair of models that the index tells apart.'
      : `The index agrees on ${agreeingPairs} of ${formatPlural(decidedPairs, 'pair')} that your cases have decided.`;
  if (models < fewestForOrder) {
    return [pairs, `Too few models to compare the whole order: ${models}, and it takes ${fewestForOrder}.`];
  }
  if (tau === null) return [pairs, 'One of the two orders has all models alike.'];
  const size = Math.abs(tau).toFixed(2);
  return [
    pairs,
    `Order of ${models} models: Kendall's tau-b ${tau < 0 && size !== '0.00' ? '−' : ''}${size} (1 is the same order, −1 the reverse).`,
  ];
}
