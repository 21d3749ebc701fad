import * as vscode from 'vscode';
import type { AttemptId, RunId } from '../../shared/model/ids.ts';
import type { Answers } from '../answers/answers.ts';
import { readAnswerQuery, type AnswerId } from '../answers/answerUri.ts';
import { pickAnswers } from '../answers/pickAnswers.ts';
import { answerScheme } from '../contributions.ts';
import type { RunService } from '../run/runService.ts';
import { activeUri, runOf } from './args.ts';
import { pickRun, type RunsSource } from './pickRun.ts';
import type { Handlers } from './register.ts';

export interface AnswerServices extends RunsSource {
  readonly runs: RunService;
  readonly answers: Answers;
}

export function answerCommands(
  services: AnswerServices,
): Handlers<'openAnswer' | 'compareAnswers' | 'rateAnswer' | 'explainAnswer'> {
  const { bench, answers } = services;
  const chosen = async (argument: unknown, title: string) => runOf(argument) ?? (await pickRun(services, title));
  return {
    async openAnswer(target, attemptId) {
      const runId = await chosen(target, vscode.l10n.t('Open an answer of a run'));
      const [picked] = typeof attemptId === 'string' ? [attemptId] : await pickAnswers(bench, runId, 1);
      if (runId && picked !== undefined) await answers.open(runId, picked);
    },
    async compareAnswers(target, left, right) {
      const runId = await chosen(target, vscode.l10n.t('Compare two answers of a run'));
      const given = typeof left === 'string' && typeof right === 'string' ? [left, right] : null;
      const [a, b] = given ?? (await pickAnswers(bench, runId, 2));
      if (runId && a !== undefined && b !== undefined) await answers.compare(runId, a, b);
    },
    async rateAnswer(target, change) {
      const answer = answerOf(target) ?? (await pickAnswer(vscode.l10n.t('Rate an answer of a run'), services));
      const { rateAnswer, readChange } = await import('../answers/rateAnswer.ts');
      if (answer) await rateAnswer(answer, readChange(change), services);
    },
    async explainAnswer(target) {
      const answer = answerOf(target) ?? (await pickAnswer(vscode.l10n.t('Why an answer of a run scored as it did'), services));
      if (answer) await answers.explain(answer);
    },
  };
}

/** The answer that a lens or a menu belongs to, else the one in the active editor. */
function answerOf(argument: unknown): AnswerId | null {
  const uri = argument instanceof vscode.Uri ? argument : activeUri();
  return uri?.scheme === answerScheme ? readAnswerQuery(uri.query) : null;
}

/** Shows it, too: nobody can judge what they have not read. */
async function pickAnswer(title: string, services: AnswerServices): Promise<AnswerId | null> {
  const { bench, answers } = services;
  const runId: RunId | null = await pickRun(services, title);
  const [picked] = await pickAnswers(bench, runId, 1);
  if (!runId || picked === undefined || !(await answers.open(runId, picked))) return null;
  return { runId, attemptId: picked as AttemptId };
}
