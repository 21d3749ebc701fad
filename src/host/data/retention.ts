import type * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { BenchService } from '../benchService.ts';
import type { RedactedLog } from '../log.ts';
import type { Turns } from '../run/turns.ts';
import { prunedText } from './dataTexts.ts';
import { daysAgo } from './daysAgo.ts';
import { l10n } from '../words.ts';

const stateKey = 'prunedAt';
const firstMs = 60_000;
const everyMs = 3_600_000;

export interface RetentionParts {
  readonly bench: Pick<BenchService, 'onDidOpen' | 'store' | 'storeDir' | 'replaced'>;
  readonly turns: Pick<Turns, 'idle' | 'take'>;
  /** Of all windows. */
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly days: () => number;
  readonly log: Pick<RedactedLog, 'info' | 'warn'>;
  readonly now: () => Date;
}

/** Prunes old runs as the user has set it: once a day for each store, in the background, never beside a run. */
export class Retention implements Disposable {
  readonly #parts: RetentionParts;
  readonly #owned = new DisposableStore();

  constructor(parts: RetentionParts) {
    this.#parts = parts;
    this.#owned.add(
      parts.bench.onDidOpen(() => {
        const first = setTimeout(() => void this.prune(), firstMs);
        const again = setInterval(() => void this.prune(), everyMs);
        this.#owned.add({ dispose: () => clearTimeout(first) });
        this.#owned.add({ dispose: () => clearInterval(again) });
      }),
    );
  }

  /** Does what is due. What fails is tried again in an hour. */
  async prune(): Promise<void> {
    const { bench, turns, days, log, now } = this.#parts;
    const before = daysAgo(days(), now());
    if (before === null || !turns.idle || !this.#isDue()) return;
    try {
      const store = await bench.store();
      // Another window's latencies count as much as this one's.
      if ((await store.listRuns({ limit: 20 })).some(({ run }) => run.status === 'running')) return;
      const report = await turns.take(l10n.t('Pruning old runs'), () => store.prune(before));
      await this.#remember();
      if (report.pruned === 0) return;
      log.info(`Runs that began before ${before} were pruned, as set: ${prunedText(report)}`);
      bench.replaced();
    } catch (error) {
      log.warn(`Old runs could not be pruned: ${String(error)}`);
    }
  }

  #isDue(): boolean {
    const at = this.#pruned()[this.#parts.bench.storeDir];
    return typeof at !== 'string' || at.slice(0, 10) !== this.#parts.now().toISOString().slice(0, 10);
  }

  async #remember(): Promise<void> {
    const { bench, memory, now } = this.#parts;
    await memory.update(stateKey, { ...this.#pruned(), [bench.storeDir]: now().toISOString() });
  }

  /** Folder of a store → when it was pruned last. */
  #pruned(): Readonly<Record<string, unknown>> {
    const stored = this.#parts.memory.get<unknown>(stateKey);
    return typeof stored === 'object' && stored !== null ? { ...stored } : {};
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
