import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable.ts';
import { formatPlural } from '../../shared/format.ts';
import type { Problem, TextRange } from '../../shared/model/problem.ts';
import { plainMessage, plainName } from '../plainMessage.ts';

const source = 'LLM Bench';

/** The problems of suites in the Problems panel. A dataset's problems stand at the dataset, whichever suites found them. */
export class ProblemBoard implements Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('llmBench');
  /** Suite → file → what it found there. */
  readonly #found = new Map<string, ReadonlyMap<string, readonly Problem[]>>();

  publish(suite: vscode.Uri, problems: readonly Problem[]): void {
    const key = suite.toString();
    const before = this.#found.get(key);
    const now = byFile(suite, problems);
    this.#found.set(key, now);
    for (const file of new Set([...(before?.keys() ?? []), ...now.keys()])) this.#show(file);
  }

  remove(suite: vscode.Uri): void {
    this.publish(suite, []);
    this.#found.delete(suite.toString());
  }

  /** The problems of a suite at a place in its own file that have an obvious repair. */
  fixable(suite: vscode.Uri, range: vscode.Range): readonly Problem[] {
    const key = suite.toString();
    const own = this.#found.get(key)?.get(key) ?? [];
    return own.filter((problem) => problem.fix !== undefined && toRange(problem.range).intersection(range) !== undefined);
  }

  /** Says that a suite cannot run and leads to the first error. */
  async tellErrors(suite: vscode.Uri, problems: readonly Problem[]): Promise<void> {
    const errors = problems.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    if (!first) return;
    const file = vscode.workspace.asRelativePath(suite);
    const message = vscode.l10n.t(
      '{0} has {1}, so nothing was run. {2}',
      plainName(file),
      formatPlural(errors.length, 'error'),
      plainMessage(first.message),
    );
    const show = vscode.l10n.t('Show Problems');
    if ((await vscode.window.showWarningMessage(message, show)) !== show) return;
    const uri = first.file === undefined ? suite : fileUri(suite, first.file);
    await vscode.window.showTextDocument(uri, { selection: toRange(first.range) });
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }

  #show(file: string): void {
    const problems = [...this.#found.values()].flatMap((files) => files.get(file) ?? []);
    this.#collection.set(vscode.Uri.parse(file), problems.map(toDiagnostic));
  }

  dispose(): void {
    this.#collection.dispose();
  }
}

function byFile(suite: vscode.Uri, problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  return Map.groupBy(problems, ({ file }) => (file === undefined ? suite : fileUri(suite, file)).toString());
}

function fileUri(suite: vscode.Uri, file: string): vscode.Uri {
  return vscode.Uri.file(resolve(dirname(suite.fsPath), file));
}

function toDiagnostic(problem: Problem): vscode.Diagnostic {
  const severity = problem.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(toRange(problem.range), problem.message, severity);
  diagnostic.source = source;
  diagnostic.code = problem.code;
  return diagnostic;
}

export function toRange({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
