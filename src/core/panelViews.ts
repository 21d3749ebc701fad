import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { diff } from '../shared/base/patch.ts';
import type { Changed } from '../shared/model/changed.ts';
import type { RunId } from '../shared/model/ids.ts';
import type { MatrixPage, MatrixQuery, PanelView, PanelViewRequest } from '../shared/model/panelView.ts';
import type { Suite } from '../shared/model/suite.ts';
import { caseQuestions } from './caseTexts.ts';
import type { Comparisons, SeenRun } from './comparisons.ts';
import { matrixPage } from './report/matrixPage.ts';
import { scoredDetail } from './scoredRun.ts';
import type { Store } from './store/spec.ts';

/** Panels open at once; who asks with a forgotten mark gets the whole. */
const mostViews = 6;
/** While a run goes on, so many times what a comparison took passes before the next: the thread has the run's answers to write. */
const usualRestShare = 4;

type Asked = Pick<PanelViewRequest, 'runId' | 'scoringId' | 'matrix'>;

/** A view that somebody holds. */
interface HeldView {
  readonly view: PanelView;
  readonly seen: SeenRun;
  readonly asked: Asked;
}

/** What panels show, told as the difference from what they hold. */
export class PanelViews {
  readonly #store: Pick<Store, 'run' | 'scoringDetail'>;
  readonly #comparisons: Comparisons;
  readonly #restShare: number;
  /** By mark, the newest at the end. */
  readonly #held = new Map<string, HeldView>();
  readonly #suites = new WeakMap<SeenRun, Promise<Suite | null>>();
  readonly #rests = new Map<RunId, Rest>();
  /** So that marks of another worker, or of one before, are none of this. */
  readonly #origin = randomUUID();
  #made = 0;

  constructor(store: Pick<Store, 'run' | 'scoringDetail'>, comparisons: Comparisons, restShare = usualRestShare) {
    this.#store = store;
    this.#comparisons = comparisons;
    this.#restShare = restShare;
  }

  /** Where nothing changed, `mark` is `since` and the patch changes nothing. */
  async view({ have, ...asked }: PanelViewRequest): Promise<Changed<PanelView> | null> {
    const held = have === null ? undefined : this.#held.get(have);
    const seen = await this.#seen(asked, held);
    if (seen === null) return null;
    if (have !== null && held?.seen === seen && isDeepStrictEqual(held.asked.matrix, asked.matrix)) return unchanged(have);
    const view = { comparison: { ...seen.comparison, matrix: [] }, matrix: await this.#page(seen, asked.matrix) };
    if (have === null || !held) return { kind: 'whole', mark: this.#hold({ view, seen, asked }), value: view };
    const patch = diff(held.view, view);
    if (patch === null) return unchanged(have);
    // Who asked holds the new view from now on.
    this.#held.delete(have);
    return { kind: 'patch', since: have, mark: this.#hold({ view, seen, asked }), patch };
  }

  /** The run or a scoring of it ended: nobody needs to wait. */
  wake(runId: RunId): void {
    this.#rests.get(runId)?.end.abort();
    this.#rests.delete(runId);
  }

  async #seen(asked: Asked, held: HeldView | undefined): Promise<SeenRun | null> {
    const { runId, scoringId } = asked;
    for (let rest = this.#rest(runId); rest; rest = this.#rest(runId)) {
      // A page is turned at once, of what is shown already.
      if (held && isOnlyPage(held.asked, asked)) return held.seen;
      await sleep(rest.until - performance.now(), undefined, { signal: rest.end.signal }).catch(() => undefined);
    }
    const start = performance.now();
    const seen = await this.#comparisons.seen(runId, scoringId === undefined ? {} : { scoringId });
    const took = performance.now() - start;
    if (seen?.isOver ?? true) this.wake(runId);
    else this.#rests.set(runId, { until: start + took * (1 + this.#restShare), end: new AbortController() });
    return seen;
  }

  #rest(runId: RunId): Rest | null {
    const rest = this.#rests.get(runId);
    return rest && rest.until > performance.now() ? rest : null;
  }

  async #page(seen: SeenRun, query: MatrixQuery): Promise<MatrixPage> {
    const suite = await this.#suite(seen);
    const page = matrixPage(seen.rows, query, () => (suite ? caseQuestions(suite) : new Map()));
    const shown = page.rows.map(({ caseId }) => caseId);
    return { ...page, questions: suite ? Object.fromEntries(caseQuestions(suite, shown)) : {} };
  }

  #suite(seen: SeenRun): Promise<Suite | null> {
    if (seen.detail) return Promise.resolve(seen.detail.suite);
    const known = this.#suites.get(seen);
    if (known) return known;
    const reading = scoredDetail(this.#store, seen.comparison.runId, seen.scoring).then((detail) => detail && detail.suite);
    this.#suites.set(seen, reading);
    return reading;
  }

  #hold(view: HeldView): string {
    const mark = `${this.#origin} ${++this.#made}`;
    this.#held.set(mark, view);
    const [oldest] = this.#held.keys();
    if (this.#held.size > mostViews && oldest !== undefined) this.#held.delete(oldest);
    return mark;
  }
}

/** Until when no further comparison of a run that goes on is made. */
interface Rest {
  /** On the clock of `performance.now()`. */
  readonly until: number;
  readonly end: AbortController;
}

function isOnlyPage(before: Asked, now: Asked): boolean {
  const isSame = before.runId === now.runId && before.scoringId === now.scoringId;
  return isSame && !isDeepStrictEqual(before.matrix, now.matrix);
}

function unchanged(mark: string): Changed<PanelView> {
  return { kind: 'patch', since: mark, mark, patch: { keys: {} } };
}
