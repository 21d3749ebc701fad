import { unpricedModels, type Billed } from '../../core/unpricedModels.ts';
import type { RunProgress } from '../../shared/model/run.ts';
import { isPlayMoney } from '../../shared/playMoney.ts';

/** What a run on save may cost at most: `null` where that is not known. Made-up prices are nobody's money. */
export function highestUsd(runs: readonly Billed[]): number | null {
  if (runs.some((run) => unpricedModels(run).length > 0)) return null;
  return knownUsd(runs);
}

/** The same without those whose price is not known. */
export function knownUsd(runs: readonly Billed[]): number {
  return runs.reduce((sum, { estimate, suite }) => sum + (isPlayMoney(suite) ? 0 : (estimate.highUsd ?? 0)), 0);
}

/**
 * Whether the next of several runs is still within the sum that was agreed to for all of them. They are read anew when they begin,
 * and may have become dearer since; an unknown cost is within none, unless its models were named.
 */
export function within(mostUsd: number, unpriced: readonly string[] = []): (run: Billed) => boolean {
  const begun: Billed[] = [];
  return (run) => {
    if (knownUsd([...begun, run]) > mostUsd) return false;
    if (unpricedModels(run).some((ref) => !unpriced.includes(ref))) return false;
    begun.push(run);
    return true;
  };
}

/** What a run has cost so far, its judges included; `null` where that is not known. */
export function spentOf({ costUsd, grading }: Pick<RunProgress, 'costUsd' | 'grading'>): number | null {
  const gradedUsd = grading === null ? 0 : grading.costUsd;
  return costUsd === null || gradedUsd === null ? null : costUsd + gradedUsd;
}

/**
 * What the runs of one watch have come to, that nobody was asked about. Until it has ended a run counts with its highest estimate,
 * and after that where its cost is not known.
 */
export class WatchSum {
  #endedUsd = 0;
  #open: Billed | null = null;

  get usd(): number {
    return this.#endedUsd + this.#openUsd();
  }

  /** Runs that cost nothing are never one too many. */
  hasRoom(highUsd: number, mostUsd: number): boolean {
    return highUsd === 0 || this.usd + highUsd <= mostUsd;
  }

  /** One after the other. */
  begin(run: Billed): void {
    this.#open = run;
  }

  end(costUsd: number | null): void {
    const isBilled = this.#open !== null && !isPlayMoney(this.#open.suite);
    this.#endedUsd += isBilled ? (costUsd ?? this.#openUsd()) : 0;
    this.#open = null;
  }

  #openUsd(): number {
    return this.#open === null ? 0 : knownUsd([this.#open]);
  }
}
