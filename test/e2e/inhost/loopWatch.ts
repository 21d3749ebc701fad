/** An extension that watches the extension host's event loop, which it shares with ours: packed by driver/packExtension.ts. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';

export const LOOP_FILE = 'loop-delay.json';

/** How long the loop was held up beyond its tick, ms. On a busy machine much of it is the wait for a processor. */
export interface LoopDelay {
  readonly samples: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** What the thread itself worked. */
  readonly cpuMs: number;
}

const TICK_MS = 5;

export function activate(context: vscode.ExtensionContext): void {
  const delay = monitorEventLoopDelay({ resolution: TICK_MS });
  const beyondTick = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - TICK_MS);
  let before = process.threadCpuUsage();
  context.subscriptions.push(
    vscode.commands.registerCommand('loopWatch.begin', () => {
      before = process.threadCpuUsage();
      delay.reset();
      delay.enable();
    }),
    vscode.commands.registerCommand('loopWatch.end', async () => {
      delay.disable();
      const { count: samples, max } = delay;
      const { user, system } = process.threadCpuUsage(before);
      const cpuMs = (user + system) / 1e3;
      const found: LoopDelay = { samples, p99Ms: beyondTick(delay.percentile(99)), maxMs: beyondTick(max), cpuMs };
      await writeFile(join(tmpdir(), LOOP_FILE), JSON.stringify(found));
    }),
  );
}
