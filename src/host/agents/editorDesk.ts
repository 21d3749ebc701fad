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
import { confirmForAgent, type Confirm } from '../run/runGate.ts';
import type { RunService } from '../run/runService.ts';
import { suiteTitle, type IndexedSuite, type SuiteIndex } from '../suites/suiteIndex.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import { shownRuns, type HiddenRuns } from '../views/shownRuns.ts';

export interface EditorDeskServices {
  readonly bench: Pick<BenchService, 'store'>;
  readonly pendingDeletes: HiddenRuns;
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

  async store(): Promise<AgentStore> {
    const { bench, pendingDeletes } = this.#services;
    const store = await bench.store();
    return {
      listRuns: (page) => shownRuns(store, pendingDeletes, page),
      comparison: (runId, choice) => store.comparison(runId, choice),
      head: (runId) => store.head(runId),
    };
  }

  async forecast(path: string, selection: SuiteSelection): Promise<AgentForecast> {
    requireTrusted();
    return inWords(this.#services.runs.prepareFile(await this.#file(path), selection));
  }

  /**
   * Who confirmed a tool's call may have been a setting: what is dear, or not known, is asked of the user here. `maxUsd` is no word of
   * theirs; it is where the run stops.
   */
  async run({ path, selection, maxUsd, signal, onProgress }: AgentRunOptions): Promise<RunRecord> {
    requireTrusted();
    const confirm: Confirm<PreparedRun> = async (prepared) => {
      await requireWithin(prepared, maxUsd);
      return confirmForAgent(prepared);
    };
    const running = this.#services.runs.runFile(await this.#file(path), {
      selection,
      triggeredBy: 'agent',
      confirm,
      maxUsd,
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

/** The file is read anew when it is run. */
async function requireWithin(prepared: PreparedRun, maxUsd: number | null): Promise<void> {
  const { requireUnder } = await import('../../core/agents/runSuite.ts');
  if (maxUsd !== null) requireUnder(maxUsd, prepared);
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
