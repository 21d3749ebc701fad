/** Finds a Chromium-based browser, or installs one where that needs no question. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
}

/** `CHROME_PATH` wins over everything; a wrong one is an error and not passed over. */
function findChromium(): string | undefined {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROME_PATH names ${named}, which does not exist.`);
    return named;
  }
  return [onPath(), ...PLACES, chromium.executablePath()].find((file) => file !== undefined && existsSync(file));
}

function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

function installWithApt(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.log('e2e: installing chromium with apt-get (once) …');
  // A list that cannot be refreshed may still be good enough to install from.
  run('apt-get', 'update', '-qq');
  run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', 'chromium');
}

function installWithPlaywright(): void {
  console.log('e2e: downloading chromium with playwright (once) …');
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  run(process.execPath, cli, 'install', 'chromium');
}

/** The path of a browser's executable. Throws with what to do when there is none and none can be installed. */
export function ensureChromium(): string {
  for (const install of [() => {}, installWithApt, installWithPlaywright]) {
    install();
    const found = findChromium();
    if (found !== undefined) return found;
  }
  throw new Error(
    'No browser found for the end-to-end tests. Install Chrome or Chromium, or name one by the environment variable CHROME_PATH.',
  );
}
