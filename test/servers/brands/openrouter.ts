import { listProviders } from '../modelLists.ts';
import { providerRefusals } from '../providerRefusals.ts';
import { chatServer, heard, openaiCounts } from './chat.ts';
import { asIn, comment, retryAfter } from './spec.ts';

const { openrouter: refusals } = providerRefusals;
const processing = comment('OPENROUTER PROCESSING');

/** Comments while it waits for the provider behind it, each chunk with `content` beside its reasoning, and its cost. */
export const openrouterServers = [
  chatServer({
    id: 'openrouter',
    base: '/api/v1',
    key: 'sk-or-v1-0123456789abcdef0123456789abcdef0123456789abcdef',
    shape: {
      envelope: {
        id: 'gen-1795',
        provider: 'Cerebras',
        model: 'openai/gpt-oss-120b',
        object: 'chat.completion.chunk',
        created: 1_795_000_000,
        system_fingerprint: null,
      },
      choice: { native_finish_reason: null, logprobs: null },
      opening: [processing, processing],
      between: [processing],
      thought: (reasoning) => ({
        role: 'assistant',
        content: '',
        reasoning,
        reasoning_details: [{ type: 'reasoning.text', text: reasoning, format: 'unknown', index: 0 }],
      }),
      text: (content) => ({ role: 'assistant', content }),
      last: { role: 'assistant', content: '' },
      counts: {
        ...openaiCounts,
        cost: 0.00001284,
        is_byok: false,
        cost_details: { upstream_inference_cost: null, upstream_inference_prompt_cost: 0.000003 },
      },
      countsCome: 'always',
    },
    heard: heard({ model: 'openai/gpt-oss-120b' }),
    misfortunes: {
      key: asIn(refusals, 'key'),
      model: asIn(refusals, 'model'),
      rate: asIn(refusals, 'behind it', retryAfter(4)),
      down: asIn(refusals, 'down'),
    },
    bill: { by: 'reported', usd: 0.00001284, estimated: false },
    list: listProviders.openrouter,
  }),
];
