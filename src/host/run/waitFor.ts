import * as vscode from 'vscode';

/** True when `before` has settled; false when the user did not want to wait, or the signal fires. */
export async function waitFor(before: Promise<unknown>, title: string, signal: AbortSignal): Promise<boolean> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_, token) =>
      new Promise<boolean>((resolve) => {
        const giveUp = () => resolve(false);
        token.onCancellationRequested(giveUp);
        signal.addEventListener('abort', giveUp, { once: true });
        if (signal.aborted) giveUp();
        void before.then(() => {
          signal.removeEventListener('abort', giveUp);
          resolve(true);
        });
      }),
  );
}
