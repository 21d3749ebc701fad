import { formatInstant, formatPercent } from '../../shared/format.ts';
import type { RankingHealth, SourceHealth } from '../../shared/model/rankings.ts';
import { ageText, sourceTitle } from '../../shared/rankingText.ts';
import { plainLine } from '../report/terminalText.ts';
import { columns } from './columns.ts';
import { exitCode, type ExitCode } from './exitCode.ts';
import type { RankingsHealthArgs } from './rankingsArgs.ts';
import type { CliContext } from './run.ts';

/** How asking for rankings went in the last 24 hours, and what is kept. */
export function rankingsHealthCommand({ format }: RankingsHealthArgs, health: RankingHealth, { stdout }: CliContext): ExitCode {
  if (format === 'json') stdout.write(`${JSON.stringify(health, null, 2)}\n`);
  else stdout.write(sourcesTable(health, stdout) + failures(health) + cacheTable(health, stdout) + refreshLine(health));
  return exitCode.fine;
}

type Room = Parameters<typeof columns>[1];

function sourcesTable({ sources }: RankingHealth, room: Room): string {
  const head = ['source', 'asked in 24 h', 'answered', 'failed', 'share', 'last answer', 'waits until'];
  return columns([head, ...sources.map(sourceRow)], room);
}

function sourceRow({
  source,
  attempts,
  successes,
  failures: failed,
  successRate,
  lastSuccessAt,
  waitsUntil,
}: SourceHealth): string[] {
  return [
    sourceTitle(source),
    ...[attempts, successes, failed].map(String),
    successRate === null ? '–' : formatPercent(successRate),
    lastSuccessAt === null ? '–' : formatInstant(lastSuccessAt),
    waitsUntil === null ? '' : formatInstant(waitsUntil),
  ];
}

function failures({ sources }: RankingHealth): string {
  const lines = sources.flatMap(({ source, lastFailure }) => {
    if (lastFailure === null || source === 'cache') return [];
    const { at, error } = lastFailure;
    return [plainLine(`${sourceTitle(source)} failed last on ${formatInstant(at)}: ${error.message} ${error.advice}`)];
  });
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`;
}

function cacheTable({ cache }: RankingHealth, room: Room): string {
  if (cache.length === 0) return '\nNo ranking is kept.\n';
  const rows = cache.map(({ category, origin, ageMs, age, models }) => [
    category,
    sourceTitle(origin),
    ageText(ageMs, age),
    String(models),
  ]);
  return `\n${columns([['kept', 'from', 'age', 'models'], ...rows], room)}`;
}

function refreshLine({ lastFetchAt, nextRefreshAt, use }: RankingHealth): string {
  const last = lastFetchAt === null ? 'Nothing was fetched yet.' : `Last fetched ${formatInstant(lastFetchAt)}.`;
  const next =
    nextRefreshAt === null ? '' : ` Kept rankings are asked for again from ${formatInstant(nextRefreshAt)} on (${use} use).`;
  return `\n${last}${next}\n`;
}
