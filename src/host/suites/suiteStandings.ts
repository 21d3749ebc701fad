import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { SuiteFigures } from '../../shared/model/suiteFigures.ts';
import type { BenchService } from '../benchService.ts';
import type { RedactedLog } from '../log.ts';
import type { RunService } from '../run/runService.ts';
import type { ScoringService } from '../scoring/scoringService.ts';
import { Throttle } from '../throttle.ts';

export interface StandingParts {
  readonly bench: BenchService;
  readonly runs: RunService;
  readonly scorings: ScoringService;
  readonly log: RedactedLog;
}

/** An editor that was just opened has more urgent things to do. */
const idleMs = 500;
/** Runs are deleted and pinned by the dozen. */
const refreshMs = 500;
/** Results of a model on a case: so many reach this thread in about 10 ms. */
const mostCells = 6_000;

interface Known {
  /** As they were read last: shown until newer ones are there. */
  readonly figures: SuiteFigures | null;
  readonly reading: Promise<SuiteFigures | null>;
}

/** What the newest runs say of each suite that somebody has asked for; read anew when a run or a scoring has ended. */
export class SuiteStandings implements Disposable {
  readonly #parts: StandingParts;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<string>());
  readonly #known = new Map<string, Known>();
  /** Whose figures may be others by now. */
  readonly #stale = new Set<string>();
  readonly #refreshes = this.#owned.add(new Throttle(refreshMs, () => this.#readStale()));
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** With the path of the suite whose figures are others than before. */
  readonly onDidChange = this.#changes.event;

  constructor(parts: StandingParts) {
    this.#parts = parts;
    const { bench, runs, scorings } = parts;
    this.#owned.add(runs.onDidChange(({ type }) => ['ended', 'deleted', 'edited'].includes(type) && this.#refresh()));
    this.#owned.add(scorings.onDidChange(({ type }) => type === 'ended' && this.#refresh()));
    this.#owned.add(bench.onDidReplace(() => this.#refresh()));
  }

  /** Never rejects: what cannot be read is not shown. */
  get(path: string): Promise<SuiteFigures | null> {
    const known = this.#stale.has(path) ? undefined : this.#known.get(path);
    return (known ?? this.#read(path)).reading;
  }

  /** What is at hand, for who draws: `want` makes it known. */
  known(path: string): SuiteFigures | null {
    return this.#known.get(path)?.figures ?? null;
  }

  /** Has the figures read once the editor has nothing better to do. */
  want(path: string): void {
    if (this.#known.has(path) || this.#timers.has(path)) return;
    const read = () => {
      this.#timers.delete(path);
      void this.get(path);
    };
    this.#timers.set(path, setTimeout(read, idleMs));
  }

  #refresh(): void {
    for (const path of this.#known.keys()) this.#stale.add(path);
    this.#refreshes.request();
  }

  /** One after the other: of each, many runs may have to be read. */
  async #readStale(): Promise<void> {
    for (const path of [...this.#stale]) {
      if (this.#owned.isDisposed) return;
      if (this.#stale.has(path)) await this.#read(path).reading;
    }
  }

  #read(path: string): Known {
    this.#stale.delete(path);
    const figures = this.known(path);
    const reading = this.#ask(path);
    const known: Known = { figures, reading };
    this.#known.set(path, known);
    void reading.then((found) => {
      if (this.#known.get(path) !== known || this.#owned.isDisposed) return;
      this.#known.set(path, { figures: found, reading });
      if (found !== null || figures !== null) this.#changes.fire(path);
    });
    return known;
  }

  async #ask(path: string): Promise<SuiteFigures | null> {
    const { bench, log } = this.#parts;
    try {
      // Looking at a suite is no reason to begin a store of results.
      const isThere = await stat(bench.storeDir).catch(() => null);
      return isThere && (await (await bench.store()).suiteFigures(path, mostCells));
    } catch (error) {
      log.error(`The last results of ${path} could not be read: ${String(error)}`);
      return null;
    }
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#owned.dispose();
  }
}
