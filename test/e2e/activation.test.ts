/** What only the extension host can tell: see inhost/activation.ts. Each of its tests is reported as one here. */
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { runInHost } from './driver/inHost.ts';

test('in the extension host', async (t) => {
  const entry = fileURLToPath(new URL('inhost/activation.ts', import.meta.url));
  // No suite in the workspace: nothing but the tests activates the extension.
  const results = await runInHost({ entry, files: { 'README.md': 'An empty workspace.' } });
  for (const { name, error, notes } of results) {
    await t.test(name, (t) => {
      for (const note of notes) t.diagnostic(note);
      if (error !== null) throw new Error(error);
    });
  }
});
