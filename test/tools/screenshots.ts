/** Takes the README's pictures of the packaged extension in a real VS Code: node test/tools/screenshots.ts */
import { join } from 'node:path';
import { VsCode } from '../e2e/driver/vscode.ts';
import type { Window } from '../e2e/driver/window.ts';
import { createWorkspace } from '../e2e/driver/workspace.ts';
import { REPOSITORY } from './repository.ts';

async function take(window: Window, name: string): Promise<void> {
  await window.notifications.clear();
  await window.page.mouse.move(0, 0);
  await window.page.screenshot({ path: join(REPOSITORY, 'media', `${name}.png`), caret: 'hide' });
}

const vscode = await VsCode.start();
try {
  const window = await vscode.open(await createWorkspace(vscode.home, { copyOf: 'examples' }));
  await window.page.setViewportSize({ width: 1440, height: 1000 });
  await window.setTheme('Dark Modern');
  await window.openFile('quickstart.bench.yaml');
  await window.sideBar.open('LLM Bench');
  await window.runCommand('LLM Bench: Run Suite');
  const panel = window.webview();
  await panel
    .getByText(/^[1-9]\d\d of /)
    .first()
    .waitFor();
  await take(window, 'live');
  await panel
    .getByText(/^Finished/)
    .first()
    .waitFor({ timeout: 180_000 });
  await window.notifications.find('as good as');
  await window.sideBar.view('Runs').getByText('just now').waitFor();
  await take(window, 'comparison');
  // The last results stand at the cases that they are of.
  await window.openFile('quickstart.bench.yaml');
  await window.page.locator('.monaco-editor .codelens-decoration').getByText('%').first().waitFor();
  await take(window, 'editor');
  await window.close();
} finally {
  await vscode.stop();
}
