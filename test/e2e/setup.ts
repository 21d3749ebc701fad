/**
 * Installs the VS Code server of the end-to-end tests into a cache folder and finds a browser.
 *
 * The server is npm's `code-server`, of which only `lib/vscode` is used. It has a package.json and a lock file of its
 * own: `npm ci` with scripts would compile native modules for minutes, so none runs and two small stubs stand in.
 * It runs on the Node that runs this file (24, the version it is built for).
 *
 * `node test/e2e/setup.ts` does it all and prints the two paths.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './driver/chromium.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const INPUTS = ['.npmrc', 'package.json', 'package-lock.json', 'stubs'];
const HASHED = ['package-lock.json', 'setup.ts', 'stubs/native-watchdog/index.js', 'stubs/spdlog/index.js'];

/** `LLM_BENCH_CACHE` names another place for the about 700 MB that VS Code's server takes. */
function cacheRoot(): string {
  const { LLM_BENCH_CACHE, XDG_CACHE_HOME } = process.env;
  return LLM_BENCH_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'llm-bench-e2e');
}

async function installFolder(): Promise<string> {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const file of HASHED) hash.update(await readFile(join(HERE, file)));
  return join(cacheRoot(), hash.digest('hex').slice(0, 12));
}

async function install(target: string): Promise<void> {
  await mkdir(cacheRoot(), { recursive: true });
  const staging = await mkdtemp(`${target}-`);
  try {
    for (const input of INPUTS) await cp(join(HERE, input), join(staging, input), { recursive: true });
    const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: staging,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (npm.status !== 0) throw new Error(`npm ci of the VS Code server ended with ${npm.status ?? npm.error?.message}.`);
    // code-server's own install script would fetch these once more into this place.
    await symlink('../../../../node_modules', join(staging, 'node_modules/code-server/lib/vscode/node_modules'));
    await moveIntoPlace(staging, target);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Two installations at the same time are harmless: the first to rename wins, the other is thrown away. */
async function moveIntoPlace(staging: string, target: string): Promise<void> {
  try {
    await rename(staging, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
}

/** The folder of VS Code's server (with `out/server-main.js`), installed if it is not there yet. */
export async function ensureVsCodeServer(): Promise<string> {
  const target = await installFolder();
  if (!existsSync(target)) {
    console.log('e2e: installing a VS Code server into the cache (once) …');
    await install(target);
  }
  return join(target, 'node_modules/code-server/lib/vscode');
}

if (import.meta.main) {
  console.log(`e2e: VS Code server ${await ensureVsCodeServer()}`);
  console.log(`e2e: browser ${ensureChromium()}`);
}
