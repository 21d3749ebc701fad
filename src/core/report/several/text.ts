import { estimateText, ratioText } from '../../../shared/estimateText.ts';
import {
  formatInstant,
  formatMs,
  formatPercent,
  formatPlural,
  formatQuality,
  formatUsd,
  unknownText,
} from '../../../shared/format.ts';
import type { Estimate } from '../../../shared/model/comparison.ts';
import type { RunId } from '../../../shared/model/ids.ts';
import type {
  ModelInRun,
  RunChange,
  RunsComparison,
  SettledDifference,
  SuitesTable,
} from '../../../shared/model/runsComparison.ts';
import { runRemark, runTitles, timedApartText } from '../../../shared/runsText.ts';
import { csvCell } from '../../csvCell.ts';
import { escapeMarkdown, table } from '../markdown.ts';
import { differenceText, verdictWords } from '../verdictText.ts';

/** Several runs as text: for files, and for a terminal. */

export const severalFormats = ['md', 'csv', 'json'] as const;
export type SeveralFormat = (typeof severalFormats)[number];

export function renderRuns(format: SeveralFormat, comparison: RunsComparison): string {
  switch (format) {
    case 'md':
      return runsMarkdown(comparison);
    case 'csv':
      return runsCsv(comparison);
    case 'json':
      return `${JSON.stringify({ version: 1, ...comparison }, null, 2)}\n`;
  }
}

/** What changed comes first: a narrow terminal leaves out what is last. */
const changeTitles = ['Against the reference: quality', 'cost', 'latency'];
const figureTitles = ['Quality', 'Pass rate', 'Cost / sample', 'Latency p50', 'p95', 'Cases'];

/** A row for each model in each run, head first. */
export function runRows(comparison: RunsComparison, titles = runTitles(comparison)): string[][] {
  const rows = comparison.models.flatMap(({ label, runs }) =>
    runs.map((one) => [
      label,
      titles.get(one.runId) ?? one.runId,
      ...changeCells(one, comparison.reference),
      ...figureCells(one),
    ]),
  );
  return [['Model', 'Run', ...changeTitles, ...figureTitles], ...rows];
}

function figureCells(one: ModelInRun): string[] {
  return [
    figure(one.quality, formatQuality),
    figure(one.passRate, formatPercent),
    one.costPerSample ? formatUsd(one.costPerSample.value) : unknownText,
    figure(one.latencyP50, formatMs),
    figure(one.latencyP95, formatMs),
    one.basis === 'shared' || one.cases === 0 ? String(one.cases) : `${one.cases} of its own`,
  ];
}

function figure(estimate: Estimate | null, format: (value: number) => string): string {
  return estimate ? estimateText(estimate, format) : unknownText;
}

function changeCells({ runId, change }: ModelInRun, reference: RunId): string[] {
  if (!change) return [runId === reference ? 'reference' : 'not compared', '', ''];
  const { quality, costRatio } = change;
  return [settledText(quality), costRatio ? ratioText(costRatio) : unknownText, latencyCell(change)];
}

/** `Against the reference: quality −0.050 (−0.080 to −0.020), worse; cost unknown; latency unchanged`; empty for the reference itself. */
export function changeText(one: ModelInRun, reference: RunId): string {
  const [quality = '', cost, latency] = changeCells(one, reference);
  if (one.change) return `Against the reference: quality ${quality}; cost ${cost}; latency ${latency}`;
  return one.runId === reference ? '' : quality;
}

/** `×2.0 (1.8 to 2.2), at concurrency 1 and 8`. */
function latencyCell({ latencyRatio, timedApart }: RunChange): string {
  if (!latencyRatio) return unknownText;
  return timedApart ? `${ratioText(latencyRatio)}, ${timedApartText(timedApart)}` : ratioText(latencyRatio);
}

/** `−0.050 (−0.080 to −0.020), worse`. */
export function settledText(settled: SettledDifference | null): string {
  return settled ? `${differenceText(settled)}, ${verdictWords[settled.verdict]}` : 'not graded';
}

