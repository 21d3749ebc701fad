import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { diskReader } from '../../core/diskReader.ts';
import type { LoadedSuite } from '../../core/suite/loadSuite.ts';
import { userProviders } from '../providers/userProviders.ts';

/**
 * Reads a suite as the user sees it: what an editor holds unsaved stands in place of the file. The parser is loaded on first use.
 * @param moreRows rows of sampled datasets to take beyond their samples
 */
export async function loadSuiteFile(uri: vscode.Uri, moreRows = 0): Promise<LoadedSuite> {
  const [{ loadSuite }, { suiteOptionsFor }] = await Promise.all([
    import('../../core/suite/loadSuite.ts'),
    import('../../core/suiteOptions.ts'),
  ]);
  const unsaved = vscode.workspace.textDocuments.find((document) => document.isDirty && sameUri(document.uri, uri));
  return loadSuite(uri.fsPath, suiteRoot(uri), diskReader, suiteOptionsFor(userProviders()), unsaved?.getText(), moreRows);
}

/** The folder that a suite's datasets may not leave. A suite outside the workspace keeps them beside itself. */
function suiteRoot(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath);
}

export function isSuite(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && /\.bench\.(?:ya?ml|json)$/i.test(uri.path);
}

export function sameUri(a: vscode.Uri, b: vscode.Uri): boolean {
  return a.toString() === b.toString();
}
