import * as vscode from 'vscode';
import type { RunId } from '../../shared/model/ids.ts';
import { NotRun } from '../run/notRun.ts';
import { isSuite } from '../suites/suiteLoader.ts';

/** The suite that a command was called on: from a menu, a lens or a row of the Suites view. */
export function suiteOf(argument: unknown): vscode.Uri | null {
  if (argument instanceof vscode.Uri) return argument;
  const suite = property(argument, 'suite');
  const uri = property(suite, 'uri');
  return uri instanceof vscode.Uri ? uri : null;
}

/** The suite in the active editor. */
export function activeSuite(): vscode.Uri | null {
  const uri = activeUri();
  return uri && isSuite(uri) ? uri : null;
}

/** As `suiteOf`, else the one in the active editor. */
export function suiteOrActive(argument: unknown): vscode.Uri {
  const uri = suiteOf(argument) ?? activeSuite();
  if (uri) return uri;
  throw new NotRun('impossible', vscode.l10n.t('Open a suite first: a file whose name ends in .bench.yaml or .bench.json.'));
}

/** What the active editor shows. Its tab is known to a host that has just started before its text is. */
export function activeUri(): vscode.Uri | null {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const tab = input instanceof vscode.TabInputText ? input.uri : null;
  return vscode.window.activeTextEditor?.document.uri ?? tab;
}

/** The run that a command was called on: its id, or a row of the Runs view. */
export function runOf(argument: unknown): RunId | null {
  const id = typeof argument === 'string' ? argument : property(argument, 'runId');
  return typeof id === 'string' && id !== '' ? (id as RunId) : null;
}

/** The server that a command was called on: a row of the Models view. */
export function providerOf(argument: unknown): { readonly origin: string; readonly id: string } | null {
  const origin = property(argument, 'origin');
  const id = property(argument, 'id');
  return typeof origin === 'string' && typeof id === 'string' ? { origin, id } : null;
}

/** The provider that a command was called on: by its id alone, or a row of the Models view. */
export function idOf(argument: unknown): { readonly id: unknown; readonly origin: unknown } {
  return { id: property(argument, 'id'), origin: property(argument, 'origin') };
}

/** The model that a command was called on: a row of the Models view. */
export function refOf(argument: unknown): string | null {
  const ref = property(argument, 'ref');
  return typeof ref === 'string' && /^[^/\s]+\/\S+$/.test(ref) ? ref : null;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
