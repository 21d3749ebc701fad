import { Worker } from 'node:worker_threads';
import { createBirpc, type BirpcReturn } from 'birpc';
import type { TokenUsage } from '../../shared/model/usage.ts';
import type { CallTexts, TokenCounter } from './spec.ts';

/** What the tokenizer's worker does; over birpc. */
export interface TokenFunctions {
  count(texts: CallTexts): TokenUsage;
}

interface Thread {
  readonly worker: Worker;
  readonly rpc: BirpcReturn<TokenFunctions, object>;
}

/**
 * Counts in a thread of its own: reading 2.4 MB of vocabulary takes a tenth of a second, and a long answer takes as long again,
 * in which no byte of another answer could be marked. The thread begins with the first count.
 */
export class TokenThread implements TokenCounter {
  readonly #script: URL;
  #thread: Thread | null = null;

  constructor(script: URL) {
    this.#script = script;
  }

  /** Rejects where the thread cannot be had; the next count tries anew. */
  async count(texts: CallTexts): Promise<TokenUsage> {
    this.#thread ??= this.#begin();
    return this.#thread.rpc.count(texts);
  }

  /** Gives the memory back. Counts under way are rejected; a later one begins a new thread. */
  release(): void {
    void this.#thread?.worker.terminate();
    this.#thread = null;
  }

  #begin(): Thread {
    const worker = new Worker(this.#script, { name: 'llm-bench tokenizer' });
    // Whoever waits for a count has better reasons to stay alive.
    worker.unref();
    const rpc = createBirpc<TokenFunctions>(
      {},
      {
        post: (message) => worker.postMessage(message),
        on: (receive) => worker.on('message', receive),
        timeout: -1,
      },
    );
    const thread: Thread = { worker, rpc };
    const end = (reason: Error) => {
      if (this.#thread === thread) this.#thread = null;
      rpc.$close(reason);
    };
    worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => end(new Error(`The tokenizer's thread ended with code ${code}`)));
    return thread;
  }
}
