import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { test } from 'node:test';
import { suitePathIn } from '../../../src/core/suitePathIn.ts';

test('a suite is stored under the same path on every system', () => {
  assert.equal(suitePathIn('C:\\work', 'C:\\work\\suites\\a.bench.yaml', win32), 'suites/a.bench.yaml');
  assert.equal(suitePathIn('C:\\work', 'C:\\other\\a.bench.yaml', win32), '../other/a.bench.yaml');
  assert.equal(suitePathIn('/projects', '/projects/suites/a.bench.yaml', posix), 'suites/a.bench.yaml');
  assert.equal(suitePathIn('/projects', '/projects/odd\\name.bench.yaml', posix), 'odd\\name.bench.yaml');
});
