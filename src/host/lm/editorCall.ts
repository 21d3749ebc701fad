import { fullName, processNow, type EditorAnswer, type EditorCall, type EditorOutcome } from '../../core/editorModels.ts';
import type { ChunkKind } from '../../shared/model/attempt.ts';
import type { Timeouts } from '../../shared/model/suite.ts';
import { errorFacts } from './errorFacts.ts';
import type { ModelAccess } from './modelAccess.ts';

/** A model of the editor, as far as a call needs it. */
export interface CallableModel {
  readonly vendor: string;
  readonly id: string;
  /** Resolves when the editor has passed the request on: before that it may ask the user. */
  send(messages: readonly string[], options: EditorCall['options'], signal: AbortSignal): Promise<AsyncIterable<Part>>;
  countTokens(text: string, signal: AbortSignal): Promise<number>;
}

/** A piece of an answer. */
export interface Part {
  readonly kind: ChunkKind;
  /** Empty where the kind has none. */
  readonly text: string;
}

export type GatheredAnswer = Omit<EditorAnswer, 'starved'>;

/** Counting is not worth waiting for longer than this. */
const countMs = 10_000;

/** Makes one call and gathers its answer; never rejects. Moments are taken as the editor hands the parts over. */
export async function callModel(
  model: CallableModel,
  call: EditorCall,
  access: ModelAccess,
  signal: AbortSignal,
): Promise<GatheredAnswer> {
  const limits = new CallLimits(call.timeouts, signal);
  // The editor's API has no system role.
  const messages = call.system === null ? [call.prompt] : [call.system, call.prompt];
  const chunks: { readonly at: number; readonly kind: ChunkKind }[] = [];
  const texts: Record<'text' | 'reasoning', string[]> = { text: [], reasoning: [] };
  let sentAt: number | null = null;
  const send = async (): Promise<void> => {
    const parts = await access.open(
      model,
      () => model.send(messages, call.options, limits.signal),
      () => {
        sentAt = processNow();
        limits.sent();
      },
      limits.signal,
    );
    for await (const { kind, text } of parts) {
      if (limits.signal.aborted) return;
      limits.received();
      chunks.push({ at: processNow(), kind });
      if (kind === 'text' || kind === 'reasoning') texts[kind].push(text);
    }
  };
  const outcome = await limits.hold(send());
  const finishedAt = processNow();
  const text = texts.text.join('');
  const [inputTokens, outputTokens] =
    outcome.type === 'answered'
      ? await Promise.all([count(model, messages, signal), count(model, [text], signal)])
      : [null, null];
  return {
    ...{ outcome, model: fullName(model), text, reasoning: texts.reasoning.join('') },
    ...{ inputTokens, outputTokens, sentAt, chunks, finishedAt },
  };
}

async function count(model: CallableModel, texts: readonly string[], outer: AbortSignal): Promise<number | null> {
  const signal = AbortSignal.any([outer, AbortSignal.timeout(countMs)]);
  const counts = Promise.all(texts.map((text) => model.countTokens(text, signal)));
  try {
    const sum = (await Promise.race([counts, aborted(signal)])).reduce((total, one) => total + one, 0);
    // An extension that cannot count may say 0, and an extension may say anything.
    return Number.isSafeInteger(sum) && sum > 0 ? sum : null;
  } catch {
    return null;
  }
}

/** The time-outs of a call, and its cancellation. Nobody has to heed the signal: who is late is no longer waited for. */
class CallLimits {
  readonly #timeouts: Timeouts;
  readonly #outer: AbortSignal;
  readonly #controller = new AbortController();
  readonly #timers = new Map<keyof Timeouts, NodeJS.Timeout>();
  readonly #cancel = (): void => this.#controller.abort();
  #passed: keyof Timeouts | null = null;

  constructor(timeouts: Timeouts, outer: AbortSignal) {
    this.#timeouts = timeouts;
    this.#outer = outer;
    if (outer.aborted) this.#cancel();
    else outer.addEventListener('abort', this.#cancel, { once: true });
    this.#start('totalMs');
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Time that the user took to answer the editor is not the model's. */
  sent(): void {
    this.#start('totalMs');
    this.#start('headersMs');
  }

  received(): void {
    clearTimeout(this.#timers.get('headersMs'));
    this.#start('idleMs');
  }

  /** Waits for the call, as long as it may take. */
  async hold(work: Promise<void>): Promise<EditorOutcome> {
    work.catch(() => undefined);
    try {
      await Promise.race([work, aborted(this.signal)]);
      return this.signal.aborted ? this.#stopped() : { type: 'answered' };
    } catch (error) {
      return this.signal.aborted ? this.#stopped() : { type: 'failed', ...errorFacts(error) };
    } finally {
      for (const timer of this.#timers.values()) clearTimeout(timer);
      this.#outer.removeEventListener('abort', this.#cancel);
    }
  }

  #stopped(): EditorOutcome {
    return this.#passed === null ? { type: 'cancelled' } : { type: 'timed-out', limit: this.#passed };
  }

  #start(limit: keyof Timeouts): void {
    clearTimeout(this.#timers.get(limit));
    const pass = (): void => {
      this.#passed ??= limit;
      this.#controller.abort();
    };
    this.#timers.set(limit, setTimeout(pass, this.#timeouts[limit]));
  }
}

/** Rejects when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(new Error('aborted'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
