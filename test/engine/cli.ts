import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { JsonReport } from '../../src/core/report/json.ts';

/** The CLI under test: the one that was built, or another build that the environment names. */
const cli = process.env['LLM_BENCH_CLI'] ?? fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** A file that is built beside the CLI. */
export function builtFile(name: string): URL {
  return new URL(name, pathToFileURL(cli));
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** Line by line; progress is in here. */
  readonly stderr: readonly string[];
}

export interface RunningCli {
  readonly ended: Promise<Ended>;
  /** Called with each line of stderr from now on. */
  onLine(listener: (line: string) => void): void;
  kill(signal: NodeJS.Signals): void;
  /** Closes the reading ends of its output, as `| head` does. */
  stopReading(): void;
}

/** A folder to work in, with a home of its own; removed with the test. */
export class Workspace {
  readonly path: string;
  readonly #context: TestContext;

  constructor(path: string, context: TestContext) {
    this.path = path;
    this.#context = context;
  }

  join(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  /** Writes a suite file, as JSON where it is not text already, and returns its name. */
  async suite(content: object | string, name = 'test.bench.json'): Promise<string> {
    await writeFile(this.join(name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    return name;
  }

  /** Starts the CLI in this folder. Its environment is `env` alone, so that no key of this machine is in reach. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningCli {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: this.path,
      env: { HOME: this.path, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#context.after(() => void child.kill('SIGKILL'));
    const stderr: string[] = [];
    const lines = createInterface(child.stderr);
    lines.on('line', (line) => stderr.push(line));
    const ended = Promise.all([once(child, 'exit'), text(child.stdout).catch(() => ''), once(lines, 'close')]).then(
      ([[code, signal], stdout]): Ended => ({
        code: code as number | null,
        signal: signal as NodeJS.Signals | null,
        stdout,
        stderr,
      }),
    );
    return {
      ended,
      onLine: (listener) => void lines.on('line', listener),
      kill: (signal) => void child.kill(signal),
      stopReading: () => {
        lines.close();
        child.stdout.destroy();
        child.stderr.destroy();
      },
    };
  }

  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended> {
    return this.start(args, env).ended;
  }

  /** The JSON report of a stored run. */
  async report(run = 'latest'): Promise<JsonReport> {
    const { code, stdout, stderr } = await this.run(['report', run, '--format', 'json']);
    if (code !== 0) throw new Error(`report ended with ${code}: ${stderr.join('\n')}`);
    return JSON.parse(stdout) as JsonReport;
  }
}

export async function workspace(context: TestContext): Promise<Workspace> {
  const path = await mkdtemp(join(tmpdir(), 'llm-bench-engine-'));
  // A process that was killed may still be on its way out.
  context.after(() => rm(path, { recursive: true, force: true, maxRetries: 10 }));
  return new Workspace(path, context);
}
