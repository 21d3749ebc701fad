/** Where things are in the repository, and what its package.json says of the extension. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localised, type Texts } from './manifestTexts.ts';

interface View {
  readonly id: string;
  readonly name: string;
  readonly when?: string;
}

/** The part of package.json that tests and tools read. */
interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
  readonly main: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly title: string }[] };
    readonly views: Readonly<Record<string, readonly View[]>>;
  };
}

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
export const TEST_RESULTS = join(REPOSITORY, 'test-results');

export const MANIFEST_FILE = join(REPOSITORY, 'package.json');
export const TEXTS_FILE = join(REPOSITORY, 'package.nls.json');

/** The texts that package.json names by their keys. */
export function readTexts(): Texts {
  return JSON.parse(readFileSync(TEXTS_FILE, 'utf8')) as Texts;
}

/** package.json, with the texts as a user reads them. */
export function readManifest(): unknown {
  return localised(JSON.parse(readFileSync(MANIFEST_FILE, 'utf8')) as Parameters<typeof localised>[0], readTexts());
}

export const MANIFEST = readManifest() as Manifest;
export const EXTENSION_ID = `${MANIFEST.publisher}.${MANIFEST.name}`;

/** What `npm run package` writes. */
export const VSIX = join(REPOSITORY, `${MANIFEST.name}-${MANIFEST.version}.vsix`);
