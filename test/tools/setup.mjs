// Makes a fresh clone ready: runs before every npm script that needs the dependencies.
// The only file that must run before they are there, on any Node from 20: plain JavaScript, node: imports only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MARKER = join(ROOT, 'node_modules', '.llm-bench-lock-hash');
const NEEDED_NODE = 24;
const WINDOWS = process.platform === 'win32';

/** The state of the dependencies that the lock file asks for; the platform because some packages are binaries. */
function wantedState() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}`;
}

function installedState() {
  return existsSync(MARKER) ? readFileSync(MARKER, 'utf8') : null;
}

function fail(message) {
  console.error(`setup: ${message}`);
  process.exit(1);
}

function install(state) {
  console.log('setup: installing dependencies (npm ci) …');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: WINDOWS,
  });
  if (result.status !== 0) fail(`npm ci ended with ${result.status ?? result.error?.message}. Its messages are above.`);
  writeFileSync(MARKER, state);
}

/** npm puts node_modules/.bin first on the PATH of every script, so this Node runs all the others. */
function checkNode() {
  const node = join(ROOT, 'node_modules', '.bin', WINDOWS ? 'node.cmd' : 'node');
  const result = spawnSync(node, ['--version'], { encoding: 'utf8', shell: WINDOWS });
  const version = result.stdout?.trim() ?? '';
  if (Number(/^v(\d+)\./.exec(version)?.[1]) >= NEEDED_NODE) return version;
  return fail(
    `the project's own Node ${NEEDED_NODE} is missing (${version || 'node_modules/.bin/node does not run'}). ` +
      'The package "node" needs its install script: remove ignore-scripts from your npm configuration and delete node_modules.',
  );
}

const state = wantedState();
const installed = installedState() === state;
if (!installed) install(state);
console.log(`setup: ready, Node ${checkNode().slice(1)}${installed ? '' : ', dependencies installed'}`);
