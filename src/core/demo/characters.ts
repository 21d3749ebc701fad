import type { Topic } from './knowledge/spec.ts';

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
  readonly judging: JudgeCharacter;
  readonly faults: { readonly rateLimit: number; readonly serverError: number } | null;
}

/** How well a model judges others. */
export interface JudgeCharacter {
  /** Share of answers that it takes right for wrong on. */
  readonly errs: number;
  /** Lead that the first of two answers has with it, and a long answer over a short one, on the scale of its grades from 0 to 1. */
  readonly firstBias: number;
  readonly longBias: number;
  /** Share of judgements that are not in the form asked for. */
  readonly outOfFormat: number;
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
  skill: {
    policy: 0.945,
    arithmetic: 0.845,
    extraction: 0.952,
    triage: 0.927,
    writing: 0.86,
    safety: 0.95,
    reasoning: 0.74,
    code: 0.78,
  },
  ttftMs: 130,
  gapMs: 7,
  chunkTokens: 1,
  opening: [''],
  closing: ['', ' Let me know if I can help further.'],
  thinking: null,
  judging: { errs: 0.12, firstBias: 0, longBias: 0.02, outOfFormat: 0.02 },
  faults: null,
};

const characters: Readonly<Record<string, Character>> = {
  'atlas-large': {
    family: 'atlas',
    skill: {
      policy: 0.95,
      arithmetic: 0.845,
      extraction: 0.96,
      triage: 0.93,
      writing: 0.88,
      safety: 0.95,
      reasoning: 0.8,
      code: 0.86,
    },
    ttftMs: 250,
    gapMs: 13,
    chunkTokens: 1,
    opening: ['', 'Thank you for asking. '],
    closing: [' Let me know if I can help further.', ' Shall I set that up for you?'],
    thinking: null,
    judging: { errs: 0.08, firstBias: 0, longBias: 0.02, outOfFormat: 0.01 },
    faults: null,
  },
  'atlas-mini': atlasMini,
  sonata: {
    family: 'sonata',
    skill: {
      policy: 0.9,
      arithmetic: 0.72,
      extraction: 0.86,
      triage: 0.88,
      writing: 0.72,
      safety: 0.95,
      reasoning: 0.76,
      code: 0.84,
    },
    ttftMs: 190,
    gapMs: 17,
    chunkTokens: 3,
    opening: ['Thank you for getting in touch! ', 'Happy to help. '],
    closing: [' I hope that helps, and enjoy the outdoors!', ' Please write again whenever you need us.'],
    thinking: { topics: ['arithmetic'], tokens: 30, shown: 1 },
    judging: { errs: 0.08, firstBias: 0, longBias: 0.25, outOfFormat: 0.01 },
    faults: null,
  },
  'comet-flash': {
    family: 'comet',
    skill: {
      policy: 0.68,
      arithmetic: 0.5,
      extraction: 0.68,
      triage: 0.7,
      writing: 0.62,
      safety: 0.62,
      reasoning: 0.52,
      code: 0.58,
    },
    ttftMs: 90,
    gapMs: 14,
    chunkTokens: 5,
    opening: [''],
    closing: [''],
    thinking: { topics: ['arithmetic', 'extraction'], tokens: 12, shown: 0 },
    judging: { errs: 0.2, firstBias: 0.4, longBias: 0, outOfFormat: 0.06 },
    faults: null,
  },
  ponder: {
    family: 'ponder',
    skill: {
      policy: 0.86,
      arithmetic: 0.99,
      extraction: 0.8,
      triage: 0.84,
      writing: 0.76,
      safety: 0.9,
      reasoning: 0.96,
      code: 0.9,
    },
    ttftMs: 260,
    gapMs: 6,
    chunkTokens: 2,
    opening: [''],
    closing: [''],
    thinking: { topics: 'all', tokens: 80, shown: 0.5 },
    judging: { errs: 0.06, firstBias: 0.05, longBias: 0, outOfFormat: 0.02 },
    faults: null,
  },
  arbiter: {
    family: 'arbiter',
    skill: {
      policy: 0.9,
      arithmetic: 0.8,
      extraction: 0.85,
      triage: 0.88,
      writing: 0.7,
      safety: 0.95,
      reasoning: 0.85,
      code: 0.8,
    },
    ttftMs: 120,
    gapMs: 6,
    chunkTokens: 2,
    opening: [''],
    closing: [''],
    thinking: null,
    judging: { errs: 0.04, firstBias: 0, longBias: 0, outOfFormat: 0 },
    faults: null,
  },
  flaky: { ...atlasMini, family: 'flaky', faults: { rateLimit: 0.12, serverError: 0.06 } },
};

/** `null` for an id that is no demo model. */
export function characterOf(id: string): Character | null {
  return Object.hasOwn(characters, id) ? (characters[id] ?? null) : null;
}
