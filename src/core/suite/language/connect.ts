import { Worker } from 'node:worker_threads';
import { createBirpc, type BirpcReturn } from 'birpc';
import type { CaseSpec } from '../../../shared/model/suite.ts';
import type { UserProviders } from '../../ports.ts';
import type { LoadedSuite } from '../loadSuite.ts';
import { unpackOutline } from './packedOutline.ts';
import { unpackSymbols } from './packedSymbols.ts';
import type { CaseReceiver, LanguageCalls, SuiteThreadCalls } from './serve.ts';
import type { SuiteDocument, SuiteSurvey } from './spec.ts';

interface Thread {
  readonly worker: Worker;
  readonly calls: BirpcReturn<SuiteThreadCalls, CaseReceiver>;
  /** Of the suite that is being loaded. */
  cases: CaseSpec[];
}

interface Turn {
  readonly isUrgent: boolean;
  take(): Promise<void>;
  refuse(error: Error): void;
}

export interface Asking {
  /** Somebody waits at the keyboard: goes ahead of what is only to be listed. */
  readonly isUrgent?: boolean;
  /** Asked just before the question is put: one that nobody waits for any more is answered by `null`. */
  readonly isWanted?: () => boolean;
}

/**
 * Reads suites in a thread of its own: a large one takes a second, in which nobody could type. The thread begins with the first
 * question and anew where it has died. Questions wait here and not at the thread, which could not be told that they are void.
 */
export class SuiteThread {
  readonly #script: URL;
  #thread: Thread | null = null;
  #waiting: Turn[] = [];
  #isBusy = false;
  #isClosed = false;

  constructor(script: URL) {
    this.#script = script;
  }

  /** The whole suite, to act by it. Rejects where the thread cannot be had. */
  async load(document: SuiteDocument, user: UserProviders, moreRows: number): Promise<LoadedSuite> {
    const loaded = await this.#ask(async (thread): Promise<LoadedSuite> => {
      thread.cases = [];
      const answer = await thread.calls.load(document, user, moreRows);
      return answer.suite === null ? answer : { ...answer, suite: { ...answer.suite, cases: thread.cases } };
    }, {});
    if (loaded === null) throw closed();
    return loaded;
  }

  /** `null` where it was not wanted any more. */
  survey(document: SuiteDocument, user: UserProviders, asking: Asking): Promise<SuiteSurvey | null> {
    return this.#ask(async ({ calls }) => {
      const { outline, ...survey } = await calls.survey(document, user);
      return { ...survey, outline: unpackOutline(outline) };
    }, asking);
  }

  /** `null` where it was not wanted any more. */
  ask<Answer>(question: (calls: LanguageCalls) => Promise<Answer>, isWanted: () => boolean): Promise<Answer | null> {
    return this.#ask(({ calls }) => question(unpacking(calls)), { isUrgent: true, isWanted });
  }

  /** Ends the thread, for good. What waits is rejected. */
  close(): void {
    this.#isClosed = true;
    for (const turn of this.#waiting.splice(0)) turn.refuse(closed());
    void this.#thread?.worker.terminate();
    this.#thread = null;
  }

  #ask<Answer>(question: (thread: Thread) => Promise<Answer>, asking: Asking): Promise<Answer | null> {
    const { isUrgent = false, isWanted = () => true } = asking;
    const { promise, resolve, reject } = Promise.withResolvers<Answer | null>();
    const take = async () => {
      if (isWanted()) await this.#put(question).then(resolve, reject);
      else resolve(null);
    };
    const next = isUrgent ? this.#waiting.findIndex((turn) => !turn.isUrgent) : -1;
    this.#waiting.splice(next < 0 ? this.#waiting.length : next, 0, { isUrgent, take, refuse: reject });
    void this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let turn = this.#waiting.shift(); turn; turn = this.#waiting.shift()) await turn.take();
    this.#isBusy = false;
  }

  /** Once more, to a new thread, where the thread dies of it or has just died. */
  async #put<Answer>(question: (thread: Thread) => Promise<Answer>): Promise<Answer> {
    const thread = this.#running();
    try {
      return await question(thread);
    } catch (error) {
      if (this.#thread === thread) throw error;
      return question(this.#running());
    }
  }

  #running(): Thread {
    if (this.#isClosed) throw closed();
    return (this.#thread ??= this.#begin());
  }

  #begin(): Thread {
    const worker = new Worker(this.#script, { name: 'llm-bench suites' });
    // Whoever waits for an answer has better reasons to stay alive.
    worker.unref();
    const receiver: CaseReceiver = { addCases: (cases) => void thread.cases.push(...cases) };
    const calls = createBirpc<SuiteThreadCalls, CaseReceiver>(receiver, {
      post: (message) => worker.postMessage(message),
      on: (receive) => worker.on('message', receive),
      timeout: -1,
    });
    const thread: Thread = { worker, calls, cases: [] };
    const end = (reason: Error) => {
      if (this.#thread === thread) this.#thread = null;
      calls.$close(reason);
    };
    worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => end(new Error(`The thread that reads suites ended with code ${code}`)));
    return thread;
  }
}

function unpacking(calls: Thread['calls']): LanguageCalls {
  return {
    complete: (...args) => calls.complete(...args),
    hover: (...args) => calls.hover(...args),
    symbols: async (document) => unpackSymbols(await calls.symbols(document)),
    definition: (...args) => calls.definition(...args),
    references: (...args) => calls.references(...args),
    prepareRename: (...args) => calls.prepareRename(...args),
    rename: (...args) => calls.rename(...args),
  };
}

function closed(): Error {
  return new Error('The thread that reads suites is closed');
}
