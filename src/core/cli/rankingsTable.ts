import { listText } from '../../shared/comparisonText.ts';
import { formatMs, formatPlural, formatPrice, formatSpeed } from '../../shared/format.ts';
import type { CategoryRanking, RankedModel, RankingAnswer, RankingSource } from '../../shared/model/rankings.ts';
import { creditOf, formatScore, indexText, rankingTitle, sourceLine } from '../../shared/rankingText.ts';
import { plainLine } from '../report/terminalText.ts';
import { columns } from './columns.ts';
import { limitedTo, type Limited } from './rankingLimits.ts';
import type { RankingsArgs } from './rankingsArgs.ts';

type Room = Parameters<typeof columns>[1];

interface Answered {
  readonly ranking: CategoryRanking;
  readonly source: RankingSource;
}

/** A table for each ranking: categories that one index stands in for share it. */
export function rankingTables(answers: readonly RankingAnswer[], args: RankingsArgs, now: Date, room: Room): string {
  const answered = answers.flatMap(({ ranking, source }): Answered[] => (ranking && source ? [{ ranking, source }] : []));
  return [...Map.groupBy(answered, tableKey).values()].map((group) => tableOf(group, args, now, room)).join('\n');
}

/** The minimal test asks other questions for each category. */
function tableKey({ ranking, source }: Answered): string {
  const { origin, index, fetchedAt, category, models } = ranking;
  if (origin === 'minimal-test') return category;
  return JSON.stringify([source, origin, index, fetchedAt, models.map(({ id }) => id)]);
}

function tableOf(group: readonly Answered[], args: RankingsArgs, now: Date, room: Room): string {
  // The category that the index is made for, where it is among them.
  const first = group.find(({ ranking }) => !ranking.standsIn) ?? group[0];
  if (!first) return '';
  const limited = limitedTo(first.ranking, args);
  const others = group.filter((one) => one !== first).map(({ ranking }) => ranking.category);
  const notes = [
    others.length === 0 ? null : `The same index stands in for ${listText(others, 6)}.`,
    ...leftOutNotes(limited),
    originNote(first.ranking),
  ].filter((note) => note !== null);
  return `${titleOf(first, now)}\n${rowsOf(limited, room)}${notes.map((note) => `${note}\n`).join('')}`;
}

/** `Coding, by the coding index (Artificial Analysis, 3 hours ago)`. */
function titleOf({ ranking, source }: Answered, now: Date): string {
  const ageMs = now.getTime() - Date.parse(ranking.fetchedAt);
  return plainLine(`${rankingTitle(ranking.category)}, ${indexText(ranking)} (${sourceLine(ranking, source, ageMs)})`);
}

function rowsOf({ models, nameOf }: Limited, room: Room): string {
  if (models.length === 0) return '  No ranked model fits.\n';
  const head = ['', 'model', ...(nameOf ? ['yours'] : []), 'score', '$/M in', '$/M out', 'tokens/s', 'answer in'];
  return columns([head, ...models.map((model) => cells(model, nameOf))], room);
}

function cells(model: RankedModel, nameOf: Limited['nameOf']): string[] {
  const { rank, name, score, inputUsdPerMTok, outputUsdPerMTok, tokensPerSecond, latencyMs } = model;
  return [
    `${rank}.`,
    plainLine(name),
    ...(nameOf ? [plainLine(nameOf(model))] : []),
    formatScore(score),
    orNothing(inputUsdPerMTok, formatPrice),
    orNothing(outputUsdPerMTok, formatPrice),
    orNothing(tokensPerSecond, formatSpeed),
    orNothing(latencyMs, formatMs),
  ];
}

/** Boards leave much open: a table full of "unknown" would hide what they say. */
function orNothing(value: number | null, format: (value: number) => string): string {
  return value === null ? '' : format(value);
}

function leftOutNotes({ fitting, models, unknown }: Limited): readonly (string | null)[] {
  const open = (['price', 'latency'] as const).filter((what) => unknown[what] > 0);
  const named = open.map((what) => `${formatPlural(unknown[what], 'model')} whose ${what} is not known`);
  return [
    fitting > models.length ? `${formatPlural(fitting - models.length, 'more model')}: --top ${fitting}` : null,
    named.length === 0 ? null : `Left out: ${named.join(', ')}.`,
  ];
}

/** Whom to credit; of our own test, how little it rests on. */
function originNote({ origin, models }: CategoryRanking): string {
  const credit = creditOf(origin);
  if (credit) return `${credit.text}: ${credit.url}`;
  return `A rough order, by ${models[0]?.n ?? 'few'} prompts only: run a suite of your own before you decide.`;
}
