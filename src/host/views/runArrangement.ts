import * as vscode from 'vscode';
import { Emitter } from '../../shared/base/emitter.ts';
import type { Disposable } from '../../shared/base/disposable.ts';
import { setContext } from '../contextKey.ts';
import { contextKeys } from '../contributions.ts';

const groupings = ['none', 'suite', 'day'] as const;
export type RunGrouping = (typeof groupings)[number];

const stateKey = 'runGrouping';

/** How the user wants the runs listed: the groups are kept with the workspace, a filter lasts as long as the window. */
export class RunArrangement implements Disposable {
  readonly #memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly #changes = new Emitter<void>();
  readonly onDidChange = this.#changes.event;
  #grouping: RunGrouping;
  #filter = '';

  constructor(memory: Pick<vscode.Memento, 'get' | 'update'>) {
    this.#memory = memory;
    const stored = memory.get<unknown>(stateKey);
    this.#grouping = groupings.find((known) => known === stored) ?? 'none';
    this.#tellMenus();
  }

  get grouping(): RunGrouping {
    return this.#grouping;
  }

  get filter(): string {
    return this.#filter;
  }

  async group(by: RunGrouping): Promise<void> {
    this.#grouping = by;
    this.#changed();
    await this.#memory.update(stateKey, by);
  }

  /** Asks for the words; those that are typed so far are shown at once. */
  async askFilter(): Promise<void> {
    const before = this.#filter;
    const input = vscode.window.createInputBox();
    input.title = vscode.l10n.t('Filter runs');
    input.placeholder = vscode.l10n.t('Words of the run, its suite or its models');
    input.prompt = vscode.l10n.t('Runs that have all of these words are listed');
    input.value = before;
    input.onDidChangeValue((text) => this.show(text));
    const { promise, resolve } = Promise.withResolvers<boolean>();
    input.onDidAccept(() => resolve(true));
    input.onDidHide(() => resolve(false));
    input.show();
    const isKept = await promise;
    input.dispose();
    if (!isKept) this.show(before);
  }

  /** Only runs that have these words; all of them where there are none. */
  show(filter: string): void {
    this.#filter = filter.trim();
    this.#changed();
  }

  #changed(): void {
    this.#tellMenus();
    this.#changes.fire();
  }

  #tellMenus(): void {
    setContext(contextKeys.runsFiltered, this.#filter !== '');
    setContext(contextKeys.runsBySuite, this.#grouping === 'suite');
    setContext(contextKeys.runsByDay, this.#grouping === 'day');
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
