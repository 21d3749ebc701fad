import * as vscode from 'vscode';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { AttemptId, RunId } from '../../shared/model/ids.ts';
import type { BenchService } from '../benchService.ts';
import { answerScheme } from '../contributions.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import { sentences } from '../sentences.ts';
import { answerQuery, scoresQuery, type AnswerId } from './answerUri.ts';
import { answerTitle, findAnswer, scoresTitle, type AnswerPlace } from './titles.ts';

/** Shows answers in the editor: one by itself, or two side by side. */
export class Answers {
  readonly #bench: BenchService;

  constructor(bench: BenchService) {
    this.#bench = bench;
  }

  /** Opens an answer; or says why the call brought none, and is false. */
  async open(runId: RunId, attemptId: string): Promise<boolean> {
    const { place, uri } = await this.#resolve(await this.#comparison(runId), attemptId);
    if (place.failed) await this.#tellFailure(runId, attemptId, place);
    else await vscode.window.showTextDocument(uri, { preview: true });
    return !place.failed;
  }

  /** Opens what the scoring in force says of an answer, beside it. */
  async explain(id: AnswerId): Promise<void> {
    const comparison = await this.#comparison(id.runId);
    const place = findAnswer(comparison, id.attemptId);
    const query = scoresQuery({ ...id, scoringId: comparison.scoring.active });
    const uri = vscode.Uri.from({ scheme: answerScheme, path: `/${scoresTitle(place)}`, query });
    await vscode.window.showTextDocument(uri, { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }

  /** Two answers side by side in the editor's own diff. */
  async compare(runId: RunId, leftId: string, rightId: string): Promise<void> {
    const comparison = await this.#comparison(runId);
    const [left, right] = await Promise.all([this.#resolve(comparison, leftId), this.#resolve(comparison, rightId)]);
    const cases = new Set([left.place.caseName, right.place.caseName]);
    const title = `${left.place.candidate} ↔ ${right.place.candidate} · ${[...cases].join(' / ')}`;
    await vscode.commands.executeCommand('vscode.diff', left.uri, right.uri, title, { preview: true });
  }

  async #comparison(runId: RunId): Promise<Comparison> {
    const comparison = await (await this.#bench.store()).comparison(runId);
    if (!comparison) throw new Error('This run is not in the results any more.');
    return comparison;
  }

  async #resolve(comparison: Comparison, attemptId: string): Promise<{ place: AnswerPlace; uri: vscode.Uri }> {
    const place = findAnswer(comparison, attemptId);
    if (!place) throw new Error('This answer is not in the results any more.');
    const id = { runId: comparison.runId, attemptId: attemptId as AttemptId };
    const body = await (await this.#bench.store()).body(id.runId, id.attemptId);
    const path = `/${answerTitle(place, body?.answer ?? '')}`;
    return { place, uri: vscode.Uri.from({ scheme: answerScheme, path, query: answerQuery(id) }) };
  }

  async #tellFailure(runId: RunId, attemptId: string, { candidate, caseName }: AnswerPlace): Promise<void> {
    const errors = await (await this.#bench.store()).errors(runId);
    const error = errors.find((stored) => stored.attemptId === attemptId);
    const why = error ? sentences(error.message, error.advice) : 'The call brought no answer.';
    void vscode.window.showWarningMessage(plainMessage(`${plainName(candidate)} · ${plainName(caseName)}: ${why}`));
  }
}
