import * as vscode from 'vscode';
import type { BenchService } from '../benchService.ts';
import { answerScheme } from '../contributions.ts';
import { readAnswerQuery, readScoresQuery, type ScoresId } from './answerUri.ts';
import { scoresText } from './scoresText.ts';

/**
 * Answers as read-only files, `/<title>?<run id>/<attempt id>`, and why they scored as they did. A file system and not a
 * content provider, because the editor brings back after a reload only what comes from a file system.
 */
export class AnswerFiles implements vscode.FileSystemProvider {
  readonly #bench: BenchService;

  constructor(bench: BenchService) {
    this.#bench = bench;
  }

  register(): vscode.Disposable {
    return vscode.workspace.registerFileSystemProvider(answerScheme, this, { isCaseSensitive: true, isReadonly: true });
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

  watch(): vscode.Disposable {
    return { dispose() {} };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): never {
    throw readOnly();
  }

  writeFile(): never {
    throw readOnly();
  }

  delete(): never {
    throw readOnly();
  }

  rename(): never {
    throw readOnly();
  }
}

function readOnly(): vscode.FileSystemError {
  return vscode.FileSystemError.NoPermissions(vscode.l10n.t('Answers are read-only.'));
}
