import type { Frame, Reply } from './formats.ts';
import type { Script, SeenRequest } from './wireServer.ts';

/** How a provider's Chat Completions differ from OpenAI's own, after its documents. */
export interface ChatProvider {
  /** Where the counts come: in a chunk after the last, or on the one that finishes. */
  readonly usage: 'trailing' | 'finish' | 'none';
  /** The field of a delta that holds reasoning; `parts` is content in typed parts. */
  readonly reasoning: 'reasoning_content' | 'reasoning' | 'parts' | null;
  /** `completion_tokens` leave reasoning out. */
  readonly reasoningApart?: true;
  /** Counts as this provider names them, over OpenAI's. */
  readonly counts?: (usage: Counts) => object;
  /** Beside the usual fields of the chunk that finishes. */
  readonly extra?: (counts: object) => object;
  /** Sent before all others. */
  readonly preamble?: object;
  readonly comments?: true;
  /** Request fields that it answers 422 to. */
  readonly refuses?: readonly string[];
}

interface Counts {
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cached: number;
}

const openaiCounts = ({ input, output, reasoning, cached }: Counts): object => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
  prompt_tokens_details: { cached_tokens: cached },
  completion_tokens_details: { reasoning_tokens: reasoning },
});

export const chatProviders: Readonly<Record<string, ChatProvider>> = {
  openai: { usage: 'trailing', reasoning: null },
  groq: {
    usage: 'finish',
    reasoning: 'reasoning',
    counts: (counts) => ({ ...openaiCounts(counts), queue_time: 0.01, prompt_time: 0.002, completion_time: 0.1 }),
    extra: (counts) => ({ x_groq: { id: 'req_1', usage: counts } }),
  },
  together: { usage: 'trailing', reasoning: 'reasoning' },
  openrouter: {
    usage: 'trailing',
    reasoning: 'reasoning',
    comments: true,
    counts: (counts) => ({ ...openaiCounts(counts), cost: 0.0015, cost_details: { upstream_inference_cost: null } }),
  },
  cerebras: {
    usage: 'trailing',
    reasoning: 'reasoning',
    extra: () => ({ time_info: { queue_time: 0.01, prompt_time: 0.002, completion_time: 0.1, total_time: 0.2 } }),
  },
  deepinfra: { usage: 'trailing', reasoning: 'reasoning_content' },
  fireworks: { usage: 'finish', reasoning: 'reasoning_content' },
  mistral: { usage: 'finish', reasoning: 'parts', refuses: ['stream_options', 'max_completion_tokens'] },
  xai: { usage: 'trailing', reasoning: 'reasoning_content', reasoningApart: true },
  deepseek: {
    usage: 'finish',
    reasoning: 'reasoning_content',
    counts: ({ cached, ...counts }) => ({
      ...openaiCounts({ ...counts, cached }),
      prompt_tokens_details: undefined,
      prompt_cache_hit_tokens: cached,
      prompt_cache_miss_tokens: counts.input - cached,
    }),
  },
  cohere: { usage: 'trailing', reasoning: null },
  azure: {
    usage: 'trailing',
    reasoning: null,
    preamble: { id: '', model: '', choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }] },
  },
  bedrock: { usage: 'trailing', reasoning: null },
  vertex: { usage: 'finish', reasoning: null },
  nvidia: { usage: 'finish', reasoning: 'reasoning_content', refuses: ['stream_options'] },
  huggingface: { usage: 'trailing', reasoning: 'reasoning_content' },
  ollama: { usage: 'trailing', reasoning: 'reasoning' },
  lmstudio: { usage: 'trailing', reasoning: 'reasoning_content' },
  llamacpp: { usage: 'trailing', reasoning: 'reasoning_content', extra: () => ({ timings: { predicted_per_second: 42 } }) },
  vllm: { usage: 'trailing', reasoning: 'reasoning_content' },
};

/** What such a provider answers to a request: its refusal, or the reply as it sends it. */
export function answerAs(provider: ChatProvider, reply: Reply, { body }: SeenRequest): Script {
  const refused = provider.refuses?.find((name) => name in body);
  const framing = { comments: provider.comments ?? false };
  if (refused === undefined) return { reply: { ...reply, frames: framesAs(provider, reply) }, framing };
  const detail = [
    { type: 'extra_forbidden', loc: ['body', refused], msg: 'Extra inputs are not permitted', input: body[refused] },
  ];
  return { reply, fault: { type: 'status', status: 422, body: JSON.stringify({ detail }) } };
}

function framesAs(provider: ChatProvider, reply: Reply): readonly Frame[] {
  const frame = (kind: Frame['kind'], fields: object): Frame => ({ kind, data: JSON.stringify({ ...chunk, ...fields }) });
  const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: reply.model ?? 'test-model-2026' };
  const choice = (delta: object, finish: string | null = null): object => ({
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const counts = countsOf(provider, reply);
  const usage = { usage: counts };
  return [
    ...(provider.preamble === undefined ? [] : [frame('empty', provider.preamble)]),
    frame('empty', choice({ role: 'assistant', content: '' })),
    ...(reply.reasoning ?? []).map((text) => frame('reasoning', choice(thoughtAs(provider, text)))),
    ...reply.text.map((text) =>
      frame('text', choice({ content: provider.reasoning === 'parts' ? [{ type: 'text', text }] : text })),
    ),
    frame('empty', {
      ...choice(provider.usage === 'finish' ? { content: '' } : {}, reply.finish ?? 'stop'),
      ...(provider.usage === 'finish' && usage),
      ...provider.extra?.(counts),
    }),
    ...(provider.usage === 'trailing' ? [frame('empty', { choices: [], ...usage })] : []),
    { kind: 'empty', data: '[DONE]' },
  ];
}

function thoughtAs({ reasoning }: ChatProvider, text: string): object {
  if (reasoning === 'parts') return { content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }] };
  return reasoning === null ? {} : { [reasoning]: text };
}

function countsOf(provider: ChatProvider, { usage }: Reply): object {
  const { input, output, reasoning = 0, cached = 0 } = usage ?? { input: 11, output: 7 };
  const counts = { input, output: provider.reasoningApart ? output - reasoning : output, reasoning, cached };
  const named = (provider.counts ?? openaiCounts)(counts);
  return provider.reasoningApart ? { ...named, total_tokens: input + output } : named;
}
