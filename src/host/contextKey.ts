import * as vscode from 'vscode';
import type { contextKeys } from './contributions.ts';

/** Sets what `when` clauses in package.json look at. */
export function setContext(key: (typeof contextKeys)[keyof typeof contextKeys], value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
