import type { RunFigures } from '../shared/model/history.ts';
import type { RunId } from '../shared/model/ids.ts';
import type { RunDetail, RunStatus } from '../shared/model/run.ts';
import type { ScoringRecord } from '../shared/model/scoring.ts';
import { activeScoring } from './activeScoring.ts';
import type { ComparisonChoice, ScoredRun } from './benchStore.ts';
import { figuresOf } from './history/figuresOf.ts';
import { baselineOf } from './report/baseline/baselineOf.ts';
import type { BaselineData } from './report/baseline/data.ts';
import { compareWhole, type ComparedRun } from './report/comparison/compare.ts';
import { fromKept, keptText } from './report/comparison/kept.ts';
import { scoredRun, scoringOf, type ScoredStore } from './scoredRun.ts';
import type { Store } from './store/spec.ts';

/** A comparison of so many attempts takes longer to make than to read. */
const keptFrom = 5000;
/** Of the usual comparison: by the scoring in force, against the suite's baseline. */
const viewName = 'comparison';
/** Cells of all comparisons that are held in memory, about 200 bytes each. */
const mostCells = 300_000;

export type ComparisonStore = ScoredStore & Pick<Store, 'stamp' | 'ratings' | 'baseline' | 'view' | 'putView' | 'putFigures'>;

/** A run as it is seen by a scoring and against a baseline. As long as that stays the same, it is the same object. */
export interface SeenRun extends ComparedRun {
  readonly stamp: string;
  readonly scoring: ScoringRecord | null;
  /** With the expectations that the scoring went by; `null` where the comparison was not made but read. */
  readonly detail: RunDetail | null;
  /** Neither the run nor a scoring of it goes on. */
  readonly isOver: boolean;
  /** For history; `null` where the comparison was not made but read, goes on, or is by another scoring than that in force. */
  readonly figures: RunFigures | null;
}

/** What a comparison is made of. */
interface Question {
  readonly runId: RunId;
  readonly stamp: string;
  readonly scoring: ScoringRecord | null;
  /** That the scoring is the one in force, and the baseline the suite's own. */
  readonly isUsual: boolean;
  readonly baseline: RunId | BaselineData | null;
  /** The baseline and its state. `null`: none. */
  readonly against: string | null;
}

/**
 * Comparisons, made as seldom as can be: those looked at last are held in memory, and those of large runs that are over are kept
 * with the run.
 */
export class Comparisons {
  readonly #store: ComparisonStore;
  readonly #keptFrom: number;
  /** By what they are made of, the one looked at last at the end. */
  readonly #seen = new Map<string, SeenRun>();
  readonly #making = new Map<string, Promise<SeenRun | null>>();
  readonly #suitePaths = new Map<RunId, string>();
  readonly #keeping = new Set<Promise<unknown>>();
  /** The last one made, since it changes seldom and is wanted at every look at a run of its suite. */
  #baseline: { readonly key: string; readonly data: BaselineData | null } | null = null;

  constructor(store: ComparisonStore, limits: { readonly keptFrom?: number } = {}) {
    this.#store = store;
    this.#keptFrom = limits.keptFrom ?? keptFrom;
  }

