import { mkdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { BenchService } from '../benchService.ts';
import type { RedactedLog } from '../log.ts';
import { plainMessage } from '../plainMessage.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import type { RunsView } from '../views/runsView.ts';
import type { Handlers } from './register.ts';

export interface OtherServices {
  readonly bench: BenchService;
  readonly index: SuiteIndex;
  readonly runsView: RunsView;
  readonly log: RedactedLog;
}

export function otherCommands({
  bench,
  index,
  runsView,
  log,
}: OtherServices): Handlers<'refresh' | 'showLog' | 'openDataFolder'> {
  return {
    async refresh() {
      index.refresh();
      runsView.refresh();
    },
    async showLog() {
      log.show();
    },
    async openDataFolder() {
      const folder = bench.storeDir;
      await mkdir(folder, { recursive: true });
      const here = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
      if (here) return vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
      const copy = 'Copy Path';
      const answer = await vscode.window.showInformationMessage(`The results are in ${plainMessage(folder)}.`, copy);
      if (answer === copy) await vscode.env.clipboard.writeText(folder);
    },
  };
}
