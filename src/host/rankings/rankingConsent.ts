import * as vscode from 'vscode';
import { NotRun } from '../run/notRun.ts';

/** In Restricted Mode nobody is asked for rankings before the user has agreed; the answer holds until the window is closed. */
export class RankingConsent {
  #agreed = false;

  get isGiven(): boolean {
    return this.#agreed || vscode.workspace.isTrusted;
  }

  /** Asks where that is still open. Throws `NotRun` where the user does not agree. */
  async demand(): Promise<void> {
    if (this.isGiven) return;
    const agree = vscode.l10n.t('Ask the Boards');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Ask public boards for rankings in Restricted Mode?'),
      {
        modal: true,
        detail: vscode.l10n.t(
          'Artificial Analysis, LLM Stats and OpenRouter are asked, at the addresses in your settings. Each is sent the key that you have set for it, and nothing of this workspace. You are asked once in this window.',
        ),
      },
      agree,
    );
    if (answer !== agree) throw new NotRun('declined', vscode.l10n.t('No board was asked.'));
    this.#agreed = true;
  }
}
