import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { Bench } from '../core/bench.ts';
import type { BenchStore } from '../core/benchStore.ts';
import type { EditorModels } from '../core/editorModels.ts';
import type { StoreHealth } from '../core/store/spec.ts';
import { systemClock } from '../core/ports.ts';
import { DisposableStore, type Disposable } from '../shared/base/disposable.ts';
import { commandIds } from './contributions.ts';
import { plainMessage } from './plainMessage.ts';
import { userProviders } from './providers/userProviders.ts';
import { setting } from './settings.ts';
import { inBackground } from './tellFailure.ts';
import type { RedactedLog } from './log.ts';
import type { SecretKeys } from './secrets.ts';

/** The bench of this window. Neither its code nor its workers are loaded before somebody asks for it. */
export class BenchService implements Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #keys: SecretKeys;
  readonly #editorModels: EditorModels;
  readonly #log: RedactedLog;
  readonly #owned = new DisposableStore();
  readonly #opens = this.#owned.add(new vscode.EventEmitter<BenchStore>());
  readonly #replacements = this.#owned.add(new vscode.EventEmitter<void>());
  #bench: Promise<Bench> | undefined;
  #isOpen = false;

  /** The results were read for the first time in this window. */
  readonly onDidOpen = this.#opens.event;
  /** Other runs may be there than before, or the same ones with other results: whatever is shown is to be read anew. */
  readonly onDidReplace = this.#replacements.event;

  constructor(context: vscode.ExtensionContext, keys: SecretKeys, editorModels: EditorModels, log: RedactedLog) {
    this.#context = context;
    this.#keys = keys;
    this.#editorModels = editorModels;
    this.#log = log;
  }

  bench(): Promise<Bench> {
    const bench = (this.#bench ??= this.#create());
    bench.catch(() => (this.#bench = undefined));
    return bench;
  }

  async store(): Promise<BenchStore> {
    const store = await (await this.bench()).store();
    this.#hearOpened(store);
    return store;
  }

  /** To be called by whoever has changed the results as a whole. */
  replaced(): void {
    this.#replacements.fire();
  }

  /** Where results are kept: the setting, else the editor's storage for this workspace, else that for all windows. */
  get storeDir(): string {
    const folder = setting('storageFolder').trim();
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    if (isAbsolute(folder)) return folder;
    if (folder !== '' && workspace !== undefined) return join(workspace, folder);
    const { storageUri, globalStorageUri } = this.#context;
    return join((storageUri ?? globalStorageUri).fsPath, 'results');
  }

  async close(): Promise<void> {
    await (await this.#bench?.catch(() => undefined))?.close();
    this.#bench = undefined;
  }

  async #create(): Promise<Bench> {
    const { Bench } = await import('../core/bench.ts');
    const dist = vscode.Uri.joinPath(this.#context.extensionUri, 'dist');
    const script = (name: string) => new URL(vscode.Uri.joinPath(dist, name).toString(true));
    return new Bench({
      workers: { engine: script('engine.worker.js'), store: script('store.worker.js'), demo: script('demo.worker.js') },
      storeDir: this.storeDir,
      wasmPath: vscode.Uri.joinPath(dist, 'sql-wasm.wasm').fsPath,
      keys: this.#keys,
      userProviders,
      editorModels: this.#editorModels,
      toolVersion: String((this.#context.extension.packageJSON as { version: unknown }).version),
      clock: systemClock,
      logger: this.#log,
    });
  }

  #hearOpened(store: BenchStore): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const { health } = store;
    this.#log.info(`Results are in ${this.storeDir}: ${health.state}, ${health.replayed} attempts replayed`);
    inBackground('Results', tellHealth(health, this.#log), this.#log);
    this.#opens.fire(store);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

const waysOut: Readonly<Record<Exclude<StoreHealth['state'], 'ok'>, Readonly<Record<string, string>>>> = {
  restored: { [vscode.l10n.t('Check Results')]: commandIds.checkData, [vscode.l10n.t('Restore a Backup…')]: commandIds.restore },
  partial: { [vscode.l10n.t('Check for Updates')]: 'workbench.extensions.action.checkForUpdates' },
  'read-only': { [vscode.l10n.t('Open Results Folder')]: commandIds.openDataFolder },
};

/** With a way out: what was damaged may be more than what was found, and a folder that cannot be written is to be looked at. */
async function tellHealth({ state, message }: StoreHealth, log: RedactedLog): Promise<void> {
  if (state === 'ok' || message === null) return;
  log.warn(message);
  const ways = waysOut[state];
  const answer = await vscode.window.showWarningMessage(plainMessage(message), ...Object.keys(ways));
  const command = Object.entries(ways).find(([label]) => label === answer)?.[1];
  if (command !== undefined) await vscode.commands.executeCommand(command);
}
