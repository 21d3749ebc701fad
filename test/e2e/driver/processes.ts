/** No process that the tests start may outlive them, however they end. */
import { spawnSync } from 'node:child_process';
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

function ps(field: 'args' | 'stat', pid: number): string {
  return spawnSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
}

/** A zombie has ended; in a container nobody may ever collect it. */
function isAlive(pid: number): boolean {
  const state = ps('stat', pid);
  return state !== '' && !state.startsWith('Z');
}

/**
 * Ends what a driver left behind that was itself killed with SIGKILL: servers whose driver is gone.
 * A process id is trusted only while its command line names the folder that the id was written in; ids are used again.
 */
export async function sweepOrphans(prefix: string): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const pids = await readPids(folder);
    if (pids === null || isAlive(pids.driver)) continue;
    if (ps('args', pids.server).includes(name)) killGroup(pids.server, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

async function readPids(folder: string): Promise<{ driver: number; server: number } | null> {
  try {
    return JSON.parse(await readFile(join(folder, PID_FILE), 'utf8')) as { driver: number; server: number };
  } catch {
    return null;
  }
}
