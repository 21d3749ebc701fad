import type { Changed } from '../shared/model/changed.ts';
import type { Comparison } from '../shared/model/comparison.ts';
import type { RunFigures } from '../shared/model/history.ts';
import type { AttemptId, RunId, ScoringId } from '../shared/model/ids.ts';
import type { PanelView, PanelViewRequest } from '../shared/model/panelView.ts';
import type { RunRecord } from '../shared/model/run.ts';
import type { RunsComparison } from '../shared/model/runsComparison.ts';
import type { ScoringRecord } from '../shared/model/scoring.ts';
import { answerView } from './answerView.ts';
import type { AnswerView, ComparisonChoice, RunViewCalls, ScoredRun } from './benchStore.ts';
import { Comparisons, type ComparisonStore } from './comparisons.ts';
import { figuresOf, figuresVersion } from './history/figuresOf.ts';
import { PanelViews } from './panelViews.ts';
import { reportPieces, type RenderStore, type ReportChoice, type ReportFormat } from './renderRun.ts';
import { scoredRun } from './scoredRun.ts';
import { SeveralRuns } from './severalRuns.ts';
import type { Store } from './store/spec.ts';
import { writePieces } from './writePieces.ts';

type OwnCalls = 'comparison' | 'scoredRun' | 'panelView' | 'answer' | 'render' | 'renderFile' | 'compareRuns';
type ViewStore = ComparisonStore & RenderStore & Pick<Store, 'figures' | 'suites'>;

/** Stored runs as people look at them: by a scoring, against a baseline. */
export class RunViews implements Pick<RunViewCalls, OwnCalls> {
  readonly #store: ViewStore;
  readonly #comparisons: Comparisons;
  readonly #panels: PanelViews;
  readonly #several: SeveralRuns;
  /** Ids of runs and scorings that go on in this store. */
  readonly #underWay = new Set<RunId | ScoringId>();
  /** Ended, and not made ready yet. */
  readonly #ended = new Set<RunId>();
  #preparing: Promise<void> = Promise.resolve();

  constructor(store: ViewStore) {
    this.#store = store;
    this.#comparisons = new Comparisons(store);
    this.#panels = new PanelViews(store, this.#comparisons);
    this.#several = new SeveralRuns(store);
  }

  scoredRun(runId: RunId, choice?: Pick<ComparisonChoice, 'scoringId'>): Promise<ScoredRun | null> {
    return scoredRun(this.#store, runId, choice);
  }

  async comparison(runId: RunId, choice?: ComparisonChoice): Promise<Comparison | null> {
    const seen = await this.#comparisons.seen(runId, choice);
    return seen && { ...seen.comparison, matrix: [] };
  }

  panelView(request: PanelViewRequest): Promise<Changed<PanelView> | null> {
    return this.#panels.view(request);
  }

  answer(runId: RunId, attemptId: AttemptId, scoringId?: ScoringId | null): Promise<AnswerView | null> {
    return answerView(this.#store, runId, attemptId, scoringId);
  }

  compareRuns(runIds: readonly RunId[], reference?: RunId | null): Promise<RunsComparison | null> {
    return this.#several.compare(runIds, reference);
  }

  async render(format: ReportFormat, runId: RunId, choice?: ReportChoice): Promise<string> {
    return (await Array.fromAsync(this.#pieces(format, runId, choice))).join('');
  }

  renderFile(format: ReportFormat, runId: RunId, path: string, choice?: ReportChoice): Promise<void> {
    return writePieces(path, this.#pieces(format, runId, choice));
  }

  /** What history keeps of an ended run: as stored, or made anew where that is missing or stale. */
  async figures(runId: RunId): Promise<RunFigures | null> {
    const stored = await this.#storedFigures(runId);
    if (stored) return stored;
    const seen = await this.#comparisons.seen(runId);
    if (!seen?.isOver) return null;
    if (seen.figures) return seen.figures;
    const scored = await scoredRun(this.#store, runId);
    if (!scored) return null;
    const figures = figuresOf(seen.comparison, scored.attempts, scored.detail, seen.stamp);
    await this.#store.putFigures(runId, figures).catch(() => undefined);
    return figures;
  }

  /** To be told of every run that begins or ends: those that ended are made ready to be looked at while nothing is measured. */
  runChanged({ id, status }: Pick<RunRecord, 'id' | 'status'>): void {
    this.#changed(id, id, status === 'running');
  }

  /** The same of scorings. */
  scoringChanged({ id, runId, status }: Pick<ScoringRecord, 'id' | 'runId' | 'status'>): void {
    this.#changed(id, runId, status === 'running');
  }

  /** Resolves once what ended so far is ready. */
  async ready(): Promise<void> {
    await this.#preparing;
    await this.#comparisons.kept();
  }

  #changed(id: RunId | ScoringId, runId: RunId, isUnderWay: boolean): void {
    if (isUnderWay) {
      this.#underWay.add(id);
      this.#ended.delete(runId);
      return;
    }
    this.#underWay.delete(id);
    this.#ended.add(runId);
    this.#panels.wake(runId);
    this.#preparing = this.#preparing.then(() => this.#prepare());
  }

  async #prepare(): Promise<void> {
    for (const runId of this.#ended) {
      if (this.#underWay.size > 0) return;
      this.#ended.delete(runId);
      // What is wrong is told to whoever looks at the run.
      await this.figures(runId).catch(() => null);
    }
  }

  async #storedFigures(runId: RunId): Promise<RunFigures | null> {
    const found = await this.#store.run(runId);
    // Of a pruned run nothing but its figures says where it belongs.
    const paths = found ? [found.run.suitePath] : (await this.#store.suites()).map(({ path }) => path);
    for (const path of paths) {
      const stored = (await this.#store.figures(path)).find(({ run }) => run.id === runId);
      if (!stored?.figures) continue;
      const { version, stamp } = stored.figures;
      if (stored.pruned || (version === figuresVersion && stamp === stored.stamp)) return stored.figures;
    }
    return null;
  }

  #pieces(format: ReportFormat, runId: RunId, choice?: ReportChoice): AsyncGenerator<string> {
    return reportPieces(format, runId, { store: this.#store, comparisons: this.#comparisons }, choice);
  }
}
