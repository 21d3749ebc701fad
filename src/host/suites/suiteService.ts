import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Asking, SuiteThread } from '../../core/suite/language/connect.ts';
import { fileStamp } from '../../core/diskReader.ts';
import type { LanguageCalls } from '../../core/suite/language/serve.ts';
import type {
  KnownModels,
  OpenSuite,
  Renamable,
  SuiteCompletion,
  SuiteDocument,
  SuiteEdit,
  SuiteHover,
  SuitePlace,
  SuiteSurvey,
  SuiteSymbol,
} from '../../core/suite/language/spec.ts';
import type { LoadedSuite } from '../../core/suite/loadSuite.ts';
import type { Disposable } from '../../shared/base/disposable.ts';
import type { TextPosition, TextRange } from '../../shared/model/problem.ts';
import type { RedactedLog } from '../log.ts';
import { userProviders } from '../providers/userProviders.ts';
import { KeptSurveys, type SuiteState } from './keptSurveys.ts';
import { sameUri } from './suiteLoader.ts';

type Token = vscode.CancellationToken;

/**
 * Suites as the user sees them: what an editor holds unsaved stands in place of the file. They are read in a thread that begins
 * with the first question. Where it cannot be had, questions about an open suite are answered by nothing.
 */
export class SuiteService implements Disposable {
  readonly #script: URL;
  readonly #log: RedactedLog;
  readonly #kept = new KeptSurveys({ survey: (state) => this.#survey(state, {}), stampOf: fileStamp });
  #thread: Promise<SuiteThread> | undefined;
  #isDisposed = false;

  constructor(extensionUri: vscode.Uri, log: RedactedLog) {
    this.#script = new URL(vscode.Uri.joinPath(extensionUri, 'dist', 'suite.worker.js').toString(true));
    this.#log = log;
  }

  /**
   * The whole suite, to act by it.
   * @param moreRows rows of sampled datasets to take beyond their samples
   */
  async load(uri: vscode.Uri, moreRows = 0): Promise<LoadedSuite> {
    const thread = await this.#running();
    return thread.load(
      documentOf(uri, (document) => document.isDirty),
      userProviders(),
      moreRows,
    );
  }

  /** What there is to say of a suite; `null` where it was not wanted any more. Never rejects. */
  survey(uri: vscode.Uri, asking: Asking = {}): Promise<SuiteSurvey | null> {
    return this.#checked(uri, this.#survey(stateOf(uri), asking));
  }

  /** The same for lists, which look at all suites again and again: read anew only where something may have changed. */
  keptSurvey(uri: vscode.Uri): Promise<SuiteSurvey | null> {
    return this.#checked(uri, this.#kept.of(stateOf(uri)));
  }

  /** The next lists are made of suites that are read anew. */
  forgetSurveys(): void {
    this.#kept.clear();
  }

  async #checked(uri: vscode.Uri, survey: Promise<SuiteSurvey | null>): Promise<SuiteSurvey | null> {
    try {
      return await survey;
    } catch (error) {
      this.#log.error(`Checking ${uri.fsPath} failed: ${String(error)}`);
      return unchecked();
    }
  }

  async #survey({ document, user }: SuiteState, asking: Asking): Promise<SuiteSurvey | null> {
    const thread = await this.#running();
    return thread.survey(document, user, asking);
  }

  complete(
    document: vscode.TextDocument,
    at: TextPosition,
    known: KnownModels,
    token: Token,
  ): Promise<readonly SuiteCompletion[]> {
    return this.#ask(document, token, [], (calls, open) => calls.complete(open, at, known));
  }

  hover(document: vscode.TextDocument, at: TextPosition, known: KnownModels, token: Token): Promise<SuiteHover | null> {
    return this.#ask(document, token, null, (calls, open) => calls.hover(open, at, known));
  }

  symbols(document: vscode.TextDocument, token: Token): Promise<readonly SuiteSymbol[]> {
    return this.#ask(document, token, [], (calls, open) => calls.symbols(open));
  }

  definition(document: vscode.TextDocument, at: TextPosition, token: Token): Promise<readonly SuitePlace[]> {
    return this.#ask(document, token, [], (calls, open) => calls.definition(open, at));
  }

  references(document: vscode.TextDocument, at: TextPosition, token: Token): Promise<readonly TextRange[]> {
    return this.#ask(document, token, [], (calls, open) => calls.references(open, at));
  }

  prepareRename(
    document: vscode.TextDocument,
    at: TextPosition,
    token: Token,
  ): Promise<Renamable | { readonly refusal: string } | null> {
    return this.#ask(document, token, null, (calls, open) => calls.prepareRename(open, at));
  }

  rename(
    document: vscode.TextDocument,
    at: TextPosition,
    name: string,
    token: Token,
  ): Promise<readonly SuiteEdit[] | { readonly refusal: string }> {
    return this.#ask<Awaited<ReturnType<LanguageCalls['rename']>>>(document, token, [], (calls, open) =>
      calls.rename(open, at, name),
    );
  }

  /** The text is taken at once: the place that is asked about is one of it. */
  async #ask<Answer>(
    document: vscode.TextDocument,
    token: Token,
    nothing: Answer,
    question: (calls: LanguageCalls, open: OpenSuite) => Promise<Answer>,
  ): Promise<Answer> {
    const { uri } = document;
    const open: OpenSuite = { path: uri.fsPath, root: suiteRoot(uri), text: document.getText() };
    try {
      const thread = await this.#running();
      const answer = await thread.ask(
        (calls) => question(calls, open),
        () => !token.isCancellationRequested,
      );
      return answer ?? nothing;
    } catch (error) {
      this.#log.error(`Reading ${uri.fsPath} failed: ${String(error)}`);
      return nothing;
    }
  }

  #running(): Promise<SuiteThread> {
    return (this.#thread ??= this.#begin());
  }

  async #begin(): Promise<SuiteThread> {
    const { SuiteThread } = await import('../../core/suite/language/connect.ts');
    const thread = new SuiteThread(this.#script);
    if (this.#isDisposed) thread.close();
    return thread;
  }

  dispose(): void {
    this.#isDisposed = true;
    void this.#thread?.then(
      (thread) => thread.close(),
      () => undefined,
    );
  }
}

/** Open ones are asked about again and again: their text is what the thread knows them by. */
function stateOf(uri: vscode.Uri): SuiteState {
  return { document: documentOf(uri, () => true), user: userProviders() };
}

function documentOf(uri: vscode.Uri, isTaken: (document: vscode.TextDocument) => boolean): SuiteDocument {
  const open = vscode.workspace.textDocuments.find((document) => isTaken(document) && sameUri(document.uri, uri));
  return { path: uri.fsPath, root: suiteRoot(uri), text: open?.getText() ?? null };
}

/** The folder that a suite's datasets may not leave. A suite outside the workspace keeps them beside itself. */
function suiteRoot(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath);
}

function unchecked(): SuiteSurvey {
  const start = { line: 0, character: 0 };
  const message = vscode.l10n.t('This suite could not be checked. Why, “LLM Bench: Show Log” tells.');
  return {
    suite: null,
    problems: [{ severity: 'error', code: 'unchecked', message, range: { start, end: start } }],
    outline: { name: null, models: [], prompts: [], cases: [], datasets: [] },
    files: [],
  };
}
