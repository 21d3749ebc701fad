import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { commandIds, suiteGlob } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import { concernsProviders } from '../providers/userProviders.ts';
import { isSuite, loadSuiteFile } from '../suites/suiteLoader.ts';
import { toRange, type ProblemBoard } from './problemBoard.ts';

const typingPauseMs = 200;
const selector: vscode.DocumentSelector = { scheme: 'file', pattern: suiteGlob };

/** What an open suite gets: its problems while it is written, their quick fixes, and a lens to run it. */
export class SuiteLanguage implements Disposable {
  readonly #problems: ProblemBoard;
  readonly #log: RedactedLog;
  readonly #owned = new DisposableStore();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(problems: ProblemBoard, log: RedactedLog) {
    this.#problems = problems;
    this.#log = log;
    const { workspace, languages } = vscode;
    this.#owned.add(workspace.onDidOpenTextDocument((document) => this.#checkSoon(document, 0)));
    this.#owned.add(workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document, typingPauseMs)));
    this.#owned.add(workspace.onDidSaveTextDocument(() => this.#checkAll()));
    this.#owned.add(
      workspace.onDidChangeConfiguration((event) => {
        if (concernsProviders(event)) this.#checkAll();
      }),
    );
    this.#owned.add(
      workspace.onDidCloseTextDocument(({ uri }) => {
        clearTimeout(this.#timers.get(uri.toString()));
        this.#timers.delete(uri.toString());
        if (isSuite(uri)) problems.remove(uri);
      }),
    );
    this.#owned.add(languages.registerCodeActionsProvider(selector, quickFixes(problems), fixKinds));
    this.#owned.add(languages.registerCodeLensProvider(selector, { provideCodeLenses: ({ uri }) => [runLens(uri)] }));
    this.#checkAll();
  }

  /** Whatever was saved may be a dataset of theirs. */
  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#checkSoon(document, 0);
  }

  #checkSoon(document: vscode.TextDocument, delayMs: number): void {
    if (!isSuite(document.uri)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.#check(document), delayMs),
    );
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const { version, uri } = document;
    try {
      const { problems } = await loadSuiteFile(uri);
      if (!document.isClosed && document.version === version) this.#problems.publish(uri, problems);
    } catch (error) {
      this.#log.error(`Checking ${uri.fsPath} failed: ${String(error)}`);
    }
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#owned.dispose();
  }
}

const fixKinds: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

function quickFixes(board: ProblemBoard): vscode.CodeActionProvider {
  return {
    provideCodeActions(document, range, context) {
      return board.fixable(document.uri, range).flatMap(({ fix, range: place, code }) => {
        if (!fix) return [];
        const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
        action.edit = new vscode.WorkspaceEdit();
        action.edit.replace(document.uri, toRange(place), fix.newText);
        action.diagnostics = context.diagnostics.filter((diagnostic) => diagnostic.code === code);
        action.isPreferred = true;
        return [action];
      });
    },
  };
}

function runLens(uri: vscode.Uri): vscode.CodeLens {
  const command = { title: '$(play) Run suite', command: commandIds.runSuite, arguments: [uri] };
  return new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command);
}
