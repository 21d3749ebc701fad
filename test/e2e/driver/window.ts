/** One window of VS Code on one workspace, in a browser context of its own. */
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { EXTENSION_ID, TEST_RESULTS } from '../../tools/repository.ts';
import { ConsoleWatch } from './consoleWatch.ts';
import type { Home, Settings } from './home.ts';
import { Notifications, Problems, SideBar } from './parts.ts';
import { QuickInput } from './quickInput.ts';
import { retry, waitUntil } from './retry.ts';

/** Theme, as "Preferences: Color Theme" lists it → the class that the workbench then has. */
const THEME_CLASSES = {
  'Light Modern': 'vs',
  'Dark Modern': 'vs-dark',
  'Dark High Contrast': 'hc-black',
  'Light High Contrast': 'hc-light',
} as const;

export type Theme = keyof typeof THEME_CLASSES;
export const THEMES = Object.keys(THEME_CLASSES) as readonly Theme[];

/** The half of SecretStorage's key that VS Code's server keeps; any 32 bytes that stay the same. */
const SERVER_KEY = Buffer.alloc(32, 7);

const STORAGE = `data/User/workspaceStorage/*/${EXTENSION_ID}`;
const WORKBENCH_TIMEOUT_MS = 60_000;

export class Window {
  readonly page: Page;
  /** The absolute path of the workspace folder. */
  readonly folder: string;
  readonly quickInput: QuickInput;
  readonly sideBar: SideBar;
  readonly notifications: Notifications;
  readonly problems: Problems;
  readonly console: ConsoleWatch;
  readonly #home: Home;
  /** Storage folders of other workspaces, which were there before. */
  readonly #foreign: ReadonlySet<string>;

  private constructor(page: Page, folder: string, home: Home, console: ConsoleWatch, foreign: readonly string[]) {
    this.page = page;
    this.folder = folder;
    this.console = console;
    this.#home = home;
    this.#foreign = new Set(foreign);
    this.quickInput = new QuickInput(page);
    this.sideBar = new SideBar(page);
    this.notifications = new Notifications(page);
    this.problems = new Problems(page, this.quickInput);
  }

  /** Opens a folder. Returns when the workbench is drawn. */
  static async open(context: BrowserContext, origin: string, folder: string, home: Home): Promise<Window> {
    await answerMintKey(context);
    const foreign = await home.find(STORAGE);
    const page = await context.newPage();
    const console = new ConsoleWatch();
    console.watch(page);
    await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
    const window = new Window(page, folder, home, console, foreign);
    await window.#ready();
    return window;
  }

  async #ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: WORKBENCH_TIMEOUT_MS });
    await this.page.locator('.statusbar-item').first().waitFor({ timeout: WORKBENCH_TIMEOUT_MS });
  }

  /**
   * Like closing the editor and opening it again: the extension host is new, storage and secrets stay.
   * By the editor's own command, since a reload of the page cuts off what VS Code is still writing.
   */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.#ready();
  }

  async runCommand(title: string): Promise<void> {
    await this.quickInput.runCommand(title);
  }

  /** Opens a file of the workspace in an editor, by its path in it. */
  async openFile(path: string): Promise<Locator> {
    const editor = this.editor(basename(path));
    // A key or click while the workbench or a webview still loads may be lost.
    await retry(`${path} in an editor`, async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('ControlOrMeta+P');
      await this.quickInput.input.fill(path, { timeout: 2_000 });
      await this.quickInput.row(basename(path)).click({ timeout: 3_000 });
      await editor.waitFor({ timeout: 10_000 });
    });
    return editor;
  }

  /** The text editor that shows a file, found by the file's name. */
  editor(name: string): Locator {
    return this.page
      .locator(`.editor-instance[aria-label*="${name}"], .editor-group-container[aria-label*="${name}"] .editor-instance`)
      .first();
  }

  tab(name: string | RegExp): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name }).first();
  }

  codeLens(text: string | RegExp): Locator {
    return this.page.locator('.monaco-editor .codelens-decoration a').filter({ hasText: text }).first();
  }

  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).first();
  }

  /** A modal dialog of the workbench, such as a warning with buttons. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box').filter({ hasText: text });
  }

  /** The content of the webview that is shown now. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
  }

  /** Trusts the workspace of a restricted window, the way a user does. */
  async trustWorkspace(): Promise<void> {
    await this.page.locator('.part.banner').getByText('Manage').click();
    await this.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).first().click();
    await this.page.locator('.part.banner').waitFor({ state: 'hidden' });
  }

  /** Changes the theme while everything stays open. */
  async setTheme(theme: Theme): Promise<void> {
    // Like the palette, the list lacks what has not been reported yet when it opens.
    await retry(`the theme "${theme}" in the list`, async () => {
      await this.runCommand('Preferences: Color Theme');
      await this.quickInput.type(theme);
      await this.quickInput.row(theme).click({ timeout: 3_000 });
    });
    await this.page.locator(`.monaco-workbench.${THEME_CLASSES[theme]}`).waitFor();
  }

  /** Changes user settings and reloads: VS Code's server does not reliably see a change from outside. */
  async changeSettings(changes: Settings): Promise<void> {
    this.#home.changeSettings(changes);
    await this.reload();
  }

  /** Reads a file of the workspace. */
  async read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8');
  }

  /** Where the extension keeps what belongs to this workspace; waits until it has made the folder. */
  async storageFolder(): Promise<string> {
    const own = await waitUntil(
      "the extension's storage folder",
      async () => (await this.#home.find(STORAGE)).filter((folder) => !this.#foreign.has(folder)),
      (folders) => folders.length === 1,
    );
    return own.join();
  }

  /** Writes `test-results/<name>.png` and returns its path. */
  async screenshot(name: string): Promise<string> {
    await mkdir(TEST_RESULTS, { recursive: true });
    const path = join(TEST_RESULTS, `${name.replaceAll(/[^\w.-]+/g, '-')}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/**
 * VS Code encrypts secrets with a key of which the server holds one half and gives it out at `/mint-key`.
 * The bare server does not answer there, and secrets would not survive a reload.
 */
async function answerMintKey(context: BrowserContext): Promise<void> {
  await context.route('**/mint-key', (route) =>
    route.fulfill({ status: 200, contentType: 'application/octet-stream', body: SERVER_KEY }),
  );
}
