import * as vscode from 'vscode';
import type { AnswerView } from '../../core/benchStore.ts';
import type { AttemptId, RunId } from '../../shared/model/ids.ts';
import type { BenchService } from '../benchService.ts';
import { answerScheme } from '../contributions.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import { sentences } from '../sentences.ts';
import { answerQuery, scoresQuery, type AnswerId } from './answerUri.ts';
import { answerTitle, scoresTitle } from './titles.ts';

/** Shows answers in the editor: one by itself, or two side by side. */
export class Answers {
  readonly #bench: BenchService;

  constructor(bench: BenchService) {
    this.#bench = bench;
  }

  /** Opens an answer; or says why the call brought none, and is false. */
  async open(runId: RunId, attemptId: string): Promise<boolean> {
    const answer = await this.#answer(runId, attemptId);
    const { error, status } = answer.record;
    if (status === 'error') {
      const why = error ? sentences(error.message, error.advice) : vscode.l10n.t('The call brought no answer.');
      void vscode.window.showWarningMessage(
        plainMessage(`${plainName(answer.candidate)} · ${plainName(answer.caseName)}: ${why}`),
      );
      return false;
    }
    await vscode.window.showTextDocument(uriOf(answer), { preview: true });
    return true;
  }

  /** Opens what the scoring in force says of an answer, beside it. */
  async explain(id: AnswerId): Promise<void> {
    const answer = await this.#answer(id.runId, id.attemptId);
    const query = scoresQuery({ ...id, scoringId: answer.scoring?.id ?? null });
    const uri = vscode.Uri.from({ scheme: answerScheme, path: `/${scoresTitle(answer)}`, query });
    await vscode.window.showTextDocument(uri, { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }

  /** Two answers side by side in the editor's own diff. */
  async compare(runId: RunId, leftId: string, rightId: string): Promise<void> {
    const [left, right] = await Promise.all([this.#answer(runId, leftId), this.#answer(runId, rightId)]);
    const cases = new Set([left.caseName, right.caseName]);
    const title = `${left.candidate} ↔ ${right.candidate} · ${[...cases].join(' / ')}`;
    await vscode.commands.executeCommand('vscode.diff', uriOf(left), uriOf(right), title, { preview: true });
  }

  async #answer(runId: RunId, attemptId: string): Promise<AnswerView> {
    const answer = await (await this.#bench.store()).answer(runId, attemptId as AttemptId);
    if (!answer) throw new Error('This answer is not in the results any more.');
    return answer;
  }
}

function uriOf(answer: AnswerView): vscode.Uri {
  const { runId, id } = answer.record;
  return vscode.Uri.from({
    scheme: answerScheme,
    path: `/${answerTitle(answer)}`,
    query: answerQuery({ runId, attemptId: id }),
  });
}