  /** `null` where there is no such run. */
  async seen(runId: RunId, choice: ComparisonChoice = {}): Promise<SeenRun | null> {
    const question = await this.#question(runId, choice);
    if (question === null) return null;
    // A baseline from a file has no name to know it again by.
    if (question.baseline !== null && question.against === null) return this.#make(question);
    const key = JSON.stringify([runId, question.stamp, question.scoring?.id, question.against]);
    const known = this.#seen.get(key);
    if (known && (known.isOver || (await this.#status(runId)) === known.comparison.status)) return this.#hold(key, known);
    const making = this.#making.get(key) ?? this.#read(question).finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    const seen = await making;
    return seen && this.#hold(key, seen);
  }

  /** Resolves once everything made so far is kept. */
  async kept(): Promise<void> {
    await Promise.all(this.#keeping);
  }

  async #question(runId: RunId, { scoringId, baseline: wanted }: ComparisonChoice): Promise<Question | null> {
    const stamp = await this.#store.stamp(runId);
    const suitePath = stamp === null ? null : await this.#suitePath(runId);
    if (stamp === null || suitePath === null) return null;
    const all = await this.#store.scorings(runId);
    const scoring = scoringOf(all, scoringId);
    const baseline = wanted === undefined ? await this.#store.baseline(suitePath) : wanted;
    const isUsual = wanted === undefined && scoring?.id === activeScoring(all)?.id;
    const question = { runId, stamp, scoring, isUsual };
    if (baseline === null || baseline === runId) return { ...question, baseline: null, against: null };
    if (typeof baseline === 'object') return { ...question, baseline, against: null };
    return { ...question, baseline, against: `${baseline} ${await this.#store.stamp(baseline)}` };
  }

  async #suitePath(runId: RunId): Promise<string | null> {
    const known = this.#suitePaths.get(runId);
    if (known !== undefined) return known;
    const path = (await this.#store.run(runId))?.run.suitePath ?? null;
    if (path !== null) this.#suitePaths.set(runId, path);
    return path;
  }

  /** A run whose process died is interrupted without a word in its log. */
  async #status(runId: RunId): Promise<RunStatus | undefined> {
    return (await this.#store.run(runId))?.run.status;
  }

  /** As it was kept, else made. */
  async #read(question: Question): Promise<SeenRun | null> {
    const text = question.isUsual ? await this.#store.view(question.runId, viewName) : null;
    const kept = text === null ? null : fromKept(text, question.against);
    if (kept) return { ...kept, stamp: question.stamp, scoring: question.scoring, detail: null, isOver: true, figures: null };
    const seen = await this.#make(question);
    if (seen?.figures) this.#keep(question, seen, seen.figures);
    return seen;
  }

  async #make(question: Question): Promise<SeenRun | null> {
    const { runId, stamp, scoring, isUsual } = question;
    const scored = await scoredRun(this.#store, runId, { scoringId: scoring?.id ?? null });
    if (scored === null) return null;
    const { run, detail, attempts, grades } = scored;
    const [ratings, baseline] = await Promise.all([this.#store.ratings(runId), this.#baselineOf(question)]);
    const compared = compareWhole(run, detail, attempts, { scoring: scored.scoring, grades, ratings, baseline });
    const isOver = isOverOf(scored);
    const figures = isUsual && isOver ? figuresOf(compared.comparison, attempts, detail, stamp) : null;
    return { ...compared, stamp, scoring, detail, isOver, figures };
  }

  /** Nobody waits for it, and that it cannot be written makes the next look slower and nothing else. */
  #keep({ runId, stamp, against }: Question, seen: SeenRun, figures: RunFigures): void {
    const { done } = seen.comparison.totals;
    const keeping = Promise.allSettled([
      this.#store.putFigures(runId, figures),
      ...(done < this.#keptFrom ? [] : [this.#store.putView(runId, viewName, stamp, keptText(seen, against))]),
    ]).finally(() => this.#keeping.delete(keeping));
    this.#keeping.add(keeping);
  }

  /** Those looked at last, as many as there is room for; none of the run as it was before. */
  #hold(key: string, seen: SeenRun): SeenRun {
    this.#seen.delete(key);
    let room = mostCells - cellsOf(seen);
    for (const [other, held] of [...this.#seen].toReversed()) {
      room -= cellsOf(held);
      const isOutdated = held.comparison.runId === seen.comparison.runId && held.stamp !== seen.stamp;
      if (isOutdated || room < 0) this.#seen.delete(other);
    }
    this.#seen.set(key, seen);
    return seen;
  }

  async #baselineOf({ baseline, against }: Question): Promise<BaselineData | null> {
    if (baseline === null || typeof baseline === 'object') return baseline;
    const key = String(against);
    if (this.#baseline?.key === key) return this.#baseline.data;
    const found = await scoredRun(this.#store, baseline);
    const data = found && baselineOf(found.run, found.detail, found.attempts);
    this.#baseline = { key, data };
    return data;
  }
}

function cellsOf({ rows, comparison }: SeenRun): number {
  return rows.length * comparison.candidates.length;
}

function isOverOf({ run, scoring }: ScoredRun): boolean {
  return run.status !== 'running' && scoring.all.every(({ status }) => status !== 'running');
}
