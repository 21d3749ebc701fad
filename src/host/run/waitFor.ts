import * as vscode from 'vscode';

/** True when `before` has settled; false when the user did not want to wait. */
export async function waitFor(before: Promise<unknown>, title: string): Promise<boolean> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_, token) =>
      new Promise<boolean>((resolve) => {
        token.onCancellationRequested(() => resolve(false));
        void before.then(() => resolve(true));
      }),
  );
}
