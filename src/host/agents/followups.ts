import * as vscode from 'vscode';
import type { ChatOutcome } from './chatAnswer.ts';

/** What somebody may want to know next. */
export function followups(outcome: ChatOutcome | undefined): readonly vscode.ChatFollowup[] {
  const { command = 'failed', runs = [], suite = null } = outcome ?? {};
  const [first, second] = runs;
  const run = suite === null ? [] : [{ command: 'run', prompt: suite.path, label: vscode.l10n.t('Run “{0}”', suite.name) }];
  const recommend = { command: 'recommend', prompt: '', label: vscode.l10n.t('Which model should I take?') };
  switch (command) {
    case 'run':
    case 'compare':
    case 'rankings':
      return [recommend];
    case 'results':
      return first !== undefined && second !== undefined
        ? [
            {
              command: 'compare',
              prompt: `${first.slice(0, 8)} ${second.slice(0, 8)}`,
              label: vscode.l10n.t('Compare the two newest'),
            },
            recommend,
          ]
        : [recommend];
    default:
      return run;
  }
}
