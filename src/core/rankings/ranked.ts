import type { CategoryRanking, RankedModel, RankingCategory, RankingOrigin } from '../../shared/model/rankings.ts';
import { field, text } from '../json.ts';

/** From what a board's list says of its models to rankings by category. */

export type UnrankedModel = Omit<RankedModel, 'rank' | 'score'>;

/** The indices that Artificial Analysis makes, wherever they are published. */
export type IndexName = 'intelligence' | 'coding' | 'math';

export interface IndexedModel {
  readonly model: UnrankedModel;
  readonly indices: Readonly<Record<IndexName, number | null>>;
}

export interface RankingSubject {
  readonly origin: RankingOrigin;
  readonly fetchedAt: string;
}

/**
 * Each category by its own index; where there is none, the intelligence index stands in. None says anything of empathy.
 * `version` is that of the intelligence index.
 */
export function rankingsByIndex(
  models: readonly IndexedModel[],
  subject: RankingSubject,
  version: string | null,
): readonly CategoryRanking[] {
  const intelligence = `intelligence index${version === null ? '' : ` ${version}`}`;
  const by = (category: RankingCategory, name: IndexName, standsIn: boolean): CategoryRanking => ({
    ...subject,
    category,
    index: name === 'intelligence' ? intelligence : `${name} index`,
    standsIn,
    models: rank(models.map(({ model, indices }) => ({ model, score: indices[name] }))),
  });
  const math = by('math', 'math', false);
  const all = [
    by('coding', 'coding', false),
    // One figure compares nothing.
    math.models.length >= 2 ? math : by('math', 'intelligence', true),
    by('reasoning', 'intelligence', true),
    by('research', 'intelligence', true),
    by('general', 'intelligence', false),
  ];
  return all.filter((ranking) => ranking.models.length > 0);
}

/** Several times the longest list known: more would be a burden on every look at it. */
const mostRanked = 3000;

/** Best first; those of equal score share the better rank. Who has no score is left out, of two with one id the first stays. */
export function rank(
  models: readonly { readonly model: UnrankedModel; readonly score: number | null }[],
): readonly RankedModel[] {
  const byId = new Map<string, { readonly model: UnrankedModel; readonly score: number }>();
  for (const { model, score } of models) if (score !== null && !byId.has(model.id)) byId.set(model.id, { model, score });
  const sorted = [...byId.values()].sort((one, other) => other.score - one.score).slice(0, mostRanked);
  let rank = 0;
  return sorted.map(({ model, score }, index) => {
    if (sorted[index - 1]?.score !== score) rank = index + 1;
    return { ...model, rank, score };
  });
}

/** `artificial_analysis_coding_index`, or `coding_index` as OpenRouter has it. */
export function indicesIn(evaluations: unknown): IndexedModel['indices'] {
  const index = (name: IndexName): number | null =>
    figure(field(evaluations, `artificial_analysis_${name}_index`)) ?? figure(field(evaluations, `${name}_index`));
  return { intelligence: index('intelligence'), coding: index('coding'), math: index('math') };
}

/** Names are taken apart with patterns that need the square of a text's length. */
const longestName = 200;

/** What a model or its maker is called; `null` for what is no name. */
export function nameIn(value: unknown): string | null {
  const name = text(value);
  return name !== null && name.length <= longestName ? name : null;
}

/** A number, or a text that is one; below zero too. */
export function figure(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** A price: zero is one, less is none. */
export function price(value: unknown): number | null {
  const number = figure(value);
  return number !== null && number >= 0 ? number : null;
}

/** A speed or a time: zero stands for what was not measured. */
export function measured(value: unknown): number | null {
  const number = figure(value);
  return number !== null && number > 0 ? number : null;
}

/** `YYYY-MM-DD`, whatever time follows; a day that no month has is none. */
export function day(value: unknown): string | null {
  const said = typeof value === 'string' ? /^\d{4}-\d{2}-\d{2}(?=$|T)/.exec(value)?.[0] : undefined;
  const date = new Date(said ?? Number.NaN);
  return said !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(said) ? said : null;
}

/** The different ones among those that are there, but for the name itself. */
export function aliases(name: string, ...others: readonly (string | null)[]): readonly string[] {
  return [...new Set(others.filter((other) => other !== null && other !== name))] as readonly string[];
}
