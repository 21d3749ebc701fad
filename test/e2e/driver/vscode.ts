/**
 * A real VS Code with the packaged extension installed, driven in a real browser.
 *
 * One server and one browser for each test file, one window on a fresh workspace for each test:
 *
 * ```ts
 * const vscode = await VsCode.start();
 * after(() => vscode.stop());
 *
 * test('shows the suites of the workspace', vscode.test({ copyOf: 'examples' }, async (window) => {
 *   await window.sideBar.open('LLM Bench');
 *   await window.sideBar.item(/quickstart/).waitFor();
 * }));
 * ```
 *
 * A window has `quickInput`, `sideBar`, `notifications`, `problems`, `webview()`, `codeLens()`, `statusBar()`, … and the
 * Playwright `page` for the rest. Playwright's locators wait by themselves; `waitUntil` waits for what is no locator.
 * After each test: a failure leaves a screenshot and the console in test-results/; an error in the console, a violated
 * Content Security Policy or an uncaught exception fails the test, unless `window.console.expect(…)` announced it.
 *
 * `HEADED=1` shows the browser. See smoke.test.ts for a whole example.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { REPOSITORY, TEST_RESULTS, VSIX } from '../../tools/repository.ts';
import { ensureVsCodeServer } from '../setup.ts';
import { ensureChromium } from './chromium.ts';
import { HOME_PREFIX, Home, type Settings } from './home.ts';
import { type OtherExtension, packExtension } from './packExtension.ts';
import { sweepOrphans } from './processes.ts';
import { Server } from './server.ts';
import { Window } from './window.ts';
import { type WorkspaceContent, createWorkspace } from './workspace.ts';

export interface StartOptions {
  /** The extension to install; the one that `npm run package` built unless named. */
  readonly vsix?: string;
  /** Other extensions to install beside it. */
  readonly beside?: readonly OtherExtension[];
  readonly settings?: Settings;
  /** Environment of the server and with it of the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  readonly serverArgs?: readonly string[];
}

export interface WindowOptions extends WorkspaceContent {
  readonly settings?: Settings;
  /** Opens the workspace in Restricted Mode, as VS Code does with a folder it does not know. */
  readonly restricted?: boolean;
}

type WindowTest = (window: Window, t: TestContext) => Promise<void>;

const BROWSER_ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
];

const PAGE_TIMEOUT_MS = 30_000;

export class VsCode {
  readonly home: Home;
  readonly server: Server;
  readonly browser: Browser;

  private constructor(home: Home, server: Server, browser: Browser) {
    this.home = home;
    this.server = server;
    this.browser = browser;
  }

  static async start({ vsix = VSIX, beside = [], settings, env, serverArgs }: StartOptions = {}): Promise<VsCode> {
    if (!existsSync(vsix)) throw new Error(`${vsix} does not exist. Make it with "npm run package".`);
    await sweepOrphans(HOME_PREFIX);
    const root = await ensureVsCodeServer();
    const executablePath = ensureChromium();
    const home = new Home(settings);
    Server.install(root, home, vsix);
    for (const other of beside) Server.install(root, home, await packExtension(other, home.temp));
    const server = await Server.start(root, home, serverArgs, env);
    try {
      const headless = process.env['HEADED'] === undefined;
      return new VsCode(home, server, await chromium.launch({ executablePath, headless, args: BROWSER_ARGS }));
    } catch (error) {
      await server.stop();
      home.remove();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    this.home.remove();
  }

  async newContext(): Promise<BrowserContext> {
    const context = await this.browser.newContext({ viewport: { width: 1400, height: 900 }, locale: 'en-US' });
    context.setDefaultTimeout(PAGE_TIMEOUT_MS);
    // The editor must work without the internet, and a test must not reach for it.
    await context.route(
      (url) => url.protocol.startsWith('http') && !isLoopback(url.hostname),
      (route) => route.abort('internetdisconnected'),
    );
    return context;
  }

  /** A window on a folder that is there, for a second window or context. Most tests want `test()` instead. */
  async open(
    folder: string,
    { settings, restricted = false }: Omit<WindowOptions, keyof WorkspaceContent> = {},
  ): Promise<Window> {
    this.home.resetSettings({ 'security.workspace.trust.enabled': restricted, ...settings });
    return Window.open(await this.newContext(), this.server.origin, folder, this.home);
  }

  /** The function of a `node:test` test that gets a window on a fresh workspace of its own. */
  test(options: WindowOptions, body: WindowTest): (t: TestContext) => Promise<void> {
    return async (t) => {
      const window = await this.open(await createWorkspace(this.home, options), options);
      try {
        await body(window, t);
        assertQuiet(window);
      } catch (error) {
        await keepEvidence(window, t);
        throw error;
      } finally {
        await window.close();
      }
    };
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname.endsWith('.localhost');
}

function assertQuiet(window: Window): void {
  const { complaints } = window.console;
  if (complaints.length === 0) return;
  const list = complaints.map(({ kind, text, source }) => `${kind}: ${text}${source === '' ? '' : ` (${source})`}`);
  throw new Error(`The window's console was not quiet:\n${list.join('\n')}`);
}

async function keepEvidence(window: Window, t: TestContext): Promise<void> {
  const name = t.fullName.replaceAll(/[^\w.-]+/g, '-').slice(0, 100);
  await mkdir(TEST_RESULTS, { recursive: true });
  await writeFile(join(TEST_RESULTS, `${name}.console.log`), window.console.log.join('\n'));
  const path = await window.screenshot(name).catch(() => null);
  if (path !== null) t.diagnostic(`Screenshot: ${path.slice(REPOSITORY.length + 1)}`);
}
