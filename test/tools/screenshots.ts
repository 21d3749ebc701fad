/** Takes the README's picture from the packaged extension in a real VS Code: node test/tools/screenshots.ts */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { VsCode } from '../e2e/driver/vscode.ts';
import { createWorkspace } from '../e2e/driver/workspace.ts';
import { REPOSITORY } from './repository.ts';

const vscode = await VsCode.start();
try {
  const window = await vscode.open(await createWorkspace(vscode.home, { copyOf: 'examples' }));
  await window.page.setViewportSize({ width: 1440, height: 1000 });
  await window.setTheme('Dark Modern');
  await window.openFile('quickstart.bench.yaml');
  await window.sideBar.open('LLM Bench');
  await window.runCommand('LLM Bench: Run Suite');
  await window
    .webview()
    .getByText(/^Finished/)
    .waitFor({ timeout: 90_000 });
  await window.notifications.find('as good as');
  await window.notifications.clear();
  await window.sideBar.view('Runs').getByText('just now').waitFor();
  await window.page.mouse.move(0, 0);
  await mkdir(join(REPOSITORY, 'media'), { recursive: true });
  await window.page.screenshot({ path: join(REPOSITORY, 'media', 'comparison.png') });
  await window.close();
} finally {
  await vscode.stop();
}
