import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { diskFiles, makeFolder, type StoreFiles } from '../../../src/core/store/files.ts';
import { systemError } from './faults.ts';

async function newFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'llm-bench-files-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('a folder of the store', () => {
  it('is made with all that is missing above it, by several at once, and stays as it is where it is there', async (context) => {
    const path = join(await newFolder(context), 'a', 'b', 'c');
    await Promise.all([1, 2, 3].map(() => makeFolder(diskFiles, path)));
    await makeFolder(diskFiles, path);
    assert.ok((await stat(path)).isDirectory());
  });

  it('is refused with the reason where the place takes no folders, instead of being tried for ever', async (context) => {
    const folder = await newFolder(context);
    // As in /proc; Node's own recursive mkdir does not end there.
    const files = {
      ...diskFiles,
      mkdir: async (_: string, options?: unknown) => {
        assert.equal(options, undefined, 'asked for all folders at once');
        throw systemError('ENOENT');
      },
    } as unknown as StoreFiles;
    await assert.rejects(makeFolder(files, join(folder, 'x', 'runs')), { code: 'ENOENT' });
  });

  it('is refused where a file has its name, or the name of one above it', async (context) => {
    const file = join(await newFolder(context), 'file');
    await writeFile(file, '');
    await assert.rejects(makeFolder(diskFiles, file), { code: 'EEXIST' });
    await assert.rejects(makeFolder(diskFiles, join(file, 'runs')));
  });
});
