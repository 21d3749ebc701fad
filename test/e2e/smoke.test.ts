/** The packaged extension comes up in a real VS Code. Also the example to start from: see driver/vscode.ts. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MANIFEST } from '../tools/repository.ts';
import { VsCode } from './driver/vscode.ts';
import { THEMES } from './driver/window.ts';

const vscode = await VsCode.start();
after(() => vscode.stop());

const containers = MANIFEST.contributes.viewsContainers.activitybar;

test(
  'every view is in the side bar, and nothing complains in any theme',
  vscode.test({ copyOf: 'examples' }, async (window) => {
    assert.ok(containers.length > 0);
    for (const { id, title } of containers) {
      await window.sideBar.open(title);
      const always = MANIFEST.contributes.views[id]?.filter(({ when }) => when === undefined) ?? [];
      for (const { name } of always) await window.sideBar.view(name).waitFor();
    }
    for (const theme of THEMES) await window.setTheme(theme);
  }),
);

test(
  'the views are there in Restricted Mode, too',
  vscode.test({ copyOf: 'examples', restricted: true }, async (window) => {
    await window.page.locator('.part.banner').getByText('Restricted Mode').waitFor();
    for (const { title } of containers) await window.sideBar.open(title);
  }),
);
