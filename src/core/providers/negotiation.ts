import type { ModelParams } from '../../shared/model/suite.ts';
import type { Logger } from '../ports.ts';
import type { RefusalError } from './errors.ts';
import type { Endpoint, GenerateRequest } from './spec.ts';

/** A call as its server is known to take it. */
export interface Terms {
  readonly endpoint: Endpoint;
  readonly request: GenerateRequest;
  /** Where it differs from what was asked, for the record of the call. */
  readonly changes: readonly string[];
  readonly asked: { readonly endpoint: Endpoint; readonly request: GenerateRequest };
  readonly lessons: ReadonlySet<Lesson>;
}

/** Parameters that a call can do without. */
const dispensable = ['temperature', 'topP', 'seed', 'stop', 'reasoningEffort'] as const satisfies readonly (keyof ModelParams)[];
type Dispensable = (typeof dispensable)[number];

/** What a refusal can teach. Each is learnt once, so that a call is tried at most once more for each of them. */
type Lesson = 'no stream_options' | 'other token limit' | 'Responses API' | 'lower effort' | `no ${Dispensable}`;

/** What servers call the parameters, in all wire formats. */
const spellings: Readonly<Record<Dispensable, RegExp>> = {
  temperature: /\btemperature\b/i,
  topP: /\btop_?p\b/i,
  seed: /\bseed\b/i,
  stop: /\bstop(?:_?sequences?)?\b/i,
  reasoningEffort: /reasoning|thinking|effort/i,
};

/**
 * What servers have taught about themselves and their models by refusing calls. Only what is said not to be taken is left
 * out, and never a value that is out of range: that is the user's to mend.
 */
