import * as vscode from 'vscode';
import type { Handlers } from '../commands/register.ts';
import { walkthroughId } from '../contributions.ts';
import type { RunNotices } from '../run/runNotices.ts';
import type { RunService } from '../run/runService.ts';
import { requireTrust } from '../run/trust.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';

export interface WelcomeServices {
  readonly index: SuiteIndex;
  readonly runs: RunService;
  readonly notices: RunNotices;
  readonly extensionId: string;
  /** Where the demo's suite goes in a window without a folder. */
  readonly demoFolder: vscode.Uri;
}

export function welcomeCommands({
  index,
  runs,
  notices,
  extensionId,
  demoFolder,
}: WelcomeServices): Handlers<'runDemo' | 'openWalkthrough'> {
  return {
    async runDemo() {
      await requireTrust();
      const { writeQuickstart } = await import('../suites/newSuite.ts');
      const suite = await writeQuickstart(vscode.workspace.workspaceFolders?.[0]?.uri ?? demoFolder);
      index.refresh();
      // The comparison opens beside the suite that it is of.
      await vscode.window.showTextDocument(suite, { preview: false });
      await notices.tellEnd(await runs.runFile(suite));
    },
    async openWalkthrough() {
      await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#${walkthroughId}`, false);
    },
  };
}
