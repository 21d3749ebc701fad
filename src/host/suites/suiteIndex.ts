import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { SuiteSurvey } from '../../core/suite/language/spec.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { setContext } from '../contextKey.ts';
import { contextKeys, suiteGlob } from '../contributions.ts';
import { concernsProviders } from '../providers/userProviders.ts';
import { KeptScan } from './keptScan.ts';
import { isSuite } from './suiteLoader.ts';
import type { SuiteService } from './suiteService.ts';

export interface IndexedSuite extends SuiteSurvey {
  readonly uri: vscode.Uri;
  /** Relative to the workspace; with the folder's name where there are several. */
  readonly path: string;
}

/** Long enough for an editor's save to be over, short enough to feel immediate. */
const settleMs = 250;

/**
 * The suites of the workspace. Scanned when somebody asks, and again when something may have changed; told is what differs.
 * Watchers miss files in folders made a moment ago, so a window that gets the focus looks again.
 */
export class SuiteIndex implements Disposable {
  readonly #suites: SuiteService;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changes.event;
  readonly #scan: KeptScan<readonly IndexedSuite[]>;
  #timer: NodeJS.Timeout | undefined;

  constructor(suites: SuiteService) {
    this.#suites = suites;
    this.#scan = new KeptScan({ scan: () => this.#load(), isSame: areSame, tell: () => this.#changes.fire() });
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(suiteGlob));
    const soon = () => this.#lookSoon();
    this.#owned.add(watcher.onDidCreate(soon));
    this.#owned.add(watcher.onDidChange(soon));
    this.#owned.add(watcher.onDidDelete(soon));
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(soon));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (concernsProviders(event)) soon();
      }),
    );
    this.#owned.add(
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (isSuite(document.uri)) soon();
      }),
    );
    // What it held unsaved is not there any more.
    this.#owned.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (isSuite(uri)) soon();
      }),
    );
    this.#owned.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) soon();
      }),
    );
  }

  /** Files in the workspace, without reading them. */
  async files(): Promise<readonly vscode.Uri[]> {
    const found = await vscode.workspace.findFiles(suiteGlob, '**/node_modules/**');
    return found.filter((uri) => uri.scheme === 'file').sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
  }

  /** In the order of their names. */
  suites(): Promise<readonly IndexedSuite[]> {
    return this.#scan.get();
  }

  /** The suite that a run names, if it is still there. */
  async find(path: string): Promise<vscode.Uri | null> {
    const known = (await this.files()).find((uri) => suitePath(uri) === path);
    if (known || !isAbsolute(path)) return known ?? null;
    const isThere = await stat(path).catch(() => null);
    return isThere && vscode.Uri.file(path);
  }

  /** Reads every suite anew. */
  refresh(): void {
    this.#suites.forgetSurveys();
    this.#scan.forget();
  }

  #lookSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#scan.look(), settleMs);
  }

  async #load(): Promise<readonly IndexedSuite[]> {
    const files = await this.files();
    const surveyed = await Promise.all(
      files.map(async (uri): Promise<IndexedSuite[]> => {
        const survey = await this.#suites.keptSurvey(uri);
        return survey ? [{ uri, path: suitePath(uri), ...survey }] : [];
      }),
    );
    setContext(contextKeys.suitesRead, true);
    return surveyed.flat().sort((a, b) => suiteTitle(a).localeCompare(suiteTitle(b), 'en', { numeric: true }));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#owned.dispose();
  }
}

function areSame(some: readonly IndexedSuite[], others: readonly IndexedSuite[]): boolean {
  return isDeepStrictEqual(some.map(comparable), others.map(comparable));
}

/** What is told of it. The editor keeps in a URI what it has worked out of it: equal ones can differ. */
function comparable({ uri, path, suite, problems, outline }: IndexedSuite): readonly unknown[] {
  return [uri.toString(), path, suite, problems, outline];
}

/** What a suite is called in lists: its name, or its path while it has none. */
export function suiteTitle({ outline, path }: Pick<IndexedSuite, 'outline' | 'path'>): string {
  return outline.name?.text.trim() || path;
}

/** How runs and lists name a suite: relative to the workspace, absolute outside it. */
export function suitePath(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri);
}
