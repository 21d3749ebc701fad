import type { Disposable } from '../../shared/base/disposable.ts';
import { Emitter } from '../../shared/base/emitter.ts';
import { errorTitles } from '../../shared/errorTitles.ts';
import { formatPlural } from '../../shared/format.ts';
import type { CandidateSummary, Comparison } from '../../shared/model/comparison.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { ErrorKind } from '../../shared/model/errors.ts';

/** What stopped a model in the last run of it in this window. */
export interface FailingModel {
  readonly runId: RunId;
  readonly candidateId: string;
  readonly kind: ErrorKind;
  /** `key refused, 12 calls`. */
  readonly title: string;
  readonly advice: string;
}

/** The models that answered nothing in the last run that asked them, by `provider/model`. */
export class FailingModels implements Disposable {
  readonly #models = new Map<string, FailingModel>();
  readonly #changes = new Emitter<void>();
  readonly onDidChange = this.#changes.event;

  all(): ReadonlyMap<string, FailingModel> {
    return this.#models;
  }

  /** Learns from a run that has ended. */
  learn({ runId, candidates }: Pick<Comparison, 'runId' | 'candidates'>): void {
    const asked = candidates.filter(({ ok, failed }) => ok + failed > 0);
    for (const [ref, same] of Map.groupBy(asked, ({ provider, model }) => `${provider}/${model}`)) {
      const failing = same.every(({ ok }) => ok === 0) ? failingOf(runId, same) : null;
      if (failing === null) this.#models.delete(ref);
      else this.#models.set(ref, failing);
    }
    this.#changes.fire();
  }

  dispose(): void {
    this.#changes.dispose();
  }
}

function failingOf(runId: RunId, candidates: readonly CandidateSummary[]): FailingModel | null {
  const worst = dominatingError(candidates);
  if (worst === null) return null;
  const { kind, count, advice, candidate } = worst;
  return { runId, candidateId: candidate.id, kind, title: `${errorTitles[kind]}, ${formatPlural(count, 'call')}`, advice };
}

export interface DominatingError {
  readonly kind: ErrorKind;
  readonly count: number;
  readonly advice: string;
  /** Where most of them are. */
  readonly candidate: CandidateSummary;
}

/** The kind of error that most calls of a run failed with, and the model that it hit most. */
export function dominatingError(candidates: readonly CandidateSummary[]): DominatingError | null {
  const errors = candidates.flatMap((candidate) => candidate.errors.map((error) => ({ ...error, candidate })));
  const kinds = [...Map.groupBy(errors, ({ kind }) => kind).values()];
  const counted = kinds.map((same) => ({ same, count: same.reduce((sum, { count }) => sum + count, 0) }));
  const [most] = counted.sort((a, b) => b.count - a.count);
  const [worst] = most?.same.toSorted((a, b) => b.count - a.count) ?? [];
  return most && worst ? { ...worst, count: most.count } : null;
}
