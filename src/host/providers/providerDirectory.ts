import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { FailingModels } from '../errors/failingModels.ts';
import type { DisabledModels } from '../models/disabledModels.ts';
import type { SecretKeys } from '../secrets.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import { listProviders, type ProviderNode } from '../views/providerList.ts';
import { concernsProviders, userProviders } from './userProviders.ts';

export interface DirectorySources {
  readonly index: SuiteIndex;
  readonly keys: SecretKeys;
  readonly disabled: DisabledModels;
  readonly failing: FailingModels;
}

/** Everybody who can be asked, as things stand: from suites, settings, keys and the last runs. */
export class ProviderDirectory implements Disposable {
  readonly #sources: DirectorySources;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changes.event;

  constructor(sources: DirectorySources) {
    this.#sources = sources;
    const changed = () => this.#changes.fire();
    const { index, keys, disabled, failing } = sources;
    for (const source of [index, keys, disabled, failing]) this.#owned.add(source.onDidChange(changed));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (concernsProviders(event)) changed();
      }),
    );
  }

  async list(): Promise<readonly ProviderNode[]> {
    const { index, keys, disabled, failing } = this.#sources;
    const [suites, withKey] = await Promise.all([index.suites(), keys.origins()]);
    return listProviders({
      suites: suites.flatMap(({ suite }) => suite ?? []),
      user: userProviders(),
      withKey,
      disabled: disabled.all(),
      failing: failing.all(),
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
