import * as vscode from 'vscode';
import {
  AgentError,
  progressOf,
  type AgentDesk,
  type AgentForecast,
  type AgentRunOptions,
  type AgentStore,
  type AgentSuite,
} from '../../core/agents/spec.ts';
import type { PreparedRun } from '../../core/prepareRun.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import type { SuiteSelection } from '../../shared/model/selection.ts';
import type { BenchService } from '../benchService.ts';
import { NotRun } from '../run/notRun.ts';
import { confirmCost, type Confirm } from '../run/runGate.ts';
import type { RunService } from '../run/runService.ts';
import { suiteTitle, type IndexedSuite, type SuiteIndex } from '../suites/suiteIndex.ts';
import type { SuiteService } from '../suites/suiteService.ts';

export interface EditorDeskServices {
  readonly bench: Pick<BenchService, 'store'>;
  readonly index: Pick<SuiteIndex, 'suites' | 'find'>;
  readonly suites: Pick<SuiteService, 'load'>;
  readonly runs: Pick<RunService, 'runFile' | 'prepareFile'>;
}

/** The tools' place in a window of the editor. */
export class EditorDesk implements AgentDesk {
  readonly #services: EditorDeskServices;

  constructor(services: EditorDeskServices) {
    this.#services = services;
  }

  async suites(): Promise<readonly AgentSuite[]> {
    return (await this.#services.index.suites()).map(agentSuite);
  }

  async cases(path: string) {
    return (await this.#services.suites.load(await this.#file(path))).suite?.cases ?? [];
  }

  store(): Promise<AgentStore> {
    return this.#services.bench.store();
  }

  async forecast(path: string, selection: SuiteSelection): Promise<AgentForecast> {
    requireTrusted();
    return inWords(this.#services.runs.prepareFile(await this.#file(path), selection));
  }

  /** Without a `maxUsd` the user is asked as before any run of theirs. */
  async run({ path, selection, maxUsd, signal, onProgress }: AgentRunOptions): Promise<RunRecord> {
    requireTrusted();
    const confirm: Confirm<PreparedRun> = maxUsd === null ? confirmCost : (prepared) => isWithin(prepared, maxUsd);
    const running = this.#services.runs.runFile(await this.#file(path), {
      selection,
      triggeredBy: 'agent',
      confirm,
      signal,
      onStarted: ({ events }) => {
        // The run's own end ends its events.
        events((event) => {
          const progress = progressOf(event);
          if (progress) onProgress(progress);
        });
      },
    });
    return (await inWords(running)).run;
  }

  async #file(path: string): Promise<vscode.Uri> {
    const uri = await this.#services.index.find(path);
    if (!uri) throw new AgentError(vscode.l10n.t('The suite file “{0}” is gone.', path));
    return uri;
  }
}

async function isWithin(prepared: PreparedRun, maxUsd: number): Promise<boolean> {
  const { priceOf } = await import('../../core/agents/estimateOf.ts');
  return priceOf(prepared).highUsd <= maxUsd;
}

function agentSuite(indexed: IndexedSuite): AgentSuite {
  const problems = indexed.problems.map(
    ({ severity, message, range }) => `${severity} in line ${range.start.line + 1}: ${message}`,
  );
  return { path: indexed.path, name: suiteTitle(indexed), head: indexed.suite, problems };
}

/** Nobody is shown a message: it is the asker who is told. */
function requireTrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new AgentError(vscode.l10n.t('Nothing is run in Restricted Mode: trust the workspace first (Manage Workspace Trust).'));
}

/** Why a run did not begin is for the asker to know, and no fault of ours. */
async function inWords<Done>(going: Promise<Done>): Promise<Done> {
  try {
    return await going;
  } catch (error) {
    if (error instanceof NotRun) throw new AgentError(error.message || vscode.l10n.t('Nothing was run.'));
    throw error;
  }
}
