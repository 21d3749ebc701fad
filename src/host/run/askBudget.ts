import * as vscode from 'vscode';
import type { PreparedResume } from '../../core/prepareResume.ts';
import { formatUsd } from '../../shared/format.ts';
import { plainName } from '../plainMessage.ts';
import { NotRun } from './notRun.ts';

/** A larger budget, in USD, for a run that has used up its own. Throws `NotRun` where the user leaves. */
export async function askBudget({ suite, spentUsd, run }: PreparedResume): Promise<number> {
  const budgetUsd = suite.budgetUsd ?? spentUsd;
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Raise the budget of “{0}”', plainName(run.name)),
    ignoreFocusOut: true,
    prompt: vscode.l10n.t('{0} of {1} are spent. US dollars for the whole run', formatUsd(spentUsd), formatUsd(budgetUsd)),
    value: String(2 * budgetUsd),
    validateInput: (input) =>
      isMore(input, budgetUsd) ? null : vscode.l10n.t('Give an amount of more than {0}.', formatUsd(budgetUsd)),
  });
  if (answer === undefined) throw new NotRun('declined', vscode.l10n.t('Nothing was run and nothing was spent.'));
  return Number(answer);
}

function isMore(input: string, budgetUsd: number): boolean {
  return /^\s*\d+(?:\.\d+)?\s*$/.test(input) && Number(input) > budgetUsd;
}
