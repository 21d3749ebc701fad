/**
 * An extension that watches the event loop of the extension host, which all extensions share: packed by
 * driver/packExtension.ts and asked by driver/loopWatch.ts. Each GET tells the longest turn of the loop since the one before.
 */
import { rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';

export const PORT_FILE = 'loop-watch-port';

/** A turn of the loop, between two looks at the clocks. */
export interface LongestTurn {
  /** Until the loop came round again, in ms: on a busy machine the thread may have waited for its turn. */
  readonly wallMs: number;
  /** What the thread itself worked in one turn, in ms of its own processor time. */
  readonly workMs: number;
}

const lookMs = 2;

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  let last = { wall: performance.now(), work: threadMs() };
  let longest: LongestTurn = { wallMs: 0, workMs: 0 };
  const look = () => {
    const now = { wall: performance.now(), work: threadMs() };
    const wallMs = Math.max(longest.wallMs, now.wall - last.wall - lookMs);
    longest = { wallMs, workMs: Math.max(longest.workMs, now.work - last.work) };
    last = now;
  };
  const timer = setInterval(look, lookMs);
  const server = createServer((_, response) => {
    look();
    response.end(JSON.stringify(longest));
    longest = { wallMs: 0, workMs: 0 };
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const file = join(tmpdir(), PORT_FILE);
  await writeFile(`${file}.new`, String((server.address() as AddressInfo).port));
  await rename(`${file}.new`, file);
  context.subscriptions.push({ dispose: () => clearInterval(timer) }, { dispose: () => server.close() });
}
