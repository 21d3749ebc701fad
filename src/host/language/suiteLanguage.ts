import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { suiteGlob } from '../contributions.ts';
import { concernsProviders } from '../providers/userProviders.ts';
import { isSuite } from '../suites/suiteLoader.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import { toRange, type ProblemBoard } from './problemBoard.ts';

const typingPauseMs = 200;
const selector: vscode.DocumentSelector = { scheme: 'file', pattern: suiteGlob };

/** What an open suite gets: its problems while it is written, and their quick fixes. */
export class SuiteLanguage implements Disposable {
  readonly #suites: SuiteService;
  readonly #problems: ProblemBoard;
  readonly #owned = new DisposableStore();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Version of each document that its problems are of. */
  readonly #checked = new Map<string, number>();

  constructor(suites: SuiteService, problems: ProblemBoard) {
    this.#suites = suites;
    this.#problems = problems;
    const { workspace, languages, window } = vscode;
    this.#owned.add(workspace.onDidOpenTextDocument((document) => this.#checkSoon(document, 0)));
    this.#owned.add(workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document, typingPauseMs)));
    this.#owned.add(workspace.onDidSaveTextDocument(() => this.#checkAll()));
    // Datasets are often written by other programs.
    this.#owned.add(
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#checkAll();
      }),
    );
    this.#owned.add(
      workspace.onDidChangeConfiguration((event) => {
        if (concernsProviders(event)) this.#checkAll();
      }),
    );
    this.#owned.add(
      workspace.onDidCloseTextDocument(({ uri }) => {
        clearTimeout(this.#timers.get(uri.toString()));
        this.#timers.delete(uri.toString());
        this.#checked.delete(uri.toString());
        if (isSuite(uri)) problems.remove(uri);
      }),
    );
    this.#owned.add(
      languages.registerCodeActionsProvider(
        selector,
        quickFixes(problems, (document) => this.#isChecked(document)),
        fixKinds,
      ),
    );
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
    const isWanted = () => !document.isClosed && document.version === version;
    const survey = await this.#suites.survey(uri, { isUrgent: true, isWanted });
    if (!survey || !isWanted()) return;
    this.#checked.set(uri.toString(), version);
    this.#problems.publish(uri, survey.problems);
  }

  #isChecked({ uri, version }: vscode.TextDocument): boolean {
    return this.#checked.get(uri.toString()) === version;
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#owned.dispose();
  }
}

const fixKinds: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

/** None while the text is ahead of its problems: they would be mended in the wrong place. */
function quickFixes(board: ProblemBoard, isChecked: (document: vscode.TextDocument) => boolean): vscode.CodeActionProvider {
  return {
    provideCodeActions(document, range, context) {
      if (!isChecked(document)) return [];
      return board.fixable(document.uri, range).flatMap(({ fix, range: place, code }) => {
        if (!fix) return [];
        const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
        action.edit = new vscode.WorkspaceEdit();
        action.edit.replace(document.uri, toRange(fix.range ?? place), fix.newText);
        action.diagnostics = context.diagnostics.filter((diagnostic) => diagnostic.code === code);
        action.isPreferred = true;
        return [action];
      });
    },
  };
}
