import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { noOpinion } from '../../shared/opinion.ts';
import type { BenchService } from '../benchService.ts';
import { answerScheme, commandIds } from '../contributions.ts';
import { iconApart } from '../iconApart.ts';
import type { RunService } from '../run/runService.ts';
import { readAnswerQuery, readScoresQuery } from './answerUri.ts';
import { lensTitle, ratingChanges } from './ratingTexts.ts';

/** Above each answer: why it scored as it did, how the user has rated it, and the way to rate it. */
export class AnswerLenses implements vscode.CodeLensProvider, Disposable {
  readonly #bench: BenchService;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changes.event;

  constructor(bench: BenchService, runs: RunService) {
    this.#bench = bench;
    this.#owned.add(runs.onDidChange(({ type }) => type === 'rated' && this.#changes.fire()));
    this.#owned.add(vscode.languages.registerCodeLensProvider({ scheme: answerScheme }, this));
  }

  async provideCodeLenses({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const answer = readAnswerQuery(uri.query);
    if (!answer) return [];
    const ratings = await (await this.#bench.store()).ratings(answer.runId);
    const opinion = ratings.find(({ attemptId }) => attemptId === answer.attemptId) ?? noOpinion;
    const top = new vscode.Range(0, 0, 0, 0);
    const rate = ratingChanges.map((change) => {
      const title = iconApart(lensTitle(change, opinion));
      return new vscode.CodeLens(top, { title, command: commandIds.rateAnswer, arguments: [uri, change] });
    });
    if (readScoresQuery(uri.query)) return rate;
    const why = {
      title: iconApart(vscode.l10n.t('$(checklist) Why this score?')),
      command: commandIds.explainAnswer,
      arguments: [uri],
    };
    return [new vscode.CodeLens(top, why), ...rate];
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
