/** Collects what a window's pages and webviews complain about; a test that leaves anything unexplained fails. */
import type { ConsoleMessage, Page } from 'playwright-core';

/** Complaints of VS Code itself in this set-up, each with its reason. Nothing of the extension's belongs here. */
const NOISE: readonly RegExp[] = [
  // There is no way to the extension gallery (nor to anything else outside), and none is wanted.
  /open-vsx\.org/,
  /net::ERR_INTERNET_DISCONNECTED/,
  // code-server's entry, which is not used, would answer these: its icons, its service worker, its question for updates.
  /\/_static\/|\/update\/check/,
  /A bad HTTP response code \(404\) was received when fetching the script\.$/,
  // Granting trust registers VS Code's own extensions once more.
  /Extension `vscode\.[\w-]+` is already registered/,
  // The editor's host counts down to a moment that has just passed. No timer of the extension can be negative.
  /TimeoutNegativeWarning/,
  // A page was closed while its files were read. One that is not there is a 404 besides, which counts.
  /Webview\.loadLocalResource - Error using fileReader/,
  // A page was replaced while it loaded: the editor's own script looks for a frame that is gone.
  /Found unexpected null[^]*hookupOnLoadHandlers/,
  // VS Code's own language servers (HTML of a report that is shown) were still starting when the window was closed.
  /Pending response rejected since connection got disposed/,
  // Microsoft's signing module is not part of the open server.
  /\/vsda\//,
];

/** VS Code repeats its own log in the console. What it says there of the extension counts, the rest is its own affair. */
const WORKBENCH_LOG = /^%c\s*ERR\b/;
const OURS = /llm-?bench/i;

export interface Complaint {
  readonly kind: 'error' | 'csp' | 'exception';
  readonly text: string;
  /** Where the message came from: a script's address, empty when unknown. */
  readonly source: string;
}

export class ConsoleWatch {
  readonly #complaints: Complaint[] = [];
  readonly #expected: RegExp[] = [];
  readonly #log: string[] = [];

  watch(page: Page): void {
    page.on('console', (message) => this.#take(message));
    page.on('pageerror', (error) => this.#add({ kind: 'exception', text: error.stack ?? error.message, source: '' }));
  }

  /** Declares a complaint that this test provokes on purpose. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  get complaints(): readonly Complaint[] {
    return this.#complaints.filter(({ text }) => !this.#expected.some((pattern) => pattern.test(text)));
  }

  /** Everything that was written to the console, for the report of a failure. */
  get log(): readonly string[] {
    return this.#log;
  }

  #take(message: ConsoleMessage): void {
    const text = message.text();
    this.#log.push(`[${message.type()}] ${text}`);
    if (message.type() !== 'error') return;
    const kind = /Content Security Policy/i.test(text) ? 'csp' : 'error';
    this.#add({ kind, text, source: message.location().url });
  }

  #add(complaint: Complaint): void {
    if (!isNoise(complaint)) this.#complaints.push(complaint);
  }
}

function isNoise({ text, source }: Complaint): boolean {
  if (WORKBENCH_LOG.test(text) && !OURS.test(text)) return true;
  return NOISE.some((pattern) => pattern.test(text) || pattern.test(source));
}
