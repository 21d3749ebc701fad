import * as vscode from 'vscode';
import type { SuiteHover } from '../../core/suite/language/spec.ts';
import { escaped } from '../../core/suite/language/markdown.ts';
import { formatInstant, formatMs, formatPercent, formatPlural, formatUsd } from '../../shared/format.ts';
import type { CellStanding, Standing, SuiteFigures } from '../../shared/model/suiteFigures.ts';

/** The last result of a model or a case of a suite, as Markdown; `null` where there is none yet. */
export function lastResult({ cases }: SuiteFigures, about: NonNullable<SuiteHover['about']>): string | null {
  if (about.kind === 'case') {
    const standing = Object.hasOwn(cases, about.id) ? cases[about.id] : undefined;
    if (standing === undefined) return null;
    const rows = standing.models.map((cell) => `- ${escaped(cell.label)}: ${figuresText(cell)}`);
    const head = vscode.l10n.t('**Last result** ({0}): {1}', formatInstant(standing.startedAt), figuresText(standing));
    return [head, '', ...rows].join('\n');
  }
  const cells = Object.values(cases).flatMap(({ models }) => models.filter((cell) => refOf(cell) === about.ref));
  if (cells.length === 0) return null;
  return vscode.l10n.t(
    '**Last result** in this suite ({0}): {1}',
    formatPlural(cells.length, 'case'),
    figuresText(together(cells)),
  );
}

function refOf({ provider, model }: CellStanding): string {
  return `${provider}/${model}`;
}

type Figures = Pick<Standing, 'passRate' | 'costUsd' | 'latencyP50Ms' | 'failed'>;

/** Of several cases as one: a cost that is unknown of one is unknown of all. */
function together(cells: readonly CellStanding[]): Figures {
  const costs = cells.flatMap(({ costUsd }) => costUsd ?? []);
  return {
    passRate: mean(cells.flatMap(({ passRate }) => passRate ?? [])),
    costUsd: costs.length === cells.length ? costs.reduce((sum, cost) => sum + cost, 0) : null,
    // A median of medians would be a figure of nothing.
    latencyP50Ms: cells.length === 1 ? (cells[0]?.latencyP50Ms ?? null) : null,
    failed: cells.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** `92 % passed · $0.004 · 1.2 s · 1 failed call`. */
function figuresText(figures: Figures): string {
  const { passRate, costUsd, latencyP50Ms, failed } = figures;
  return [
    passRate === null ? null : vscode.l10n.t('{0} passed', formatPercent(passRate)),
    costUsd === null ? null : formatUsd(costUsd),
    latencyP50Ms === null ? null : formatMs(latencyP50Ms),
    failed === 0 ? null : formatPlural(failed, vscode.l10n.t('failed call'), vscode.l10n.t('failed calls')),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
