import type { CallError, ErrorKind, ErrorStage } from '../../shared/model/errors.ts';
import type { ModelParams } from '../../shared/model/suite.ts';
import { unknownUsage } from '../../shared/model/usage.ts';
import { processNow, unsent, type EditorAnswer, type EditorModels, type EditorOutcome } from '../editorModels.ts';
import type { Clock } from '../ports.ts';
import { kindOf } from '../providers/errorKind.ts';
import { callError, type CallSubject } from '../providers/errors.ts';
import type { Caller, CallResult, CallTimeouts, Endpoint, GenerateRequest } from '../providers/spec.ts';

/** A caller that has the editor's own models called where they are, and leaves all others to `wires`. */
export function withEditorModels(wires: Caller, editor: Pick<EditorModels, 'call'>, clock: Clock): Caller {
  return {
    prepare: (endpoints, signal) =>
      wires.prepare(
        [...endpoints].filter(({ api }) => api !== 'vscode-lm'),
        signal,
      ),
    call: (endpoint, request, timeouts, signal) =>
      endpoint.api === 'vscode-lm'
        ? callEditor(editor, clock, endpoint, request, timeouts, signal)
        : wires.call(endpoint, request, timeouts, signal),
    embed: (endpoint, request, timeouts, signal) => wires.embed(endpoint, request, timeouts, signal),
    dispose: () => wires.dispose(),
  };
}

async function callEditor(
  editor: Pick<EditorModels, 'call'>,
  clock: Clock,
  { provider }: Endpoint,
  { model, system, prompt, params }: GenerateRequest,
  timeouts: CallTimeouts,
  signal: AbortSignal,
): Promise<CallResult> {
  const { options, left } = optionsOf(params);
  const answer = await editor
    .call({ model, system, prompt, options, timeouts }, signal)
    .catch((error: unknown) => unheard(error, signal.aborted));
  const adapted = [...(system === null ? [] : ['system prompt as user message']), ...left];
  return resultOf(answer, { adapted, error: errorOf(answer, { provider, model, timeouts }), shift: clock.now() - processNow() });
}

/**
 * The names are OpenAI's, as far as GitHub Copilot's extension reads them. The editor does not say what a model heeds:
 * other parameters are left out rather than thought to hold.
 */
function optionsOf({ maxOutputTokens, temperature, stop, ...others }: ModelParams): {
  readonly options: Readonly<Record<string, unknown>>;
  readonly left: readonly string[];
} {
  const options = { max_tokens: maxOutputTokens, temperature, stop: stop?.length === 1 ? stop[0] : stop };
  return {
    options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    left: Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [`without ${name}`])),
  };
}

/** The host did not answer at all. */
function unheard(error: unknown, cancelled: boolean): EditorAnswer {
  if (cancelled) return unsent({ type: 'cancelled' });
  return unsent({ type: 'failed', code: null, message: error instanceof Error ? error.message : String(error) });
}

interface ResultParts {
  readonly adapted: readonly string[];
  readonly error: CallError | null;
  /** From the process's clock to the engine's, ms. */
  readonly shift: number;
}

function resultOf(answer: EditorAnswer, { adapted, error, shift }: ResultParts): CallResult {
  const { outcome, text, reasoning, inputTokens, sentAt, chunks, finishedAt } = answer;
  const whole = outcome.type === 'answered';
  // What streams of a model's reasoning is a summary as often as not: its length says nothing about what was billed.
  const outputTokens = whole && reasoning === '' ? answer.outputTokens : null;
  return {
    status: whole ? 'ok' : outcome.type === 'cancelled' ? 'cancelled' : 'error',
    api: 'vscode-lm',
    adapted,
    text,
    reasoning,
    usage: { ...unknownUsage, inputTokens, outputTokens },
    usageSource: inputTokens === null && outputTokens === null ? null : 'estimated',
    reportedCostUsd: null,
    rawUsage: null,
    finishReason: whole ? 'unknown' : null,
    responseModel: answer.model,
    requestId: null,
    error,
    sentAt: sentAt === null ? null : sentAt + shift,
    headersAt: null,
    chunks: chunks.map(({ at, kind }) => ({ at: at + shift, kind })),
    finishedAt: finishedAt + shift,
    starved: answer.starved,
    rateState: null,
  };
}

