import { formatMs, formatPrice } from '../../shared/format.ts';
import type { CategoryRanking, RankingCategory } from '../../shared/model/rankings.ts';
import { confidenceText, formatScore, indexText } from '../../shared/rankingText.ts';
import { KnownModels, matchAll } from '../rankings/match/match.ts';
import { pick, type Picked, type PickLimits } from '../rankings/pick.ts';
import { escapeMarkdown } from '../report/markdown.ts';
import { figure, shortName } from './bounds.ts';
import { boardData, creditText, leftOutText, rankedFor, sourceText, type KeptRankings } from './publicWord.ts';
import type { AgentAnswer } from './spec.ts';

/** What there is to say of models that were not measured, and which of them a suite should ask. */
export interface Unmeasured extends AgentAnswer {
  /** `provider/model` */
  readonly models: readonly string[];
}

interface ByBoard extends Unmeasured {
  /** Whether the board has any of the models that can be called; true where none can. */
  readonly isRanked: boolean;
}

const mostPicks = 3;

/** The best-ranked of the models that can be called, where nothing was measured; `null` where no ranking is kept. */
export function insteadOfRuns(
  category: RankingCategory,
  callable: readonly string[],
  limits: PickLimits,
  { answers, corrections, now }: KeptRankings,
): ByBoard | null {
  const ranked = rankedFor(category, answers);
  if (ranked === null) return null;
  const { ranking } = ranked;
  const providers = [...new Set(callable.map((model) => model.slice(0, model.indexOf('/'))))];
  const matches = matchAll(ranking, new KnownModels(callable), corrections);
  const picks = pick(ranking, matches, { ...limits, ...(callable.length > 0 && { providers }) });
  const best = onceEach(picks.picked).slice(0, mostPicks);
  const whose =
    callable.length > 0
      ? 'Of the models that can be called here'
      : 'No model can be called here yet: set the key of a provider. Of all models';
  const other = ranking.category === category ? '' : ` There is no ranking for ${category}.`;
  const isRanked = picks.unmatched < ranking.models.length;
  const isBoard = ranking.origin !== 'minimal-test';
  const none = isRanked ? 'None of them keeps to the limits.' : `The ${isBoard ? 'board' : 'test'} ranks none of them.`;
  const text = [
    isBoard ? '### By a public board, and not by a measurement' : '### By the minimal test, and not by your cases',
    `${whose}, the highest ranked ${escapeMarkdown(`${indexText(ranking)} (${sourceText(ranked, now)})`)}.${other}`,
    best.length === 0 ? none : best.map((one, index) => `${index + 1}. ${pickedText(one, ranking)}`).join('\n'),
    leftOutText(picks),
    `${isBoard ? 'A board’s tasks are not yours' : `A ${escapeMarkdown(ranking.index)} is a rough order`}: measure these on your own cases before you decide.`,
    creditText(ranking.origin),
  ];
  return {
    isRanked,
    models: best.flatMap(({ matches: [first] }) => first?.model ?? []),
    text: text.filter(Boolean).join('\n\n'),
    data: { ...boardData(ranked), models: best.map(pickedData) },
  };
}

/** Variants of one model are called by one name: the first is the best. */
function onceEach(picked: readonly Picked[]): readonly Picked[] {
  const nameOf = ({ ranked, matches: [first] }: Picked) => first?.model ?? ranked.id;
  return picked.filter((one, index) => picked.findIndex((other) => nameOf(other) === nameOf(one)) === index);
}

function pickedText({ ranked, matches: [first] }: Picked, { models }: CategoryRanking): string {
  const { rank, score, inputUsdPerMTok, outputUsdPerMTok, latencyMs } = ranked;
  const facts = [
    `rank ${rank} of ${models.length} (${formatScore(score)})`,
    inputUsdPerMTok === null || outputUsdPerMTok === null
      ? 'price unknown'
      : `${formatPrice(inputUsdPerMTok)} in, ${formatPrice(outputUsdPerMTok)} out per million tokens`,
    latencyMs === null ? 'latency unknown' : `a usual answer in ${formatMs(latencyMs)}`,
    ...(first && first.confidence !== 'exact' ? [confidenceText(first)] : []),
  ];
  const name = escapeMarkdown(shortName(ranked.name));
  const called = first ? `**${escapeMarkdown(shortName(first.model))}** (${name})` : `**${name}**`;
  return `${called}: ${escapeMarkdown(facts.join(', '))}`;
}

function pickedData({ ranked: { name, rank, score, latencyMs }, matches: [first], blendedUsdPerMTok }: Picked) {
  return {
    ...{ ref: first?.model ?? null, match: first?.confidence ?? null, name: shortName(name), rank, score: figure(score) },
    ...{ blendedUsdPerMTok: figure(blendedUsdPerMTok), latencyMs: figure(latencyMs) },
  };
}
