/** Starts and stops VS Code's own server as a process group of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from './home.ts';
import { PID_FILE, killGroup, onExit } from './processes.ts';

const READY = /Extension host agent listening on (\d+)/;
const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 3_000;

/** Nothing of the caller's environment (keys least of all) reaches the editor unless a test hands it over. */
export function serverEnvironment(home: Home, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LANG: 'C.UTF-8', SHELL: '/bin/sh', HOME: home.path, TMPDIR: home.temp, ...extra };
}

export class Server {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #forget: () => void;

  private constructor(process: ChildProcess, port: number, forget: () => void) {
    this.#process = process;
    this.#exited = new Promise((resolve) => process.once('exit', () => resolve()));
    this.#forget = forget;
    this.port = port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** `root` is the folder that `ensureVsCodeServer()` returned. */
  static async start(root: string, home: Home, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Server> {
    const child = spawn(
      process.execPath,
      [
        join(root, 'out/server-main.js'),
        ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
        ...['--telemetry-level', 'off', '--server-data-dir', home.path, ...args],
      ],
      { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: serverEnvironment(home, env) },
    );
    const { pid } = child;
    if (pid === undefined) throw new Error('The VS Code server could not be started.');
    writeFileSync(join(home.path, PID_FILE), JSON.stringify({ driver: process.pid, server: pid }));
    const forget = onExit(() => {
      killGroup(pid, 'SIGKILL');
      home.remove();
    });
    return new Server(child, await listeningPort(child, home), forget);
  }

  /** Installs a packaged extension the way a user does, from the `.vsix`. */
  static install(root: string, home: Home, vsix: string): void {
    const result = spawnSync(
      process.execPath,
      [join(root, 'out/server-main.js'), '--server-data-dir', home.path, '--install-extension', vsix],
      { encoding: 'utf8', env: serverEnvironment(home) },
    );
    if (result.status !== 0 || !result.stdout.includes('successfully installed')) {
      throw new Error(`VS Code did not install ${vsix}:\n${result.stdout}${result.stderr}`);
    }
  }

  async stop(): Promise<void> {
    const pid = this.#process.pid ?? 0;
    killGroup(pid, 'SIGTERM');
    const force = setTimeout(() => killGroup(pid, 'SIGKILL'), STOP_GRACE_MS);
    await this.#exited;
    clearTimeout(force);
    // Extension hosts and terminals may outlive the server that started them.
    killGroup(pid, 'SIGKILL');
    this.#forget();
  }
}

function listeningPort(child: ChildProcess, home: Home): Promise<number> {
  const log = createWriteStream(join(home.path, 'server.log'));
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The VS Code server ${why}:\n${output}`));
    const timeout = setTimeout(() => fail('did not get ready'), START_TIMEOUT_MS);
    const read = (chunk: Buffer) => {
      log.write(chunk);
      if (!READY.test(output)) output += chunk.toString();
      const port = READY.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timeout);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timeout);
      log.end();
      fail(`ended with ${code}`);
    });
  });
}
