import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { Bench } from '../core/bench.ts';
import type { BenchStore } from '../core/benchStore.ts';
import type { EditorModels } from '../core/editorModels.ts';
import { systemClock } from '../core/ports.ts';
import { plainMessage } from './plainMessage.ts';
import { userProviders } from './providers/userProviders.ts';
import { setting } from './settings.ts';
import type { RedactedLog } from './log.ts';
import type { SecretKeys } from './secrets.ts';

/** The bench of this window. Neither its code nor its workers are loaded before somebody asks for it. */
export class BenchService {
  readonly #context: vscode.ExtensionContext;
  readonly #keys: SecretKeys;
  readonly #editorModels: EditorModels;
  readonly #log: RedactedLog;
  #bench: Promise<Bench> | undefined;
  #healthTold = false;

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
    this.#tellHealth(store);
    return store;
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

  #tellHealth({ health }: BenchStore): void {
    if (this.#healthTold) return;
    this.#healthTold = true;
    this.#log.info(`Results are in ${this.storeDir}: ${health.state}, ${health.replayed} attempts replayed`);
    if (health.state === 'ok' || health.message === null) return;
    this.#log.warn(health.message);
    void vscode.window.showWarningMessage(plainMessage(health.message));
  }
}
