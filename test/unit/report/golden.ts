import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../../golden/', import.meta.url);

/** Holds a text against its file in test/golden; `UPDATE_GOLDEN=1` writes the file instead, to be reviewed in the diff. */
export function assertGolden(name: string, actual: string): void {
  const file = new URL(name, folder);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, actual);
    return;
  }
  assert.equal(actual, readFileSync(file, 'utf8'), `${name} differs from test/golden; set UPDATE_GOLDEN=1 if that is wanted`);
}
