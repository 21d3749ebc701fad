import type { CandidateId, SampleId } from '../../shared/model/ids.ts';
import type { Candidate, CaseSpec, ModelSpec, PromptSpec, Suite } from '../../shared/model/suite.ts';

/** One cell to fill: a candidate answering a case for the n-th time. */
export interface Sample {
  readonly id: SampleId;
  readonly candidate: Candidate;
  readonly model: ModelSpec;
  readonly prompt: PromptSpec;
  readonly case: CaseSpec;
  /** From 1. */
  readonly repeat: number;
  readonly warmup: boolean;
}

export interface Plan {
  readonly candidates: readonly Candidate[];
  /** Warm-ups left out. */
  readonly plannedSamples: number;
  /** Worked side by side, each in its own order: one for each provider, in timing mode one for all. */
  readonly queues: readonly (readonly Sample[])[];
}

/** The queues with what is wanted alone; a candidate with nothing to do needs no warm-up either. */
export function queuesOf({ queues }: Plan, isWanted: (id: SampleId) => boolean): Plan['queues'] {
  return queues.map((queue) => {
    const wanted = queue.filter(({ id, warmup }) => !warmup && isWanted(id));
    const candidates = new Set(wanted.map(({ candidate }) => candidate));
    return [...queue.filter(({ warmup, candidate }) => warmup && candidates.has(candidate)), ...wanted];
  });
}

/** @param kind the case's id */
export function sampleIdOf(candidateId: CandidateId, kind: string, repeat: number): SampleId {
  return `${candidateId}::${kind}::${repeat}` as SampleId;
}

/** Every model under every prompt variant. */
export function candidatesOf(suite: Suite): Candidate[] {
  const several = suite.prompts.length > 1;
  return suite.models.flatMap((model) =>
    suite.prompts.map((prompt) => {
      const label = several ? `${model.label} · ${prompt.id}` : model.label;
      return { id: label as CandidateId, label, provider: model.provider, model: model.model, promptId: prompt.id };
    }),
  );
}

/**
 * Lays out all calls of a run. Within a queue models take turns at each case, so that a slow minute of the provider or
 * of the network falls on all of them alike and does not look like a difference between models. In timing mode all
 * providers share one queue: the suite's concurrency is then that of the whole run, and nothing else of ours competes
 * with a call that is measured, nor one provider with another.
 */
export function planRun(suite: Suite): Plan {
  const candidates = candidatesOf(suite);
  const columns = suite.models.flatMap((model) => suite.prompts.map((prompt) => ({ model, prompt })));
  const queues = new Map<string, Sample[]>();
  const enqueue = (index: number, testCase: CaseSpec, repeat: number, warmup: boolean) => {
    const candidate = candidates[index];
    const column = columns[index];
    if (!candidate || !column) return;
    const kind = warmup ? 'warm-up' : testCase.id;
    const id = sampleIdOf(candidate.id, kind, repeat);
    const name = suite.timing === null ? candidate.provider : 'all';
    const queue = queues.get(name) ?? [];
    queue.push({ id, candidate, ...column, case: testCase, repeat, warmup });
    queues.set(name, queue);
  };

  const first = suite.cases[0];
  for (let repeat = 1; first && repeat <= suite.warmup; repeat++) {
    candidates.forEach((_, index) => enqueue(index, first, repeat, true));
  }
  for (let repeat = 1; repeat <= suite.repeats; repeat++) {
    for (const testCase of suite.cases) candidates.forEach((_, index) => enqueue(index, testCase, repeat, false));
  }
  return { candidates, plannedSamples: candidates.length * suite.cases.length * suite.repeats, queues: [...queues.values()] };
}
