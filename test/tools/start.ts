/**
 * `npm start`: a real VS Code in the browser with the packaged extension in it, on a copy of the examples.
 * Everything it makes is thrown away at the end; Ctrl+C ends it.
 *
 * Unlike the tests it runs the whole of code-server, whose entry keeps the server's half of the secret storage's key:
 * API keys survive a reload in any browser.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Home } from '../e2e/driver/home.ts';
import { killGroup, onExit } from '../e2e/driver/processes.ts';
import { serverEnvironment } from '../e2e/driver/server.ts';
import { createWorkspace } from '../e2e/driver/workspace.ts';
import { ensureVsCodeServer } from '../e2e/setup.ts';
import { REPOSITORY, VSIX } from './repository.ts';

const LISTENING = /HTTP server listening on (http:\S+)/;

function check(what: string, status: number | null): void {
  if (status === 0) return;
  console.error(`start: ${what} ended with ${status ?? 'a signal'}.`);
  process.exit(1);
}

/** What the server says is shown only if it does not come up. */
function serverAddress(server: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      if (!LISTENING.test(output)) output += chunk.toString();
      const address = LISTENING.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`VS Code ended with ${code}:\n${output}`)));
  });
}

/** Shows the address where there is a screen to show it on. */
function openBrowser(address: string): void {
  const { platform, env } = process;
  const hasScreen = platform === 'darwin' || env['DISPLAY'] !== undefined || env['WAYLAND_DISPLAY'] !== undefined;
  if (!hasScreen) return;
  const opener = spawn(platform === 'darwin' ? 'open' : 'xdg-open', [address], { detached: true, stdio: 'ignore' });
  // Without an opener the printed address has to do.
  opener.on('error', () => {});
  opener.unref();
}

function hasDesktopCode(): boolean {
  return spawnSync('code', ['--version'], { stdio: 'ignore' }).status === 0;
}

check('npm run package', spawnSync(process.execPath, ['test/tools/package.ts'], { cwd: REPOSITORY, stdio: 'inherit' }).status);

const codeServer = join(await ensureVsCodeServer(), '../..');
const home = new Home({ 'security.workspace.trust.enabled': false });
onExit(() => home.remove());
const workspace = await createWorkspace(home, { copyOf: 'examples' });

const entry = join(codeServer, 'out/node/entry.js');
const folders = ['--user-data-dir', join(home.path, 'data'), '--extensions-dir', join(home.path, 'extensions')];
const env = serverEnvironment(home);
check('Installing the extension', spawnSync(process.execPath, [entry, ...folders, '--install-extension', VSIX], { env }).status);

const quiet = ['--disable-telemetry', '--disable-update-check'];
const server = spawn(process.execPath, [entry, ...folders, '--auth', 'none', '--bind-addr', '127.0.0.1:0', ...quiet], {
  detached: true,
  stdio: ['ignore', 'pipe', 'pipe'],
  env,
});
onExit(() => killGroup(server.pid ?? 0, 'SIGKILL'));

const address = `${await serverAddress(server)}?folder=${encodeURIComponent(workspace)}`;
console.log(`\nVS Code with LLM Bench on a copy of examples/:\n\n  ${address}\n`);
if (hasDesktopCode())
  console.log(`Or in your own VS Code:\n\n  code --extensionDevelopmentPath="${REPOSITORY}" "${workspace}"\n`);
server.once('exit', (code) => check('VS Code', code));
console.log('Ctrl+C ends it and removes what it made.');
openBrowser(address);
