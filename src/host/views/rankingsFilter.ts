import * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable.ts';
import { Emitter } from '../../shared/base/emitter.ts';
import { setContext } from '../contextKey.ts';
import { contextKeys } from '../contributions.ts';
import { filterText, noFilter, readLimits, type RankingFilter } from './rankingList.ts';

const stateKey = 'rankingsOnlyAskable';

/** Which ranked models are listed. What can be asked is kept with the workspace, limits last as long as the window. */
export class RankingsFilter implements Disposable {
  readonly #memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly #changes = new Emitter<void>();
  readonly onDidChange = this.#changes.event;
  #filter: RankingFilter;

  constructor(memory: Pick<vscode.Memento, 'get' | 'update'>) {
    this.#memory = memory;
    this.#filter = { ...noFilter, onlyAskable: memory.get<unknown>(stateKey) === true };
    this.#tellMenus();
  }

  get current(): RankingFilter {
    return this.#filter;
  }

  async onlyAskable(on: boolean): Promise<void> {
    this.#change({ ...this.#filter, onlyAskable: on });
    await this.#memory.update(stateKey, on);
  }

  /** Asks for both limits in one line: `$2`, `5 s`, `$2 5 s`. */
  async askLimits(): Promise<void> {
    const { maxUsdPerMTok, maxLatencyMs } = this.#filter;
    const before = [
      ...(maxUsdPerMTok === null ? [] : [`$${maxUsdPerMTok}`]),
      ...(maxLatencyMs === null ? [] : [`${maxLatencyMs / 1000} s`]),
    ].join(', ');
    const answer = await vscode.window.showInputBox({
      title: vscode.l10n.t('Limit price or latency'),
      prompt: vscode.l10n.t(
        'USD per million tokens (three parts of input to one of output), seconds to the end of a usual answer, or both. Empty: no limit.',
      ),
      placeHolder: vscode.l10n.t('$2, 5 s'),
      value: before,
      ignoreFocusOut: true,
      validateInput: (text) =>
        readLimits(text) === null ? vscode.l10n.t('Write a price such as $2, a time such as 5 s, or both with a comma.') : null,
    });
    const limits = answer === undefined ? null : readLimits(answer);
    if (limits !== null) this.#change({ ...this.#filter, ...limits });
  }

  /** Shows all models again. */
  async clear(): Promise<void> {
    this.#change(noFilter);
    await this.#memory.update(stateKey, undefined);
  }

  #change(filter: RankingFilter): void {
    this.#filter = filter;
    this.#tellMenus();
    this.#changes.fire();
  }

  #tellMenus(): void {
    setContext(contextKeys.rankingsOnlyAskable, this.#filter.onlyAskable);
    setContext(contextKeys.rankingsFiltered, filterText(this.#filter) !== '');
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
