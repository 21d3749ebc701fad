import type { PriceRow } from './usage.ts';

/** How a provider words the list of its models. `openai` is the generic one that most servers speak. */
export const modelListFormats = [
  'openai',
  'anthropic',
  'gemini',
  'together',
  'openrouter',
  'deepinfra',
  'fireworks',
  'mistral',
  'xai',
  'cohere',
  'huggingface',
  'ollama',
  'lmstudio',
] as const;
export type ModelListFormat = (typeof modelListFormats)[number];

/** Why a model is not one to ask questions of (mission B7). */
export type UnsuitableKind =
  | 'embedding'
  | 'audio'
  | 'image'
  | 'video'
  | 'moderation'
  | 'guard'
  | 'rerank'
  | 'agentic'
  | 'not-chat';

export interface Unsuitable {
  readonly kind: UnsuitableKind;
  /** In a sentence, for the user. */
  readonly why: string;
}

/** Of a model that its provider says nothing about but its name. */
export const unsaid = {
  name: null,
  createdAt: null,
  contextTokens: null,
  maxOutputTokens: null,
  sizeBytes: null,
  deprecated: false,
  retiresAt: null,
} satisfies Partial<ListedModel>;

/** A model as its provider lists it. `null` is unsaid. */
export interface ListedModel {
  /** As a suite names it after `provider/`. */
  readonly id: string;
  readonly name: string | null;
  /** ISO 8601. */
  readonly createdAt: string | null;
  readonly contextTokens: number | null;
  readonly maxOutputTokens: number | null;
  /** Bytes on disk, for local servers. */
  readonly sizeBytes: number | null;
  readonly deprecated: boolean;
  /** ISO 8601: when the provider turns it off. */
  readonly retiresAt: string | null;
  readonly price: PriceRow | null;
  readonly unsuitable: Unsuitable | null;
}
