import * as vscode from 'vscode';
import type { RunRecord } from '../../shared/model/run.ts';
import type { RedactedLog } from '../log.ts';
import { NotRun } from '../run/notRun.ts';
import type { RunNotices } from '../run/runNotices.ts';
import type { RunService } from '../run/runService.ts';
import { suiteTitle, type SuiteIndex } from '../suites/suiteIndex.ts';
import type { ModelSources } from '../suites/modelChoices.ts';
import { readTemplate } from '../suites/templateNames.ts';
import { inBackground } from '../tellFailure.ts';
import { activeSuite, suiteOf, suiteOrActive } from './args.ts';
import type { Handlers } from './register.ts';

export interface SuiteServices extends ModelSources {
  readonly index: SuiteIndex;
  readonly runs: RunService;
  readonly notices: RunNotices;
  readonly log: RedactedLog;
}

type SuiteCommand = 'runSuite' | 'runAllSuites' | 'newSuite' | 'newSuiteFromSelection' | 'newSuiteLike' | 'importSuite';

export function suiteCommands(services: SuiteServices): Handlers<SuiteCommand> {
  const { index, runs, notices, log } = services;
  return {
    async runSuite(target) {
      const uri = suiteOf(target) ?? activeSuite() ?? (await pickSuite(index));
      if (uri) await notices.tellEnd(await runs.runFile(uri));
    },
    async runAllSuites() {
      const uris = await index.files();
      if (uris.length === 0) throw new NotRun('impossible', vscode.l10n.t('There is no suite in this workspace yet.'));
      for (const uri of uris) {
        const ended = await runs.runFile(uri);
        // The next one does not wait until somebody has read it.
        inBackground('runAllSuites', notices.tellEnd(ended), log);
        if (wasStopped(ended.run)) return;
      }
    },
    async newSuite(template) {
      const { newSuite } = await import('../suites/newSuite.ts');
      await newSuite(readTemplate(template), services);
    },
    async newSuiteFromSelection() {
      const { newSuiteFromSelection } = await import('../suites/newSuite.ts');
      await newSuiteFromSelection(services);
    },
    async newSuiteLike(target) {
      const { newSuiteLike } = await import('../suites/newSuite.ts');
      await newSuiteLike(suiteOrActive(target), services);
    },
    async importSuite(target) {
      const { importSuite } = await import('../suites/importSuite.ts');
      await importSuite(target instanceof vscode.Uri ? target : null, null, services);
    },
  };
}

/** Whoever cancels one of several runs wants the rest no more, and what broke one would break the next. */
function wasStopped({ status }: RunRecord): boolean {
  return status !== 'finished';
}

async function pickSuite(index: SuiteIndex): Promise<vscode.Uri | null> {
  const suites = await index.suites();
  if (suites.length === 0)
    throw new NotRun(
      'impossible',
      vscode.l10n.t('There is no suite in this workspace yet: make one with “LLM Bench: New Suite”.'),
    );
  const items = suites.map((indexed) => ({
    label: suiteTitle(indexed),
    description: indexed.suite ? indexed.path : vscode.l10n.t('{0} · has errors', indexed.path),
    uri: indexed.uri,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Run a suite'), matchOnDescription: true });
  return picked?.uri ?? null;
}
