/** `npm run package`: builds for production, packs the .vsix and checks what is in it. What ships is listed in .vscodeignore. */
import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PackageManager, createVSIX, listFiles } from '@vscode/vsce';
import { MANIFEST, REPOSITORY, VSIX } from './repository.ts';

const MAX_BYTES = 4_000_000;

/** Sources, tests, dependencies, source maps and whatever else only this repository needs. */
const UNWANTED = [/^(src|test|webview|examples|node_modules)\//, /\.(ts|tsx|map|log)$/, /(^|\/)\.(?!vscodeignore$)/];

function build(): void {
  const result = spawnSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: REPOSITORY, stdio: 'inherit' });
  if (result.status !== 0) throw new Error('The build failed; its messages are above.');
}

async function pack(): Promise<void> {
  await createVSIX({
    cwd: REPOSITORY,
    packagePath: VSIX,
    // Everything is bundled.
    dependencies: false,
    allowMissingRepository: true,
    // Links in the README stay as they are written; there is no address to lead them to yet.
    rewriteRelativeLinks: false,
  });
}

async function check(): Promise<string> {
  const files = await listFiles({ cwd: REPOSITORY, packageManager: PackageManager.None });
  const unwanted = files.filter((file) => UNWANTED.some((pattern) => pattern.test(file)));
  if (unwanted.length > 0) throw new Error(`These files must not be in the package (see .vscodeignore): ${unwanted.join(', ')}`);
  const main = MANIFEST.main.replace(/^\.\//, '');
  if (!files.includes(main)) throw new Error(`${main}, the extension itself, is not in the package.`);
  const { size } = await stat(VSIX);
  const summary = `${files.length} files, ${(size / 1_000_000).toFixed(2)} MB`;
  if (size >= MAX_BYTES) throw new Error(`The package is too big: ${summary}, the limit is ${MAX_BYTES / 1_000_000} MB.`);
  return summary;
}

try {
  build();
  await pack();
  console.log(`package: ${basename(VSIX)}, ${await check()}`);
} catch (error) {
  console.error(`package: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
