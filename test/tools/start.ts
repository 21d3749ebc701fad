/**
 * `npm start`: a real VS Code in the browser with the packaged extension in it, on a copy of the examples.
 * Everything it makes is thrown away at the end; Ctrl+C ends it.
 *
 * Unlike the tests it runs the whole of code-server, whose entry keeps the server's half of the secret storage's key:
 * API keys survive a reload in any browser.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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

async function serverAddress(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('The server has no output.');
  const seen: string[] = [];
  for await (const line of createInterface(server.stdout)) {
    seen.push(line);
    const address = LISTENING.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`VS Code did not start:\n${seen.join('\n')}`);
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
const workspace = await createWorkspace({ copyOf: 'examples' });
const home = new Home({ 'security.workspace.trust.enabled': false });
onExit(() => {
  home.remove();
  rmSync(workspace, { recursive: true, force: true });
});

const entry = join(codeServer, 'out/node/entry.js');
const folders = ['--user-data-dir', join(home.path, 'data'), '--extensions-dir', join(home.path, 'extensions')];
const env = serverEnvironment(home);
check('Installing the extension', spawnSync(process.execPath, [entry, ...folders, '--install-extension', VSIX], { env }).status);

const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'];
const server = spawn(process.execPath, [entry, ...folders, '--auth', 'none', '--bind-addr', '127.0.0.1:0', ...quiet], {
  detached: true,
  stdio: ['ignore', 'pipe', 'inherit'],
  env,
});
onExit(() => killGroup(server.pid ?? 0, 'SIGKILL'));
server.once('exit', (code) => check('VS Code', code ?? 1));

const address = `${await serverAddress(server)}?folder=${encodeURIComponent(workspace)}`;
server.stdout?.resume();
console.log(`\nVS Code with LLM Bench on a copy of examples/:\n\n  ${address}\n`);
if (hasDesktopCode())
  console.log(`Or in your own VS Code:\n\n  code --extensionDevelopmentPath="${REPOSITORY}" "${workspace}"\n`);
console.log('Ctrl+C ends it and removes what it made.');
openBrowser(address);
