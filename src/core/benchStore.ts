import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { AttemptRecord } from '../shared/model/attempt.ts';
import type { Comparison, ScoringView } from '../shared/model/comparison.ts';
import type { RunId, ScoringId } from '../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../shared/model/run.ts';
import type { GradeRecord } from '../shared/model/scoring.ts';
import type { BaselineData } from './report/baseline/data.ts';
import { connectStore, type StoreCalls } from './store/remote.ts';
import { StoreError } from './store/errors.ts';
import type { Store } from './store/spec.ts';

/** What a run is to be seen by. */
export interface ComparisonChoice {
  /** Absent: the scoring in force. `null`: the scores that the answers were stored with. */
  readonly scoringId?: ScoringId | null;
  /** Absent: the baseline of the run's suite. `null`: none. */
  readonly baseline?: BaselineData | RunId | null;
}

/** A run as one scoring sees it. */
export interface ScoredRun {
  readonly run: RunRecord;
  /** With the expectations that the scoring went by. */
  readonly detail: RunDetail;
  /** With the scores of the scoring; in order of finishing, warm-ups and superseded attempts included. */
  readonly attempts: readonly AttemptRecord[];
  readonly scoring: ScoringView;
  /** Of the scoring. */
  readonly grades: readonly GradeRecord[];
}

/** What the store's worker answers beside the store itself: figures are made where the rows are. */
export interface RunViewCalls {
  /** `null` where there is no such run. */
  comparison(runId: RunId, choice?: ComparisonChoice): Promise<Comparison | null>;
  /** The attempts behind a comparison; `null` where there is no such run. */
  scoredRun(runId: RunId, choice?: Pick<ComparisonChoice, 'scoringId'>): Promise<ScoredRun | null>;
}

export type BenchStoreCalls = StoreCalls & RunViewCalls;

export interface BenchStore extends Store, RunViewCalls {
  /** A further line to the same store, to hand to another thread. */
  connect(): MessagePort;
}

/** To the store's worker: `open` comes first; each `connect` adds somebody who calls the store over a port of their own. */
export type StoreWorkerMessage =
  | { readonly type: 'open'; readonly folder: string; readonly wasmPath: string }
  | { readonly type: 'connect'; readonly port: MessagePort };

/**
 * Opens the store in a thread of its own, so that no query and no checkpoint blocks an editor or a measurement.
 * `ended` hears when the thread is over, with what broke it, or `null`.
 */
export async function spawnStore(
  script: URL,
  folder: string,
  wasmPath: string,
  ended: (cause: unknown) => void = () => {},
): Promise<BenchStore> {
  const worker = new Worker(script, { name: 'llm-bench store' });
  let cause: unknown = null;
  // Unheard, an error of the worker would end this process.
  worker.on('error', (error) => (cause = error));
  worker.once('exit', () => ended(cause));
  worker.postMessage({ type: 'open', folder, wasmPath } satisfies StoreWorkerMessage);
  const connect = (): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ type: 'connect', port: port2 } satisfies StoreWorkerMessage, [port2]);
    return port1;
  };
  const store = await connectStore<BenchStoreCalls>(connect()).catch(async (error: unknown) => {
    await worker.terminate();
    if (!(cause instanceof Error)) throw error;
    throw new StoreError('other', `The results store could not be started: ${cause.message}`, { cause });
  });
  return {
    ...store,
    comparison: (runId, choice) => store.calls.comparison(runId, choice),
    scoredRun: (runId, choice) => store.calls.scoredRun(runId, choice),
    connect,
    close: async () => {
      await store.close();
      await worker.terminate();
    },
  };
}
