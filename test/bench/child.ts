import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { TruthOptions } from '../servers/truth.ts';

/** What was built, beside which the workers lie; another build where the environment names one. */
export const cliPath = process.env['LLM_BENCH_CLI'] ?? fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Runs a script to its end; resolves with what it printed, rejects where it failed. */
export async function runNode(args: readonly string[], cwd?: string): Promise<string> {
  const env = { ...process.env, LLM_BENCH_CLI: cliPath };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], ...(cwd !== undefined && { cwd }) });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}:\n${err}`);
  return out;
}

export interface TruthServer extends Disposable {
  readonly origin: string;
}

/** The truth server in a process of its own. */
export async function spawnTruthServer({ ttftMs, tokens, gapMs }: TruthOptions): Promise<TruthServer> {
  const script = fileURLToPath(new URL('../servers/truth.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script, ...[ttftMs, tokens, gapMs].map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('The truth server has no output');
  const [origin] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { origin, [Symbol.dispose]: () => void child.kill() };
}
