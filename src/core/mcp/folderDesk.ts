import { join } from 'node:path';
import type { RunRecord } from '../../shared/model/run.ts';
import type { SuiteSelection } from '../../shared/model/selection.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { shortName } from '../agents/bounds.ts';
import { priceOf } from '../agents/estimateOf.ts';
import {
  AgentError,
  progressOf,
  type AgentDesk,
  type AgentForecast,
  type AgentRankings,
  type AgentRunOptions,
  type AgentSuite,
} from '../agents/spec.ts';
import type { Bench } from '../bench.ts';
import type { BenchStore } from '../benchStore.ts';
import { capped } from '../capped.ts';
import { keyFault } from '../cli/run.ts';
import { diskReader } from '../diskReader.ts';
import type { PreparedRun } from '../prepareRun.ts';
import { unlessEnded } from '../providers/unlessEnded.ts';
import type { SuiteOptions } from '../suite/checks.ts';
import { loadSuite, type LoadedSuite } from '../suite/loadSuite.ts';
import { selectFrom } from '../suite/select.ts';
import { untilAborted } from '../untilAborted.ts';
import { callableRefs, type CallableSources } from './callableRefs.ts';
import { suiteFiles } from './suiteFiles.ts';

export interface FolderDeskOptions extends CallableSources {
  readonly bench: Bench;
  /** Absolute, with links resolved. No suite and no dataset is read outside it. */
  readonly root: string;
  /** Opening a store makes one: asked before something is only read. */
  readonly hasStore: () => boolean;
  readonly suiteOptions: SuiteOptions;
  readonly rankings: AgentRankings;
}

/** The tools' place outside an editor: the suites of a folder. */
export class FolderDesk implements AgentDesk {
  readonly #options: FolderDeskOptions;
  /** Runs take turns, so that their latencies do not meet. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: FolderDeskOptions) {
    this.#options = options;
  }

  async suites(): Promise<readonly AgentSuite[]> {
    const paths = await suiteFiles(this.#options.root);
    return Promise.all(paths.map(async (path) => agentSuite(path, await this.#load(path))));
  }

  async cases(path: string) {
    return (await this.#whole(path)).cases;
  }

  async store(): Promise<BenchStore | null> {
    const { bench, hasStore } = this.#options;
    return hasStore() ? bench.store() : null;
  }

  get rankings(): AgentRankings {
    return this.#options.rankings;
  }

  async callable(): Promise<readonly string[]> {
    const heads = (await this.suites()).flatMap(({ head }) => head ?? []);
    return callableRefs(heads, this.#options);
  }

  async forecast(path: string, selection: SuiteSelection): Promise<AgentForecast> {
    const { suite } = selectFrom(await this.#whole(path), selection);
    return { prepared: await this.#prepare(suite) };
  }

  async run(options: AgentRunOptions): Promise<RunRecord> {
    const { signal } = options;
    const turn = unlessEnded(this.#turn, signal).catch(() => {
      throw cancelled();
    });
    const run = turn.then(() => this.#runNow(options));
    // Who does not wait any longer ends no turn of those before. What they came to is let go.
    this.#turn = Promise.allSettled([this.#turn, run]).then(() => undefined);
    return run;
  }

  /** Resolves when no run goes on any more. */
  settled(): Promise<void> {
    return this.#turn;
  }

  async #runNow({ path, selection, maxUsd, signal, onProgress }: AgentRunOptions): Promise<RunRecord> {
    const { bench } = this.#options;
    const { suite, part } = selectFrom(await this.#whole(path), selection);
    const prepared = await this.#prepare(capped(suite, maxUsd));
    // The file is read anew when the run's turn has come: nobody agreed to what it may cost by now.
    if (priceOf(prepared).highUsd > (maxUsd ?? 0)) {
      throw new AgentError(`“${shortName(suite.name)}” has become dearer since: nothing was run. Call run_suite again.`);
    }
    if (signal.aborted) throw cancelled();
    const handle = await bench.start(prepared, { triggeredBy: 'agent', suitePath: path, part });
    const subscription = handle.events((event) => {
      const progress = progressOf(event);
      if (progress) onProgress(progress);
    });
    try {
      return await untilAborted(handle, signal);
    } finally {
      subscription.dispose();
    }
  }

  async #prepare(suite: Suite): Promise<PreparedRun> {
    const prepared = await this.#options.bench.prepare(suite);
    const [fault] = [...prepared.problems, ...prepared.missingKeys.map(keyFault)];
    if (fault !== undefined) throw new AgentError(`“${shortName(suite.name)}” cannot run: ${fault}`);
    return prepared;
  }

  async #whole(path: string): Promise<Suite> {
    const { suite } = await this.#load(path);
    if (!suite) throw new AgentError(`${path} has errors: see list_suites.`);
    return suite;
  }

  #load(path: string): Promise<LoadedSuite> {
    const { root, suiteOptions } = this.#options;
    return loadSuite(join(root, path), root, diskReader, suiteOptions);
  }
}

function agentSuite(path: string, { suite, problems, outline }: LoadedSuite): AgentSuite {
  const said = problems.map(({ severity, message, range }) => `${severity} in line ${range.start.line + 1}: ${message}`);
  const name = suite?.name ?? outline.name?.text ?? path;
  if (suite === null) return { path, name, head: null, problems: said };
  const { cases, ...head } = suite;
  return { path, name, head: { ...head, caseCount: cases.length }, problems: said };
}

function cancelled(): AgentError {
  return new AgentError('The run was cancelled before it began: nothing was spent.');
}
