import type { ApiKind } from '../../shared/model/suite.ts';
import type { PriceRow } from '../../shared/model/usage.ts';

export interface DemoModel {
  /** Without the provider: a suite names it `demo/<id>`. */
  readonly id: string;
  /** `embedding`: turns texts into vectors and answers nothing. */
  readonly kind: 'chat' | 'embedding';
  readonly api: ApiKind;
  readonly title: string;
  readonly description: string;
  readonly price: PriceRow;
}

/** What the embedded server answers for. The prices are invented, in the proportions that real ones have. */
export const demoModels: readonly DemoModel[] = [
  {
    id: 'atlas-large',
    kind: 'chat',
    api: 'openai-chat',
    title: 'Atlas Large',
    description: 'The best answers, the longest wait and the highest price.',
    price: demoPrice('atlas-large', 4, 16),
  },
  {
    id: 'atlas-mini',
    kind: 'chat',
    api: 'openai-chat',
    title: 'Atlas Mini',
    description: 'Nearly always as good as its big sister, at a fraction of the price.',
    price: demoPrice('atlas-mini', 0.8, 3.2),
  },
  {
    id: 'sonata',
    kind: 'chat',
    api: 'anthropic',
    title: 'Sonata',
    description: 'Polite and dependable; talks too much and thinks aloud over sums.',
    price: demoPrice('sonata', 2, 10),
  },
  {
    id: 'comet-flash',
    kind: 'chat',
    api: 'gemini',
    title: 'Comet Flash',
    description: 'The fastest and cheapest; trips over anything hard.',
    price: demoPrice('comet-flash', 0.1, 0.4),
  },
  {
    id: 'ponder',
    kind: 'chat',
    api: 'openai-responses',
    title: 'Ponder',
    description: 'Reasons before it answers: strong at sums, slow to the first word, and every thought is billed.',
    price: demoPrice('ponder', 0.9, 3.6),
  },
  {
    id: 'flaky',
    kind: 'chat',
    api: 'openai-chat',
    title: 'Flaky',
    description: 'Now and then refuses a call with 429 or fails with 500, to show retries and failures.',
    price: demoPrice('flaky', 0.8, 3.2),
  },
  {
    id: 'arbiter',
    kind: 'chat',
    api: 'openai-chat',
    title: 'Arbiter',
    description: 'A careful judge of what the others write, at a small price.',
    price: demoPrice('arbiter', 0.4, 1.6),
  },
  {
    id: 'vectors',
    kind: 'embedding',
    api: 'openai-chat',
    title: 'Vectors',
    description: 'Turns texts into vectors, to tell how like two of them are.',
    price: demoPrice('vectors', 0.02, 0),
  },
];

function demoPrice(id: string, inputPerMTok: number, outputPerMTok: number): PriceRow {
  return {
    inputPerMTok,
    outputPerMTok,
    cachedInputPerMTok: null,
    cacheWritePerMTok: null,
    source: 'demo',
    matchedModel: id,
    exact: true,
  };
}