/** Suite by suite, head first; empty where no model is common to all. */
export function suiteRows({ suites, models }: SuitesTable): string[][] {
  if (models.length === 0) return [];
  const heads = suites.map(({ suiteName, cases }) => `${suiteName} (${formatPlural(cases, 'case')})`);
  return [
    ['Model', ...heads, 'All suites alike', 'Against the best'],
    ...models.map(({ label, bySuite, overall, standing }) => [
      label,
      ...bySuite.map((one) => estimateText(one, formatQuality)),
      estimateText(overall, formatQuality),
      standing ? settledText(standing) : 'best',
    ]),
  ];
}

/** One line for each run, the reference marked. */
export function runLines(comparison: RunsComparison): string[] {
  return comparison.runs.map((run) => {
    const remark = runRemark(run);
    const marks = [run.id.slice(0, 8), ...(run.id === comparison.reference ? ['reference'] : []), ...(remark ? [remark] : [])];
    return `${run.name}, ${formatInstant(run.startedAt)} (${marks.join(', ')})`;
  });
}

function runsMarkdown(comparison: RunsComparison): string {
  const lines = (texts: readonly string[]): string => texts.map((text) => `- ${escapeMarkdown(text)}`).join('\n');
  const { suites } = comparison;
  const blocks = [
    '# Runs side by side',
    `**${escapeMarkdown(comparison.headline)}**`,
    lines(comparison.details),
    lines(runLines(comparison)),
    markdownTable(runRows(comparison)),
    ...(suites ? ['## Over the suites', markdownTable(suiteRows(suites)), escapeMarkdown(leftOutText(suites))] : []),
    'Intervals are 95 %; verdicts on quality allow for all that are shown at once (Holm).',
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head, ...body] = rows.map((cells) => cells.map(escapeMarkdown));
  return head ? table(head, body) : '';
}

export function leftOutText({ models, leftOut }: Pick<SuitesTable, 'models' | 'leftOut'>): string {
  if (leftOut.length === 0) return '';
  const what = models.length === 0 ? 'No model is graded in every suite' : 'Not graded in every suite';
  return `${what}: ${leftOut.join(', ')}.`;
}

const csvColumns = [
  ...['model', 'run', 'run_name', 'suite', 'started_at', 'basis', 'cases', 'answers', 'failed'],
  ...['quality', 'quality_low', 'quality_high', 'pass_rate', 'pass_rate_low', 'pass_rate_high'],
  ...['cost_per_sample_usd', 'latency_p50_ms', 'latency_p95_ms'],
  ...['quality_change', 'quality_change_low', 'quality_change_high', 'quality_verdict', 'quality_p'],
  ...['cost_ratio', 'cost_ratio_low', 'cost_ratio_high', 'latency_ratio', 'latency_ratio_low', 'latency_ratio_high'],
];

/** One row for each model in each run (RFC 4180), in USD, ms or shares of 1. */
function runsCsv({ runs, models }: RunsComparison): string {
  const ends = (estimate: Estimate | null | undefined) => [estimate?.value, estimate?.low, estimate?.high].map((v) => v ?? null);
  const rows = models.flatMap(({ label, runs: own }) =>
    own.map(({ runId, basis, cases, answers, failed, change, ...figures }) => {
      const run = runs.find(({ id }) => id === runId);
      const head = [label, runId, run?.name ?? null, run?.suiteName ?? null, run?.startedAt ?? null];
      const values = [figures.costPerSample, figures.latencyP50, figures.latencyP95].map((one) => one?.value ?? null);
      return [
        ...head,
        ...[basis, cases, answers, failed, ...ends(figures.quality), ...ends(figures.passRate), ...values],
        ...[...ends(change?.quality?.difference), change?.quality?.verdict ?? null, change?.quality?.pValue ?? null],
        ...[...ends(change?.costRatio), ...ends(change?.latencyRatio)],
      ];
    }),
  );
  return [csvColumns, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}
