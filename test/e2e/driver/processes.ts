/** No process that the tests start may outlive them, however they end. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

export const PID_FILE = 'pids.json';

const cleanups = new Set<() => void>();
let listening = false;

function cleanUp(): void {
  // What was started last depends on what was there before it.
  for (const cleanup of [...cleanups].reverse()) cleanup();
  cleanups.clear();
}

/** Runs `cleanup` (synchronously) when this process exits or is told to; the returned function takes it back. */
export function onExit(cleanup: () => void): () => void {
  cleanups.add(cleanup);
  if (!listening) {
    listening = true;
    process.once('exit', cleanUp);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => process.exit(128 + constants.signals[signal]));
    }
  }
  return () => cleanups.delete(cleanup);
}

/** Signals a process started `detached` and everything it started. Gone already is fine. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    if (pid > 1) process.kill(-pid, signal);
  } catch {
    // No such group any more.
  }
}

function proc(pid: number, file: 'cmdline' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** A zombie has ended, even if nobody ever collects it, as in many a container. */
function isAlive(pid: number): boolean {
  const state = /\) (\w) /.exec(proc(pid, 'stat'))?.[1];
  return state !== undefined && state !== 'Z';
}

/**
 * Ends what a driver left behind that was itself killed with SIGKILL: servers whose driver is gone (where there is /proc).
 * A process id is trusted only while its command line names the folder that the id was written in; ids are used again.
 */
export async function sweepOrphans(prefix: string): Promise<void> {
  if (!existsSync('/proc/self/stat')) return;
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const pids = await readPids(folder);
    if (pids === null || isAlive(pids.driver)) continue;
    if (proc(pids.server, 'cmdline').includes(name)) killGroup(pids.server, 'SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function readPids(folder: string): Promise<{ driver: number; server: number } | null> {
  try {
    return JSON.parse(await readFile(join(folder, PID_FILE), 'utf8')) as { driver: number; server: number };
  } catch {
    return null;
  }
}
