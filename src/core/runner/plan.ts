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
  /** One queue for each provider, in the order of sending. */
  readonly queues: ReadonlyMap<string, readonly Sample[]>;
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
 * Lays out all calls of a run. Within a provider's queue models take turns at each case, so that a slow minute of the
 * provider or of the network falls on all of them alike and does not look like a difference between models.
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
    const id = `${candidate.id}::${kind}::${repeat}` as SampleId;
    const queue = queues.get(candidate.provider) ?? [];
    queue.push({ id, candidate, ...column, case: testCase, repeat, warmup });
    queues.set(candidate.provider, queue);
  };

  const first = suite.cases[0];
  for (let repeat = 1; first && repeat <= suite.warmup; repeat++) {
    candidates.forEach((_, index) => enqueue(index, first, repeat, true));
  }
  for (let repeat = 1; repeat <= suite.repeats; repeat++) {
    for (const testCase of suite.cases) candidates.forEach((_, index) => enqueue(index, testCase, repeat, false));
  }
  return { candidates, plannedSamples: candidates.length * suite.cases.length * suite.repeats, queues };
}
