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

/** Tells what came of asking for rankings: all of it to who asked, and only that all failed where the schedule did. */
export class OutcomeNotices {
  readonly #told: AlertMemory;

  constructor(parts: AlertMemoryParts) {
    this.#told = new AlertMemory(parts);
  }

  async tell(answers: readonly RankingAnswer[], trigger: SourceUse['trigger']): Promise<void> {
    const outcome = outcomeOf(answers);
    if (outcome.allFailed) {
      if (trigger === 'user' || (await this.#told.take(failureMark(outcome)))) await alert(outcome);
    } else if (trigger === 'user') {
      await report(outcome);
    }
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
