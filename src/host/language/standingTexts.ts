import * as vscode from 'vscode';
import { escaped } from '../../core/suite/language/markdown.ts';
import { formatCount, formatInstant, formatMs, formatPercent, formatUsd } from '../../shared/format.ts';
import type { CaseStanding, CellStanding, Standing } from '../../shared/model/suiteFigures.ts';
import { commandIds } from '../contributions.ts';
import { cellState, marks } from './caseMark.ts';

/** Models that a table has rows for. */
const mostRows = 20;

/** The last result of each model on a case, as a table whose names open the answers. */
export function caseTable({ models, startedAt }: CaseStanding, isStale: boolean): vscode.MarkdownString {
  const when = formatInstant(startedAt);
  const head = isStale
    ? vscode.l10n.t('**Last result** ({0}), before your edits', when)
    : vscode.l10n.t('**Last result** ({0})', when);
  const titles = [vscode.l10n.t('Model'), vscode.l10n.t('Result'), vscode.l10n.t('Cost'), vscode.l10n.t('Latency')];
  const rows = models.slice(0, mostRows).map((cell) => [answerLink(cell), resultText(cell), ...measures(cell)]);
  const more = models.length - rows.length;
  const table = [titles, ['---', '---', '--:', '--:'], ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const rest = more > 0 ? ['', vscode.l10n.t('and {0} more models', formatCount(more))] : [];
  const text = new vscode.MarkdownString([head, '', ...table, ...rest].join('\n'));
  text.isTrusted = { enabledCommands: [commandIds.openAnswer] };
  return text;
}

function answerLink({ label, runId, attemptId }: CellStanding): string {
  const query = encodeURIComponent(JSON.stringify([runId, attemptId]))
    .replaceAll('(', '%28')
    .replaceAll(')', '%29');
  return `[${escaped(label)}](command:${commandIds.openAnswer}?${query} "${vscode.l10n.t('Open the answer')}")`;
}

/** `✗ 33.3 %`, `○ answered`, `! 1 failed`. */
export function resultText(cell: Standing): string {
  const { passRate, failed } = cell;
  const parts = [
    ...(passRate === null ? [] : [formatPercent(passRate)]),
    ...(failed === 0 ? [] : [vscode.l10n.t('{0} failed', formatCount(failed))]),
  ];
  return `${marks[cellState(cell)]} ${parts.join(' · ') || vscode.l10n.t('answered')}`;
}

function measures({ costUsd, latencyP50Ms, answered }: Standing): string[] {
  return [formatUsd(costUsd), answered === 0 ? '' : formatMs(latencyP50Ms)];
}
