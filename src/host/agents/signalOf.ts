import type * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable.ts';

/** A token of the editor as core knows it. */
export function signalOf(token: vscode.CancellationToken): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const subscription = token.onCancellationRequested(() => controller.abort());
  if (token.isCancellationRequested) controller.abort();
  return { signal: controller.signal, dispose: () => void subscription.dispose() };
}
