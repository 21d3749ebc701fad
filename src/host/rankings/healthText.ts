import { formatPercent } from '../../shared/format.ts';
import type { RankingHealth, RankingSource, SourceHealth } from '../../shared/model/rankings.ts';
import { ageText, agoText, rankingTitle } from '../../shared/rankingText.ts';
import { sentences } from '../sentences.ts';
import { l10n } from '../words.ts';
import { sourceTitle } from './rankingOutcome.ts';

/**
 * How asking for rankings went, as a page of Markdown.
 * @param problem of the kept files
 */
export function healthText(health: RankingHealth, problem: string | null): string {
  return [
    `# ${l10n.t('Health of the rankings')}`,
    l10n.t('The last 24 hours, as of {0}. Requests by all windows and by the command line are counted.', instant(health.at)),
    ...(problem === null ? [] : [`**${plain(problem)}**`]),
    sourceTable(health),
    ...failureList(health),
    `## ${l10n.t('What is kept')}`,
    keptTable(health),
    `## ${l10n.t('Refresh')}`,
    refreshTexts(health).join(' '),
    '',
  ].join('\n\n');
}

function sourceTable({ sources, at }: RankingHealth): string {
  const head = [
    l10n.t('Source'),
    l10n.t('Attempts'),
    l10n.t('Successes'),
    l10n.t('Failures'),
    l10n.t('Success rate'),
    l10n.t('Last good answer'),
    l10n.t('Waits until'),
  ];
  return table(
    head,
    1,
    sources.map((source) => sourceRow(source, at)),
  );
}

function sourceRow(
  { source, attempts, successes, failures, successRate, lastSuccessAt, waitsUntil }: SourceHealth,
  at: string,
): string[] {
  return [
    sourceTitle(source),
    ...[attempts, successes, failures].map(String),
    successRate === null ? l10n.t('not asked') : formatPercent(successRate),
    lastSuccessAt === null ? '–' : agoText(Date.parse(at) - Date.parse(lastSuccessAt)),
    waitsUntil === null ? '–' : instant(waitsUntil),
  ];
}

function failureList({ sources, at }: RankingHealth): string[] {
  const lines = sources.flatMap(({ source, lastFailure }) => {
    if (lastFailure === null) return [];
    const { error } = lastFailure;
    const ago = agoText(Date.parse(at) - Date.parse(lastFailure.at));
    const words = plain(sentences(error.message, error.advice));
    return [`- **${sourceTitle(source)}**, ${ago}${error.status === null ? '' : `, HTTP ${error.status}`}: ${words}`];
  });
  return lines.length === 0 ? [] : [`## ${l10n.t('Last failures')}`, lines.join('\n')];
}

function keptTable({ cache }: RankingHealth): string {
  if (cache.length === 0) return l10n.t('Nothing. Run “LLM Bench: Refresh Rankings” to ask the boards.');
  const head = [l10n.t('Category'), l10n.t('From'), l10n.t('Age'), l10n.t('Models')];
  const rows = cache.map(({ category, origin, ageMs, age, models }) => [
    rankingTitle(category),
    sourceTitle(origin),
    ageText(ageMs, age),
    String(models),
  ]);
  return table(head, 3, rows);
}

const useWords = (): Readonly<Record<RankingHealth['use'], string>> => ({
  high: l10n.t('Rankings are used often.'),
  usual: l10n.t('Rankings are used now and then.'),
  low: l10n.t('Rankings are hardly used.'),
});

function refreshTexts({ lastFetchAt, nextRefreshAt, at, use }: RankingHealth): string[] {
  const last =
    lastFetchAt === null
      ? l10n.t('No board has given anything yet.')
      : l10n.t('A board last answered well {0}.', agoText(Date.parse(at) - Date.parse(lastFetchAt)));
  const next =
    nextRefreshAt === null
      ? l10n.t('Nothing is refreshed by itself.')
      : l10n.t(
          'The next refresh is due on {0}, give or take a tenth of the interval, while the editor is open.',
          instant(nextRefreshAt),
        );
  return [last, next, useWords()[use], l10n.t('The setting `llmBench.rankings.refresh` says how often boards are asked.')];
}

/** @param left columns of words; those after them are figures */
function table(head: readonly string[], left: number, rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index < left ? ':--' : '--:'))), ...rows.map(line)].join('\n');
}

/** Texts of servers are text, never markup; the editor's preview makes formulas of what stands between dollars. */
function plain(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ').replaceAll(/[\\`*_[\]<>|&~$]/g, String.raw`\$&`);
}

/** On the clock of who reads it: `2026-11-21 14:05`. */
function instant(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16).replace('T', ' ');
}

/** The rate of one source, for a list: `3 of 4 answered`, `not asked in 24 hours`. */
export function sourceState({ attempts, successes }: Pick<SourceHealth, 'attempts' | 'successes'>): string {
  return attempts === 0 ? l10n.t('not asked in 24 hours') : l10n.t('{0} of {1} answered in 24 hours', successes, attempts);
}

export function healthOf(health: RankingHealth, source: RankingSource): SourceHealth | null {
  return health.sources.find((one) => one.source === source) ?? null;
}