export class Negotiation {
  readonly #logger: Logger;
  readonly #taught = new Map<string, Set<Lesson>>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  terms(endpoint: Endpoint, request: GenerateRequest): Terms {
    const lessons = this.#lessonsFor(endpoint, request);
    return {
      endpoint: adaptEndpoint(endpoint, lessons),
      request: lessons.size === 0 ? request : { ...request, params: adaptParams(request.params, lessons) },
      changes: changesOf(request.params, lessons),
      asked: { endpoint, request },
      lessons,
    };
  }

  /**
   * Takes a refusal in; true where the call has better terms now. What is learnt is never among the terms it was refused
   * with; that another call which was under way has learnt it meanwhile makes no difference.
   */
  learn(terms: Terms, refusal: RefusalError): boolean {
    const { endpoint, request } = terms.asked;
    const lesson = lessonOf(terms, refusal);
    if (lesson === null) return false;
    const scope = scopeOf(lesson, endpoint, request);
    this.#taught.set(scope, (this.#taught.get(scope) ?? new Set()).add(lesson));
    this.#logger.info(`${endpoint.provider}/${request.model} refused a call. From now on it is called with: ${lesson}.`);
    return true;
  }

  #lessonsFor(endpoint: Endpoint, request: GenerateRequest): ReadonlySet<Lesson> {
    const scopes = [serverScope(endpoint), modelScope(endpoint, request), shapeScope(endpoint, request)];
    return new Set(scopes.flatMap((scope) => [...(this.#taught.get(scope) ?? [])]));
  }
}

function scopeOf(lesson: Lesson, endpoint: Endpoint, request: GenerateRequest): string {
  if (lesson === 'no stream_options') return serverScope(endpoint);
  return lesson === 'other token limit' || lesson === 'Responses API'
    ? modelScope(endpoint, request)
    : shapeScope(endpoint, request);
}

function serverScope({ api, baseUrl }: Endpoint): string {
  return `${api} ${baseUrl}`;
}

function modelScope(endpoint: Endpoint, { model }: GenerateRequest): string {
  return `${serverScope(endpoint)} ${model}`;
}

/** A model may refuse a parameter beside another one only: temperature where it thinks, top_p where there is a temperature. */
function shapeScope(endpoint: Endpoint, request: GenerateRequest): string {
  const { reasoningEffort } = request.params;
  return `${modelScope(endpoint, request)} ${given(request.params).join(' ')} ${reasoningEffort ?? ''}`;
}

function given(params: ModelParams): readonly Dispensable[] {
  return dispensable.filter((name) => params[name] !== undefined);
}

function adaptEndpoint(endpoint: Endpoint, lessons: ReadonlySet<Lesson>): Endpoint {
  if (lessons.has('Responses API')) return { ...endpoint, api: 'openai-responses' };
  if (!lessons.has('no stream_options') && !lessons.has('other token limit')) return endpoint;
  return {
    ...endpoint,
    dialect: {
      ...endpoint.dialect,
      ...(lessons.has('no stream_options') && { streamOptions: false }),
      ...(lessons.has('other token limit') && {
        tokenLimit: tokenLimitOf(endpoint) === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens',
      }),
    },
  };
}

function adaptParams(params: ModelParams, lessons: ReadonlySet<Lesson>): ModelParams {
  const kept = Object.entries(params).filter(([name]) => !lessons.has(`no ${name as Dispensable}`));
  const adapted: ModelParams = Object.fromEntries(kept);
  return lessons.has('lower effort') && adapted.reasoningEffort !== undefined ? { ...adapted, reasoningEffort: 'low' } : adapted;
}

/** A renamed limit and a usage that was not asked for change nothing for the user. */
function changesOf(params: ModelParams, lessons: ReadonlySet<Lesson>): readonly string[] {
  const without = given(params).filter((name) => lessons.has(`no ${name}`));
  return [
    ...(lessons.has('Responses API') ? ['over the Responses API'] : []),
    ...(lessons.has('lower effort') && !without.includes('reasoningEffort') ? ['reasoningEffort low'] : []),
    ...without.map((name) => `without ${name}`),
  ];
}

/** The name that a chat server is first sent the limit under. */
export function tokenLimitOf({ dialect }: Endpoint): 'max_tokens' | 'max_completion_tokens' {
  return dialect?.tokenLimit ?? 'max_tokens';
}

/** What there is to learn from a refusal; `null` where it concerns something else. */
function lessonOf({ endpoint, request, lessons }: Terms, refusal: RefusalError): Lesson | null {
  const { kind } = refusal.detail;
  const isChat = endpoint.api === 'openai-chat';
  if (kind === 'needs-responses-api') return isChat ? 'Responses API' : null;
  if (kind !== 'unsupported-parameter' && kind !== 'bad-request') return null;
  // Whatever is said of it: nobody asked for it but us.
  if (isChat && endpoint.dialect?.streamOptions !== false && refusal.names('stream_options')) return 'no stream_options';
  if (kind !== 'unsupported-parameter') return null;
  if (isChat && !lessons.has('other token limit') && refusesLimit(refusal, endpoint, request)) return 'other token limit';
  const refused = refusedOf(given(request.params), refusal);
  if (refused === null) return null;
  return refused === 'reasoningEffort' && request.params.reasoningEffort === 'minimal' ? 'lower effort' : `no ${refused}`;
}

function refusesLimit(refusal: RefusalError, endpoint: Endpoint, { params }: GenerateRequest): boolean {
  return params.maxOutputTokens !== undefined && refusal.names(tokenLimitOf(endpoint));
}

/** The parameter of ours that a refusal is about: the one that it names as such, else the first that it speaks of. */
function refusedOf(sent: readonly Dispensable[], { params, said }: RefusalError): Dispensable | null {
  const named = params.flatMap((param) => sent.filter((name) => spellings[name].test(param)))[0];
  if (named !== undefined) return named;
  const spoken = sent
    .map((name) => ({ name, at: said.search(spellings[name]) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at);
  // "`temperature` and `top_p` cannot both be specified": the first may stay.
  return spoken.at(/\bboth\b/.test(said) ? -1 : 0)?.name ?? null;
}