interface Asked {
  readonly provider: string;
  readonly model: string;
  readonly timeouts: CallTimeouts;
}

function errorOf(answer: EditorAnswer, asked: Asked): CallError | null {
  const { outcome } = answer;
  const subject: CallSubject = { provider: asked.provider, model: asked.model, origin: 'the editor', secrets: [] };
  const stage = stageOf(answer);
  switch (outcome.type) {
    case 'answered':
    case 'cancelled':
      return null;
    case 'no-model':
      return callError(subject, { kind: 'model-not-found', stage, message: outcome.message, advice: listAdvice });
    case 'timed-out':
      return callError(subject, timedOut(outcome.limit, stage, asked));
    case 'failed':
      return failed(subject, stage, outcome);
  }
}

function stageOf({ sentAt, chunks }: EditorAnswer): ErrorStage {
  if (sentAt === null) return 'prepare';
  return chunks.length === 0 ? 'headers' : 'stream';
}

const listAdvice = 'The Models view lists the models that the editor has.';
const accessAdvice =
  'Run again and allow the use of the model when the editor asks, or allow it with the command "Manage Language Model Access".';

function timedOut(limit: keyof CallTimeouts, stage: ErrorStage, { provider, model, timeouts }: Asked): ErrorParts {
  const ref = `${provider}/${model}`;
  if (stage === 'prepare') {
    const message = `${ref} could not be called within ${timeouts[limit]} ms: the editor did not pass the request on`;
    return { kind: 'timeout', stage, message, advice: accessAdvice, retryable: false };
  }
  switch (limit) {
    case 'headersMs':
      return { kind: 'timeout', stage, message: `${ref} sent nothing for ${timeouts.headersMs} ms` };
    case 'idleMs':
      return { kind: 'stall', stage, message: `${ref} sent nothing more for ${timeouts.idleMs} ms` };
    case 'totalMs':
      return { kind: 'timeout', stage, message: `${ref} was not done after ${timeouts.totalMs} ms` };
  }
}

type ErrorParts = Parameters<typeof callError>[1];

/** Codes of the editor's `LanguageModelError`, and names of the errors of GitHub Copilot's extension. */
const kinds: ReadonlyMap<string, { readonly kind: ErrorKind; readonly advice: string }> = new Map([
  ['NoPermissions', { kind: 'permission', advice: accessAdvice }],
  ['NotFound', { kind: 'model-not-found', advice: listAdvice }],
  ['Blocked', { kind: 'quota', advice: blockedAdvice('takes no more calls from LLM Bench for now') }],
  ['ChatQuotaExceeded', { kind: 'quota', advice: blockedAdvice('says that its quota is used up') }],
  ['ChatRateLimited', { kind: 'rate-limit', advice: 'Lower the concurrency of the suite, or wait and run again.' }],
]);

function blockedAdvice(what: string): string {
  return `The extension that provides this model ${what}. Wait and run again with fewer calls, or check your plan there.`;
}

/** Kinds whose general advice fits here, too; others speak of keys, accounts and base URLs. */
const plainKinds: ReadonlySet<ErrorKind> = new Set(['context-length', 'content-filter', 'overloaded', 'unsupported-parameter']);
const providerAdvice = 'The extension that provides this model says so: check its settings, and that you are signed in to it.';

function failed(
  subject: CallSubject,
  stage: ErrorStage,
  { code, message }: Extract<EditorOutcome, { type: 'failed' }>,
): CallError {
  const known = code === null ? undefined : kinds.get(code);
  const kind = known?.kind ?? kindOf(null, null, message);
  return callError(subject, {
    kind,
    stage,
    message: `${subject.provider}/${subject.model} failed in the editor: ${message}`,
    ...(plainKinds.has(kind) ? {} : { advice: known?.advice ?? providerAdvice }),
    providerCode: code,
  });
}
