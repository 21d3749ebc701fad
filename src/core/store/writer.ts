import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';

/** The process that writes a log. Another process uses it to tell whether a run that says `running` still can be. */
export interface Writer {
  readonly pid: number;
  /** Digest of the machine's name: a store may be shared, and needs only to tell one machine from another. */
  readonly host: string;
  /** ISO 8601: when the writer wrote this down. */
  readonly at: string;
  /** Start time of the process as the kernel tells it: tells a reused pid. `null` where it cannot be had. */
  readonly processStart: string | null;
}

/** For a file whose first line is damaged: no machine has this name, so its silence decides. */
export function unknownWriter(): Writer {
  return { pid: 0, host: '', at: '', processStart: null };
}

/** Longest silence after which a writer that cannot be looked up counts as dead. */
const silenceMs = 60 * 60 * 1000;

export function thisWriter(now: Date): Writer {
  return { pid: process.pid, host: thisHost(), at: now.toISOString(), processStart: processStart(process.pid) };
}

/**
 * Whether the writer still lives. Certain where the kernel tells start times; elsewhere a process id may have been
 * reused, or belongs to another machine, so a log that has not grown for an hour counts as left behind.
 * To be wrong is harmless: the owner's own next update wins over the mark `interrupted`.
 */
export function isAlive(writer: Writer, lastGrowth: Date, now: Date): boolean {
  const silent = now.getTime() - lastGrowth.getTime() > silenceMs;
  if (writer.host !== thisHost()) return !silent;
  if (!processExists(writer.pid)) return false;
  const stat = readStat(writer.pid);
  if (stat?.ended) return false;
  // Where start times are told, a process without one has ended since it was found.
  if (writer.processStart !== null) return stat?.start === writer.processStart;
  const booted = now.getTime() - uptime() * 1000;
  return Date.parse(writer.at) >= booted && !silent;
}

function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 16);
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function processStart(pid: number): string | null {
  return readStat(pid)?.start ?? null;
}

function readStat(pid: number): ProcessStat | null {
  if (process.platform !== 'linux') return null;
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return null;
  }
}

export interface ProcessStat {
  /** Ticks since boot. */
  readonly start: string;
  /** Killed, but not yet fetched by its parent: it is still in the table and never writes again. Stays so in containers without an init. */
  readonly ended: boolean;
}

/** Fields 3 and 22 of /proc/<pid>/stat (proc_pid_stat(5)); the command's name before them may hold blanks and brackets. */
export function parseStat(stat: string): ProcessStat | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  return state === undefined || start === undefined ? null : { start, ended: state === 'Z' || state === 'X' };
}
