import type { Topic } from './knowledge.ts';

/** What a demo model is like. Skills and hardness share one scale from 0 to 1: see `composeReply`. */
export interface Character {
  /** Models of one family are in good and bad form on the same questions, as real relatives are. */
  readonly family: string;
  readonly skill: Readonly<Record<Topic, number>>;
  /** Median time to the first token, ms. */
  readonly ttftMs: number;
  /** Median gap between two chunks, ms. */
  readonly gapMs: number;
  /** Most tokens in one chunk. */
  readonly chunkTokens: number;
  /** Put before and after replies to customers. */
  readonly opening: readonly [string, ...string[]];
  readonly closing: readonly [string, ...string[]];
  readonly thinking: Thinking | null;
  readonly faults: { readonly rateLimit: number; readonly serverError: number } | null;
}

export interface Thinking {
  readonly topics: 'all' | readonly Topic[];
  /** Median reasoning tokens for a question of middling hardness. */
  readonly tokens: number;
  /** Share of the reasoning tokens that is streamed; the rest is only billed. */
  readonly shown: number;
}

const atlasMini: Character = {
  family: 'atlas',
  skill: { policy: 0.9, arithmetic: 0.77, extraction: 0.88, triage: 0.86, writing: 0.86, safety: 0.92 },
  ttftMs: 130,
  gapMs: 7,
  chunkTokens: 1,
  opening: [''],
  closing: ['', ' Let me know if I can help further.'],
  thinking: null,
  faults: null,
};

const characters: Readonly<Record<string, Character>> = {
  'atlas-large': {
    family: 'atlas',
    skill: { policy: 0.95, arithmetic: 0.78, extraction: 0.95, triage: 0.87, writing: 0.88, safety: 0.95 },
    ttftMs: 250,
    gapMs: 13,
    chunkTokens: 1,
    opening: ['', 'Thank you for asking. '],
    closing: [' Let me know if I can help further.', ' Shall I set that up for you?'],
    thinking: null,
    faults: null,
  },
  'atlas-mini': atlasMini,
  sonata: {
    family: 'sonata',
    skill: { policy: 0.92, arithmetic: 0.74, extraction: 0.9, triage: 0.9, writing: 0.72, safety: 0.95 },
    ttftMs: 190,
    gapMs: 17,
    chunkTokens: 3,
    opening: ['Thank you for getting in touch! ', 'Happy to help. '],
    closing: [' I hope that helps, and enjoy the outdoors!', ' Please write again whenever you need us.'],
    thinking: { topics: ['arithmetic'], tokens: 30, shown: 1 },
    faults: null,
  },
  'comet-flash': {
    family: 'comet',
    skill: { policy: 0.68, arithmetic: 0.5, extraction: 0.68, triage: 0.7, writing: 0.62, safety: 0.62 },
    ttftMs: 90,
    gapMs: 14,
    chunkTokens: 5,
    opening: [''],
    closing: [''],
    thinking: { topics: ['arithmetic', 'extraction'], tokens: 12, shown: 0 },
    faults: null,
  },
  ponder: {
    family: 'ponder',
    skill: { policy: 0.86, arithmetic: 0.99, extraction: 0.8, triage: 0.84, writing: 0.76, safety: 0.9 },
    ttftMs: 260,
    gapMs: 6,
    chunkTokens: 2,
    opening: [''],
    closing: [''],
    thinking: { topics: 'all', tokens: 120, shown: 0.5 },
    faults: null,
  },
  flaky: { ...atlasMini, family: 'flaky', faults: { rateLimit: 0.12, serverError: 0.06 } },
};

/** `null` for an id that is no demo model. */
export function characterOf(id: string): Character | null {
  return Object.hasOwn(characters, id) ? (characters[id] ?? null) : null;
}
