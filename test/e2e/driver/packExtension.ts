/** Packs another extension, for tests of what the extension does beside it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';
import { MANIFEST } from '../../tools/repository.ts';

export interface OtherExtension {
  /** The TypeScript file that exports `activate`. */
  readonly entry: string;
  readonly contributes: object;
  /** Beside those that VS Code derives from what is contributed. */
  readonly activationEvents?: readonly string[];
}

/** Bundles and packs it; the path of the `.vsix`, which lies in `folder`. */
export async function packExtension(other: OtherExtension, folder: string): Promise<string> {
  const { entry, contributes, activationEvents = [] } = other;
  const name = basename(entry, '.ts').toLowerCase();
  const source = join(folder, name);
  await mkdir(source);
  await build({
    entryPoints: [entry],
    outfile: join(source, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    external: ['vscode'],
    logLevel: 'error',
  });
  const { engines } = MANIFEST;
  const manifest = {
    ...{ name, publisher: 'e2e', version: '1.0.0', type: 'module', main: './extension.js' },
    // vsce wants the last even where it is empty.
    ...{ engines, contributes, activationEvents },
  };
  await writeFile(join(source, 'package.json'), JSON.stringify(manifest, null, 2));
  const vsix = join(folder, `${name}.vsix`);
  await createVSIX({
    cwd: source,
    packagePath: vsix,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
    allowStarActivation: true,
  });
  return vsix;
}
