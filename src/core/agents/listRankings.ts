import { formatMs, formatPlural, formatPrice } from '../../shared/format.ts';
import { rankingCategories, type CategoryRanking, type RankingAnswer, type RankingHealth } from '../../shared/model/rankings.ts';
import { creditOf, formatScore, indexText, rankingTitle, sourceLine, sourceTitle } from '../../shared/rankingText.ts';
import { KnownModels, matchAll } from '../rankings/match/match.ts';
import { pick, type Picked, type Picks } from '../rankings/pick.ts';
import { toldFailures, type ToldFailures } from '../rankings/toldFailures.ts';
import { escapeMarkdown, table } from '../report/markdown.ts';
import { isPublic } from '../report/publicRank.ts';
import { bounded, figure, shortName } from './bounds.ts';
import type { ToolInput } from './inputs.ts';
import { creditText, leftOutText, within } from './publicWord.ts';
import type { AgentAnswer, AgentDesk } from './spec.ts';

const usualLimit = 5;

interface Listed {
  readonly ranking: CategoryRanking;
  readonly source: RankingAnswer['source'];
  readonly picks: Picks;
}

/** What public boards say, by category. They are asked only where that is wanted, or where something of theirs is kept. */
export async function listRankings(
  { category, limit = usualLimit, refresh = false, ...limits }: ToolInput<'list_rankings'>,
  desk: Pick<AgentDesk, 'rankings' | 'callable'>,
  signal: AbortSignal,
): Promise<AgentAnswer> {
  const { rankings } = desk;
  const categories = category === undefined ? rankingCategories : [category];
  const kept = await rankings.kept();
  const mayAsk = refresh || kept.some(isPublic);
  const answers = mayAsk
    ? await rankings.get({ categories, fresh: refresh, trigger: 'agent', signal })
    : kept.filter((answer) => categories.includes(answer.category));
  const [health, corrections, models] = await Promise.all([rankings.health(), rankings.corrections(), desk.callable()]);
  const known = new KnownModels(models);
  const found = answers.flatMap(({ ranking, source }): Listed[] =>
    ranking === null ? [] : [{ ranking, source, picks: pick(ranking, matchAll(ranking, known, corrections), within(limits)) }],
  );
  const told = toldFailures(answers);
  const now = new Date();
  const text = [
    mayAsk ? '' : notAsked,
    mayAsk && found.length === 0 ? noneFound : '',
    ...found.map((one) => sectionOf(one, limit, now)),
    ...told.map(failureText),
    ...new Set(found.map(({ ranking }) => creditText(ranking.origin))),
    healthText(health),
  ];
  return {
    text: bounded(text.filter(Boolean).join('\n\n')),
    data: {
      rankings: found.map((one) => listedData(one, limit)),
      failures: told.flatMap(({ categories: of, failures }) =>
        failures.map(({ source, error: { kind, message } }) => {
          return { categories: of, source, kind, message: shortName(message, 300) };
        }),
      ),
      sources: health.sources.map(({ source, attempts, successes, waitsUntil }) => ({ source, attempts, successes, waitsUntil })),
      nextRefreshAt: health.nextRefreshAt,
    },
  };
}

const noneFound =
  'No source had a ranking. Without one there is no public reason to prefer a model: take those that can be called in turn, or measure them.';
const notAsked =
  'No public ranking is kept here. Call list_rankings with refresh: true to ask the public boards, which costs nothing and sends them nothing but the keys that the user has set for them.';

function sectionOf({ ranking, source, picks }: Listed, limit: number, now: Date): string {
  const { category, models, fetchedAt } = ranking;
  const from = sourceLine(ranking, source, now.getTime() - Date.parse(fetchedAt));
  const rows = picks.picked
    .slice(0, limit)
    .map((picked) => [
      escapeMarkdown(shortName(picked.ranked.name)),
      String(picked.ranked.rank),
      formatScore(picked.ranked.score),
      priceText(picked),
      picked.ranked.latencyMs === null ? '–' : formatMs(picked.ranked.latencyMs),
      callText(picked),
    ]);
  const head = `### ${rankingTitle(category)}: ${escapeMarkdown(`${indexText(ranking)} (${from}, ${formatPlural(models.length, 'model')})`)}`;
  const body =
    rows.length === 0
      ? 'No ranked model keeps to the limits.'
      : table(['Model', 'Rank', 'Score', '$ per million tokens, in / out', 'Answer in', 'Can be called here as'], rows);
  return [head, body, leftOutText(picks)].filter(Boolean).join('\n\n');
}

function priceText({ ranked: { inputUsdPerMTok, outputUsdPerMTok } }: Picked): string {
  if (inputUsdPerMTok === null && outputUsdPerMTok === null) return '–';
  return [inputUsdPerMTok, outputUsdPerMTok].map((usd) => (usd === null ? '–' : formatPrice(usd))).join(' / ');
}

function callText({ matches: [first] }: Picked): string {
  if (!first) return '–';
  return `\`${shortName(first.model).replaceAll('`', '')}\`${first.confidence === 'likely' ? ' (most likely)' : ''}`;
}

function listedData({ ranking, source, picks }: Listed, limit: number) {
  const { category, origin, fetchedAt, index, standsIn, models } = ranking;
  return {
    ...{ category, origin, source, fetchedAt, index, standsIn, rankedModels: models.length },
    credit: creditOf(origin),
    models: picks.picked.slice(0, limit).map(({ ranked, matches, blendedUsdPerMTok }) => ({
      rank: ranked.rank,
      name: shortName(ranked.name),
      score: figure(ranked.score),
      blendedUsdPerMTok: figure(blendedUsdPerMTok),
      latencyMs: figure(ranked.latencyMs),
      callable: matches[0]?.model ?? null,
      match: matches[0]?.confidence ?? null,
    })),
    leftOut: { ...picks.over, unknownPrice: picks.unknown.price.length, unknownLatency: picks.unknown.latency.length },
  };
}

function failureText({ title, failures }: ToldFailures): string {
  const lines = failures.map(({ source, error: { message, advice } }) => {
    return `- ${escapeMarkdown(`${sourceTitle(source)}: ${shortName(`${message} ${advice}`, 400)}`)}`;
  });
  return `${title}\n\n${lines.join('\n')}`;
}

/** `In the last 24 hours: Artificial Analysis answered 3 of 4 times.` */
function healthText({ sources }: RankingHealth): string {
  const asked = sources.filter(({ attempts }) => attempts > 0);
  if (asked.length === 0) return '';
  const parts = asked.map(
    ({ source, attempts, successes }) => `${sourceTitle(source)} answered ${successes} of ${formatPlural(attempts, 'time')}`,
  );
  return `In the last 24 hours: ${parts.join('; ')}.`;
}
