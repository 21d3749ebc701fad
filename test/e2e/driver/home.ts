/** The folder that holds everything one VS Code server owns: settings, extensions, storage, logs, temporary files, workspaces. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const HOME_PREFIX = 'lb-vscode-';

/** A quiet editor: nothing opens, updates, asks or reports by itself. */
const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'window.commandCenter': false,
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
};

export type Settings = Readonly<Record<string, unknown>>;

export class Home {
  readonly path: string;
  /** Short, because VS Code puts Unix sockets here and their paths end at about 100 characters. */
  readonly temp: string;
  readonly #base: Settings;
  readonly #settingsFile: string;
  readonly #machineFile: string;

  constructor(settings: Settings = {}) {
    // The real path: on macOS the temporary folder is a link, and VS Code reports where it leads.
    this.path = realpathSync(mkdtempSync(join(tmpdir(), HOME_PREFIX)));
    this.temp = join(this.path, 't');
    this.#base = { ...QUIET, ...settings };
    this.#settingsFile = join(this.path, 'data/User/settings.json');
    this.#machineFile = join(this.path, 'data/Machine/settings.json');
    for (const folder of ['t', 'data/User', 'data/Machine', 'extensions'])
      mkdirSync(join(this.path, folder), { recursive: true });
    this.resetSettings();
  }

  get settings(): Settings {
    return JSON.parse(readFileSync(this.#settingsFile, 'utf8')) as Settings;
  }

  /** Takes effect in a window that is opened or reloaded afterwards. */
  changeSettings(changes: Settings): void {
    this.#write({ ...this.settings, ...changes });
  }

  resetSettings(changes: Settings = {}): void {
    this.#write({ ...this.#base, ...changes });
  }

  /** A browser's window is a remote one: it takes settings of the scope "machine" from the remote machine's file alone. */
  #write(settings: Settings): void {
    const own = Object.entries(settings).filter(([key]) => key.startsWith('llmBench.'));
    writeFileSync(this.#settingsFile, JSON.stringify(settings, null, 2));
    writeFileSync(this.#machineFile, JSON.stringify(Object.fromEntries(own), null, 2));
  }

  /** Files below this folder, as absolute paths: `home.find('data/logs/**\/*.log')`. */
  async find(pattern: string): Promise<string[]> {
    const found: string[] = [];
    for await (const file of glob(pattern, { cwd: this.path })) found.push(join(this.path, file));
    return found.sort();
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
