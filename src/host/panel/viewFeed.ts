import { afterChange, type Held } from '../../shared/held.ts';
import type { Changed } from '../../shared/model/changed.ts';
import type { RunId, ScoringId } from '../../shared/model/ids.ts';
import { firstPage, type MatrixQuery, type PanelView } from '../../shared/model/panelView.ts';
import type { BenchStore } from '../../core/benchStore.ts';

/** `outdated`: something else was asked for in the meantime, and the answer left aside. */
export type Refreshed = 'taken' | 'missing' | 'outdated';

/** What a panel shows of its run: fetched from the store's thread as differences, and passed on to the page as such. */
export class ViewFeed {
  /** Which cases are on show. */
  matrix: MatrixQuery = firstPage;
  /** Whose scores are shown. Absent: those in force. */
  scoringId: ScoringId | null | undefined;
  readonly #runId: RunId;
  #held: Held<PanelView> | null = null;
  /** The last change, until the page is sent it. */
  #unsent: Changed<PanelView> | null = null;
  /** Counts what was asked: an earlier answer must not take the place of a later one. */
  #turn = 0;
  /** Mark of what the page holds. */
  #pageMark: string | null = null;

  constructor(runId: RunId) {
    this.#runId = runId;
  }

  get view(): PanelView | null {
    return this.#held?.value ?? null;
  }

  async refresh(store: Pick<BenchStore, 'panelView'>): Promise<Refreshed> {
    const turn = ++this.#turn;
    const { matrix, scoringId } = this;
    const choice = scoringId === undefined ? {} : { scoringId };
    const change = await store.panelView({ runId: this.#runId, ...choice, matrix, have: this.#held?.mark ?? null });
    if (turn !== this.#turn) return 'outdated';
    if (change === null) return this.#gone();
    this.#held = afterChange(this.#held, change);
    // Not a difference from what is held: the whole is asked for.
    if (this.#held === null) return this.refresh(store);
    this.#unsent = change;
    return 'taken';
  }

  /** It may come back, the same as it was: the page then needs the whole of it. */
  #gone(): 'missing' {
    this.#held = null;
    this.#unsent = null;
    this.#pageMark = null;
    return 'missing';
  }

  /** What the page is to be sent; `null` where it has everything. */
  takeUnsent(): Changed<PanelView> | null {
    const change = this.#unsent;
    if (change === null || this.#held === null) return null;
    const since = this.#pageMark;
    this.#unsent = null;
    this.#pageMark = this.#held.mark;
    if (change.kind === 'patch' && change.since === since) return change.mark === since ? null : change;
    return { kind: 'whole', ...this.#held };
  }

  /** The page holds nothing any more. */
  pageLost(): void {
    this.#pageMark = null;
    this.#unsent = this.#held && { kind: 'whole', ...this.#held };
  }
}
