import type { ModelParams } from '../../../src/shared/model/suite.ts';
import {
  bearer,
  done,
  sse,
  usage,
  type Asked,
  type BrandServer,
  type Heard,
  type Refused,
  type Said,
  type Sent,
} from './spec.ts';

/** How a server's stream of Chat Completions is made up. */
export interface ChatShape {
  /** Fields of every chunk. */
  readonly envelope: object;
  /** Further fields of every choice. */
  readonly choice?: object;
  /** Before the first chunk, and before each further one. */
  readonly opening?: readonly Sent[];
  readonly between?: readonly Sent[];
  /** Of the first chunk. */
  readonly first?: object;
  /** A delta of reasoning; absent where none is sent. */
  readonly thought?: (text: string) => object;
  readonly text?: (text: string) => object;
  /** Delta of the chunk that finishes, and the fields beside its choices. */
  readonly last?: object;
  readonly beside?: object;
  readonly counts: object;
  /** `finish`: with the reason to finish, asked or not. `asked`: after it, where `stream_options` ask. `always`: after it, too. */
  readonly countsCome: 'finish' | 'asked' | 'always';
  /** Fields beside the counts in a chunk of their own. */
  readonly besideCounts?: object;
}

export function chatStream(shape: ChatShape, { reasoning, text }: Said, { body }: Asked): readonly Sent[] {
  const { envelope, opening = [], between = [], counts } = shape;
  const chunk = (kind: Sent['kind'], fields: object): readonly Sent[] => [...between, sse(kind, { ...envelope, ...fields })];
  const choice = (delta: object, finish_reason: string | null = null): object => ({
    choices: [{ index: 0, delta, ...shape.choice, finish_reason }],
  });
  const finish = text.length === 0 ? 'length' : 'stop';
  const atEnd = shape.countsCome === 'finish' ? { usage: counts } : {};
  const after = shape.countsCome === 'always' || (shape.countsCome === 'asked' && isAsked(body['stream_options']));
  return [
    ...opening,
    ...chunk('empty', choice(shape.first ?? { role: 'assistant', content: '' })),
    ...(shape.thought ? reasoning.flatMap((part) => chunk('reasoning', choice(shape.thought?.(part) ?? {}))) : []),
    ...text.flatMap((part) => chunk('text', choice(shape.text?.(part) ?? { content: part }))),
    ...chunk('empty', { ...choice(shape.last ?? {}, finish), ...atEnd, ...shape.beside }),
    ...(after ? chunk('empty', { choices: [], usage: counts, ...shape.besideCounts }) : []),
    done,
  ];
}

function isAsked(options: unknown): boolean {
  return JSON.stringify(options) === '{"include_usage":true}';
}

/** 20 in, 4 of them cached; 12 out, 5 of them reasoning – as OpenAI counts. */
export const openaiCounts = {
  prompt_tokens: 20,
  completion_tokens: 12,
  total_tokens: 32,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens_details: { reasoning_tokens: 5 },
};

/** Every server of this format wants these. */
const required = { model: 'string', messages: 'object', stream: 'boolean' } as const;

/** What a server refuses that knows these fields and no others; `word` writes its refusal. */
export const knowing =
  (fields: readonly string[], word: (field: string) => Refused) =>
  ({ body }: Asked): Refused | null => {
    const missing = Object.entries(required).find(([name, type]) => typeof body[name] !== type);
    if (missing) return word(missing[0]);
    const unknown = Object.keys(body).find((name) => !(name in required) && !fields.includes(name));
    return unknown === undefined ? null : word(unknown);
  };

/** What a server refuses that takes no notice of what it does not know, but for these fields. */
export const refusing =
  (fields: readonly string[], word: (field: string) => Refused) =>
  ({ body }: Asked): Refused | null => {
    const wrong =
      Object.entries(required).find(([name, type]) => typeof body[name] !== type)?.[0] ?? fields.find((name) => name in body);
    return wrong === undefined ? null : word(wrong);
  };

/** FastAPI's words, under which many of these servers run. */
export const extraForbidden = (status: number) => (field: string) => ({
  status,
  body: JSON.stringify({
    detail: [{ type: 'extra_forbidden', loc: ['body', field], msg: 'Extra inputs are not permitted', input: null }],
  }),
});

export const asking: ModelParams = { maxOutputTokens: 4096, temperature: 0.5 };
export const thinking: ModelParams = { ...asking, reasoningEffort: 'low' };

/** What an ordinary request for an answer without or with reasoning looks like. */
export const asked = {
  max_tokens: 4096,
  temperature: 0.5,
  stream_options: { include_usage: true },
  max_completion_tokens: undefined,
};
export const askedThinking = { ...asked, reasoning_effort: 'low' };
export const unasked = { ...asked, stream_options: undefined };

export const heard = (changes: Partial<Heard> = {}): Heard => ({
  text: 'Grüße, wörld!',
  reasoning: 'streamed',
  usage,
  finish: 'stop',
  model: null,
  tries: 1,
  adapted: [],
  ...changes,
});

type Own = Pick<BrandServer, 'id' | 'base' | 'key' | 'heard' | 'misfortunes' | 'bill' | 'list'>;

/** A server of Chat Completions; what is not said is as usual. */
export function chatServer(own: Own & Partial<BrandServer> & { readonly shape: ChatShape }): BrandServer {
  const { shape, ...rest } = own;
  return {
    way: null,
    model: null,
    modelOf: ({ path, body }) => (path === `${own.base}/chat/completions` ? String(body['model']) : null),
    authorized: own.key === null ? ({ headers }) => headers.authorization === undefined : bearer(own.key),
    refuses: refusing([], (field) => ({ status: 400, body: JSON.stringify({ error: { message: `${field} is wrong` } }) })),
    contentType: 'text/event-stream',
    requestIdHeader: 'x-request-id',
    answers: (said, asked) => chatStream(shape, said, asked),
    params: thinking,
    wants: askedThinking,
    ...rest,
  };
}
