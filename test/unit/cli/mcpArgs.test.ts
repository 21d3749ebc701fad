import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readArgs } from '../../../src/core/cli/args.ts';

test('mcp serves this folder, and keeps results in the folder that it serves', () => {
  assert.deepEqual(readArgs(['mcp']), { command: 'mcp', root: '.', store: '.llm-bench', allowKeys: {} });
  assert.deepEqual(readArgs(['mcp', '--root', 'suites']), {
    command: 'mcp',
    root: 'suites',
    store: join('suites', '.llm-bench'),
    allowKeys: {},
  });
  assert.deepEqual(readArgs(['mcp', '--root', 'suites', '--store', 'kept']), {
    command: 'mcp',
    root: 'suites',
    store: 'kept',
    allowKeys: {},
  });
});

test('mcp takes no suite: --root says which folder', () => {
  assert.throws(() => readArgs(['mcp', 'a.bench.yaml']), /mcp takes no "a\.bench\.yaml"\. For another folder: --root DIR/);
});
