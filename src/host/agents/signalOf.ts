import type * as vscode from 'vscode';

interface TokenSignal {
  readonly signal: AbortSignal;
  /** No longer listens to the token. */
  readonly dispose: () => void;
}

/** A token of the editor as core knows it. */
export function signalOf(token: vscode.CancellationToken): TokenSignal {
  const controller = new AbortController();
  const subscription = token.onCancellationRequested(() => controller.abort());
  if (token.isCancellationRequested) controller.abort();
  return { signal: controller.signal, dispose: () => void subscription.dispose() };
}
