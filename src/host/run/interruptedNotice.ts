import * as vscode from 'vscode';
import type { BenchStore } from '../../core/benchStore.ts';
import type { RunListItem } from '../../core/store/spec.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import type { Disposable } from '../../shared/base/disposable.ts';
import type { BenchService } from '../benchService.ts';
import { commandIds } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import { plainName } from '../plainMessage.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import { openText } from './unfinished.ts';

const stateKey = 'toldInterrupted';
const dayMs = 86_400_000;
/** Interrupted runs are new ones, and only the last few need to be remembered. */
const looked = 50;

export interface InterruptedParts {
  readonly bench: BenchService;
  readonly index: Pick<SuiteIndex, 'find'>;
  /** Of the workspace. */
  readonly memory: vscode.Memento;
  readonly log: RedactedLog;
  readonly now: () => Date;
}

/** Offers, when a window first reads the results, to go on with what was cut off in it; once for each run. */
export function offerInterrupted(parts: InterruptedParts): Disposable {
  const { bench, log } = parts;
  return bench.onDidOpen((store) => {
    offer(store, parts).catch((error: unknown) => log.warn(`Interrupted runs could not be looked for: ${String(error)}`));
  });
}

async function offer(store: BenchStore, parts: InterruptedParts): Promise<void> {
  if (!vscode.workspace.isTrusted) return;
  const [last, ...others] = await interrupted(await store.listRuns({ limit: looked }), parts);
  const counts = last && (await store.counts(last.id));
  if (!last || !counts) return;
  const { id, name } = last;
  await parts.memory.update(stateKey, [...told(parts.memory), id, ...others.map((run) => run.id)].slice(-looked));
  const resume = vscode.l10n.t('Resume');
  const left = openText(last, { done: counts.done - counts.unreached });
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('“{0}” was interrupted {1}.', plainName(name), left),
    resume,
    vscode.l10n.t('Not Now'),
  );
  if (answer === resume) await vscode.commands.executeCommand(commandIds.resumeRun, id);
}

/** The newest first. */
async function interrupted(runs: readonly RunListItem[], parts: InterruptedParts): Promise<RunRecord[]> {
  const since = parts.now().getTime() - dayMs;
  const known = new Set(told(parts.memory));
  const cut = runs.map(({ run }) => run).filter(({ status }) => status === 'interrupted');
  const untold = cut.filter(({ id, startedAt }) => Date.parse(startedAt) >= since && !known.has(id));
  // Several workspaces may keep their results in one folder.
  const here = await Promise.all(untold.map(async (run) => (await parts.index.find(run.suitePath)) !== null));
  return untold.filter((_, at) => here[at]);
}

function told(memory: vscode.Memento): readonly string[] {
  const stored = memory.get<unknown>(stateKey);
  return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
}
