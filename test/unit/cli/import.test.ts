import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readArgs, type ImportArgs } from '../../../src/core/cli/args.ts';
import { importCommand } from '../../../src/core/cli/import.ts';
import type { CliContext } from '../../../src/core/cli/run.ts';
import { noUserProviders } from '../../../src/core/ports.ts';
import { suiteOptionsFor } from '../../../src/core/suiteOptions.ts';

test('an import overwrites a file only where that is asked for', async (context) => {
  const cwd = await mkdtemp(join(tmpdir(), 'llm-bench-import-'));
  context.after(() => rm(cwd, { recursive: true, force: true }));
  await writeFile(join(cwd, 'q.csv'), 'question,answer\n1+1?,2\n');
  await writeFile(join(cwd, 'mine.bench.yaml'), 'mine');
  const stdout = { isTTY: false, columns: 80, write: () => undefined };
  const cli = { cwd, stdout, suiteOptions: suiteOptionsFor(noUserProviders) } as unknown as CliContext;
  const make = (...options: string[]) =>
    importCommand(readArgs(['import', 'q.csv', '--out', 'mine.bench.yaml', ...options]) as ImportArgs, cli);
  await assert.rejects(make(), { name: 'UsageError', message: /mine\.bench\.yaml is there already: .*--out.*--force\.$/ });
  assert.equal(await readFile(join(cwd, 'mine.bench.yaml'), 'utf8'), 'mine');
  assert.equal(await make('--force'), 0);
  assert.match(await readFile(join(cwd, 'mine.bench.yaml'), 'utf8'), /q\.csv/);
});
