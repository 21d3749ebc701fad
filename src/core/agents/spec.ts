import type { RunEvent, RunProgress, RunRecord } from '../../shared/model/run.ts';
import type { SuiteSelection } from '../../shared/model/selection.ts';
import type { BenchStore } from '../benchStore.ts';
import type { PreparedRun } from '../prepareRun.ts';
import type { Rankings, RankingsRequest } from '../rankings.ts';
import type { SuiteHead } from '../suite/language/spec.ts';

/** What an agent is answered: the same figures twice, for reading and for working with. Neither is longer than `mostCharacters`. */
export interface AgentAnswer {
  /** Markdown. */
  readonly text: string;
  /** JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Something that the asker can mend; the message says how. */
export class AgentError extends Error {
  override readonly name = 'AgentError';
}

/** A suite file that can be asked about. */
export interface AgentSuite {
  /** As runs name it: relative to the workspace or the root. */
  readonly path: string;
  /** What it is called in lists. */
  readonly name: string;
  /** `null` where it has errors. */
  readonly head: SuiteHead | null;
  /** In words, errors first. */
  readonly problems: readonly string[];
}

/** What a run would be, with nothing called. */
export interface AgentForecast {
  /** As far as it is to run. */
  readonly prepared: PreparedRun;
}

export interface AgentRunOptions {
  readonly path: string;
  readonly selection: SuiteSelection;
  /** The run is not begun where it may cost more, and stops there, USD; `null`: none was named. */
  readonly maxUsd: number | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RunProgress) => void;
}

/** Public rankings, shared with whoever else uses them. */
export interface AgentRankings extends Pick<Rankings, 'kept' | 'corrections' | 'health'> {
  /** Boards are asked where what is kept is not young enough, or in any case with `fresh`. Rejects where `signal` is aborted. */
  get(request: Pick<RankingsRequest, 'categories' | 'fresh' | 'trigger' | 'signal'>): ReturnType<Rankings['get']>;
}

export type AgentStore = Pick<BenchStore, 'listRuns' | 'comparison' | 'head'>;

/** What the tools need of the place that they work in: an editor's window, or a folder. */
export interface AgentDesk {
  suites(): Promise<readonly AgentSuite[]>;
  /** Ids and names of all cases of a suite, to choose from. */
  cases(path: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** `null` while there is none: nothing was ever run. */
  store(): Promise<AgentStore | null>;
  readonly rankings: AgentRankings;
  /** `provider/model`: of providers that have a key, need none or are signed in to, as far as is known without asking; none of the demo. Likely ones first. */
  callable(): Promise<readonly string[]>;
  /** Rejects with an `AgentError` where such a run is impossible. */
  forecast(path: string, selection: SuiteSelection): Promise<AgentForecast>;
  /** Runs to the end. Rejects with an `AgentError` where it does not come to a run. */
  run(options: AgentRunOptions): Promise<RunRecord>;
}

/** How a run stands, of an event that says so. */
export function progressOf(event: RunEvent): RunProgress | null {
  return event.type === 'attempt-finished' || event.type === 'answer-graded' ? event.progress : null;
}
