import * as vscode from 'vscode';

/** Shows that boards are being asked; `null` where the user did not want to wait. */
export async function withProgress<T>(title: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_, token) => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort());
      try {
        return await ask(cancelled.signal);
      } catch (error) {
        if (cancelled.signal.aborted) return null;
        throw error;
      }
    },
  );
}
