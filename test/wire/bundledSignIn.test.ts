import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { build } from 'esbuild';
import type { createSignIns } from '../../src/core/providers/signIn.ts';
import { awsMachine } from '../servers/awsMachine.ts';
import { googleMachine } from '../servers/googleMachine.ts';

test('the clouds can be signed in to from a bundle too, whose modules are not those of Node', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'bundled-sign-in-'));
  context.after(() => rm(folder, { recursive: true }));
  await build({
    entryPoints: [join(import.meta.dirname, '../../src/core/providers/signIn.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    splitting: true,
    mainFields: ['module', 'main'],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    logLevel: 'silent',
  });
  const { asked } = await googleMachine(context, 3600);
  const { identity } = await awsMachine(context);
  const bundle = (await import(pathToFileURL(join(folder, 'signIn.mjs')).href)) as { createSignIns: typeof createSignIns };
  const signIns = bundle.createSignIns();
  assert.equal(await signIns.google(), 'token-1');
  assert.equal(asked.length, 1);
  assert.deepEqual(await signIns.aws('us-east-1'), identity);
});
