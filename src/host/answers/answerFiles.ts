import * as vscode from 'vscode';
import type { BenchService } from '../benchService.ts';
import { answerScheme } from '../contributions.ts';
import { ReadOnlyFiles } from '../readOnlyFiles.ts';
import { readAnswerQuery, readScoresQuery, type ScoresId } from './answerUri.ts';
import { scoresText } from './scoresText.ts';

/** Answers as read-only files, `/<title>?<run id>/<attempt id>`, and why they scored as they did. */
export class AnswerFiles extends ReadOnlyFiles {
  readonly #bench: BenchService;

  constructor(bench: BenchService) {
    super();
    this.#bench = bench;
  }

  register(): vscode.Disposable {
    return this.serve(answerScheme);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const scores = readScoresQuery(uri.query);
    const text = scores ? await this.#scores(scores) : await this.#answer(uri.query);
    if (text === null) throw vscode.FileSystemError.FileNotFound(vscode.l10n.t('This answer is not in the results any more.'));
    return new TextEncoder().encode(text);
  }

  async #answer(query: string): Promise<string | null> {
    const answer = readAnswerQuery(query);
    const body = answer && (await (await this.#bench.store()).body(answer.runId, answer.attemptId));
    return body?.answer ?? null;
  }

  async #scores({ runId, attemptId, scoringId }: ScoresId): Promise<string | null> {
    const answer = await (await this.#bench.store()).answer(runId, attemptId, scoringId);
    return answer && scoresText(answer);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { length } = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: length, permissions: vscode.FilePermission.Readonly };
  }

  /** Answers never change, and neither do the scores of a scoring that is over. */
  onDidChangeFile: vscode.Event<vscode.FileChangeEvent[]> = () => ({ dispose() {} });
}
