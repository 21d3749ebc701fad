import * as vscode from 'vscode';
import type { RankingAnswer, SourceUse } from '../../shared/model/rankings.ts';
import { commandIds } from '../contributions.ts';
import { plainMessage } from '../plainMessage.ts';
import { AlertMemory, type AlertMemoryParts } from './alertMemory.ts';
import {
  allFailedText,
  failureMark,
  firstStep,
  outcomeOf,
  refreshedText,
  type FirstStep,
  type RankingOutcome,
} from './rankingOutcome.ts';

export interface OutcomeNoticeParts extends AlertMemoryParts {
  readonly log: { error(message: string): void };
}

/** Tells what came of asking for rankings: all of it to who asked, and only that all failed where the schedule did. */
export class OutcomeNotices {
  readonly #told: AlertMemory;
  readonly #log: OutcomeNoticeParts['log'];

  constructor({ log, ...parts }: OutcomeNoticeParts) {
    this.#told = new AlertMemory(parts);
    this.#log = log;
  }

  /** Nobody waits for it: a notice may stay until the window is closed. */
  tell(answers: readonly RankingAnswer[], trigger: SourceUse['trigger']): void {
    this.#tell(outcomeOf(answers), trigger === 'user').catch((error: unknown) => {
      this.#log.error(`What came of asking for rankings could not be told: ${String(error)}`);
    });
  }

  async #tell(outcome: RankingOutcome, isAsked: boolean): Promise<void> {
    if (isAsked) return outcome.allFailed ? alert(outcome) : report(outcome);
    // Boards that are switched off, lack a key or asked to wait have not failed: whoever looks is shown it.
    if (outcome.allFailed && outcome.failures.length > 0 && (await this.#told.take(failureMark(outcome)))) await alert(outcome);
  }
}

async function alert(outcome: RankingOutcome): Promise<void> {
  const step = firstStep(outcome);
  await offer(vscode.window.showWarningMessage, allFailedText(outcome), [
    ...(step === null ? [] : [steps()[step]]),
    { title: vscode.l10n.t('Show Details'), command: commandIds.showRankingsHealth },
  ]);
}

/** A board that refuses its key is a warning, whoever stood in for it. */
async function report(outcome: RankingOutcome): Promise<void> {
  const failed = outcome.failures.length > 0;
  const step = firstStep(outcome);
  const show = failed ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  await offer(show, refreshedText(outcome), [
    ...(step === null ? [] : [steps()[step]]),
    ...(failed ? [{ title: vscode.l10n.t('Show Details'), command: commandIds.showRankingsHealth }] : []),
  ]);
}

interface WayOn {
  readonly title: string;
  readonly command: string;
  readonly argument?: unknown;
}

function steps(): Readonly<Record<FirstStep, WayOn>> {
  return {
    'set-key': { title: vscode.l10n.t('Set a Key…'), command: commandIds.setRankingKey },
    retry: { title: vscode.l10n.t('Retry'), command: commandIds.refreshRankings },
    settings: {
      title: vscode.l10n.t('Open Settings'),
      command: 'workbench.action.openSettings',
      argument: 'llmBench.rankings',
    },
  };
}

type Show = (message: string, ...items: string[]) => Thenable<string | undefined>;

async function offer(show: Show, text: string, ways: readonly WayOn[]): Promise<void> {
  const answer = await show(plainMessage(text, mostCharacters), ...ways.map(({ title }) => title));
  const way = ways.find(({ title }) => title === answer);
  if (way) await vscode.commands.executeCommand(way.command, ...(way.argument === undefined ? [] : [way.argument]));
}

/** Three boards, each with what to do. */
const mostCharacters = 900;
