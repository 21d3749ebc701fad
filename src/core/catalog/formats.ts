import {
  unsaid,
  type ListedModel,
  type ModelListFormat,
  type Unsuitable,
  type UnsuitableKind,
} from '../../shared/model/catalog.ts';
import type { PriceRow } from '../../shared/model/usage.ts';
import { deepInfraPrice, openRouterPrice, routedPrice, togetherPrice, xaiPrice } from './listPrice.ts';
import { field, text, texts } from '../json.ts';
import { count, isoDate } from './read.ts';
import { unsuitableAs, unsuitableModel } from './suitability.ts';

/** How a provider words its list; the shapes are those of the providers' API references. */
export interface ListFormat {
  /** Where the list is in the body; anything but an array is no list. */
  readonly entries: (body: unknown) => unknown;
  /** No model for an entry that cannot be read, several for one that is called by several names. */
  readonly read: (entry: unknown) => readonly ListedModel[];
  /** URL of the next page; `null` after the last. */
  readonly next?: (body: unknown, url: string) => string | null;
}

/** Whose lists have prices. */
export const pricedFormats: ReadonlySet<ModelListFormat> = new Set(['together', 'openrouter', 'deepinfra', 'xai', 'huggingface']);

export const listFormats: Readonly<Record<ModelListFormat, ListFormat>> = {
  /** And what its likes add: Groq `context_window` and `active`, vLLM `max_model_len`, llama.cpp `meta`. */
  openai: {
    entries: dataOf,
    read: (entry) =>
      model(field(entry, 'id'), {
        createdAt: isoDate(field(entry, 'created')),
        contextTokens: count(
          field(entry, 'context_window'),
          field(entry, 'context_length'),
          field(entry, 'max_model_len'),
          field(entry, 'meta', 'n_ctx_train'),
        ),
        maxOutputTokens: count(field(entry, 'max_completion_tokens')),
        sizeBytes: count(field(entry, 'meta', 'size')),
        deprecated: field(entry, 'active') === false || text(field(entry, 'shutdown_date')) !== null,
        retiresAt: isoDate(field(entry, 'shutdown_date')),
      }),
  },

  anthropic: {
    entries: dataOf,
    read: (entry) =>
      model(field(entry, 'id'), {
        name: text(field(entry, 'display_name')),
        createdAt: isoDate(field(entry, 'created_at')),
        contextTokens: count(field(entry, 'max_input_tokens')),
        maxOutputTokens: count(field(entry, 'max_tokens')),
        deprecated: ['deprecated', 'retired'].includes(text(field(entry, 'lifecycle')) ?? ''),
        retiresAt: isoDate(field(entry, 'retires_at')),
      }),
    next: (body, url) => (field(body, 'has_more') === true ? withParam(url, 'after_id', field(body, 'last_id')) : null),
  },

  gemini: {
    entries: modelsOf,
    read: (entry) =>
      model(text(field(entry, 'name'))?.replace(/^models\//, ''), {
        name: text(field(entry, 'displayName')),
        contextTokens: count(field(entry, 'inputTokenLimit')),
        maxOutputTokens: count(field(entry, 'outputTokenLimit')),
        unsuitable: byAbility(texts(field(entry, 'supportedGenerationMethods')), 'generateContent', {
          embedContent: 'embedding',
          bidiGenerateContent: 'audio',
          predictLongRunning: 'video',
          predict: 'image',
        }),
      }),
    next: (body, url) => withParam(url, 'pageToken', field(body, 'nextPageToken')),
  },

  together: {
    entries: (body) => body,
    read: (entry) =>
      model(field(entry, 'id'), {
        name: text(field(entry, 'display_name')),
        createdAt: isoDate(field(entry, 'created')),
        contextTokens: count(field(entry, 'context_length')),
        price: (id) => togetherPrice(id, entry),
        unsuitable: byAbility(listed(field(entry, 'type')), 'chat', {
          embedding: 'embedding',
          image: 'image',
          video: 'video',
          audio: 'audio',
          transcribe: 'audio',
          moderation: 'moderation',
          rerank: 'rerank',
        }),
      }),
  },

  openrouter: {
    entries: dataOf,
    read: (entry) =>
      model(field(entry, 'id'), {
        name: text(field(entry, 'name')),
        createdAt: isoDate(field(entry, 'created')),
        contextTokens: count(field(entry, 'context_length')),
        maxOutputTokens: count(field(entry, 'top_provider', 'max_completion_tokens')),
        deprecated: text(field(entry, 'expiration_date')) !== null,
        retiresAt: isoDate(field(entry, 'expiration_date')),
        price: (id) => openRouterPrice(id, entry),
        unsuitable: byModality(entry),
      }),
    next: (body, url) => {
      const next = text(field(body, 'links', 'next'));
      return next === null ? null : (URL.parse(next, url)?.href ?? null);
    },
  },

  deepinfra: {
    entries: dataOf,
    read: (entry) =>
      model(field(entry, 'id'), {
        createdAt: isoDate(field(entry, 'created')),
        contextTokens: count(field(entry, 'metadata', 'context_length')),
        maxOutputTokens: count(field(entry, 'metadata', 'max_tokens')),
        price: (id) => deepInfraPrice(id, entry),
      }),
  },

  fireworks: {
    entries: modelsOf,
    read: (entry) =>
      model(field(entry, 'name'), {
        name: text(field(entry, 'displayName')),
        createdAt: isoDate(field(entry, 'createTime')),
        contextTokens: count(field(entry, 'contextLength')),
        deprecated: isoDate(field(entry, 'deprecationDate')) !== null,
        retiresAt: isoDate(field(entry, 'deprecationDate')),
        unsuitable: fireworksKind(text(field(entry, 'kind'))),
      }),
    next: (body, url) => withParam(url, 'pageToken', field(body, 'nextPageToken')),
  },

  mistral: {
    entries: dataOf,
    read: (entry) =>
      model(field(entry, 'id'), {
        name: text(field(entry, 'name')),
        createdAt: isoDate(field(entry, 'created')),
        contextTokens: count(field(entry, 'max_context_length')),
        // The date of its deprecation, not of its end.
        deprecated: text(field(entry, 'deprecation')) !== null,
        unsuitable: field(entry, 'capabilities', 'completion_chat') === false ? unsuitableAs('not-chat') : null,
      }),
  },

  xai: {
    entries: modelsOf,
    read: (entry) =>
      [field(entry, 'id'), ...texts(field(entry, 'aliases'))].flatMap((id) =>
        model(id, {
          createdAt: isoDate(field(entry, 'created')),
          contextTokens: count(field(entry, 'context_length'), field(entry, 'max_prompt_length')),
          price: (id) => xaiPrice(id, entry),
          unsuitable: byModality(entry),
        }),
      ),
  },

  cohere: {
    entries: modelsOf,
    read: (entry) =>
      model(field(entry, 'name'), {
        contextTokens: count(field(entry, 'context_length')),
        deprecated: field(entry, 'is_deprecated') === true,
        unsuitable: byAbility(texts(field(entry, 'endpoints')), 'chat', {
          embed: 'embedding',
          embed_image: 'embedding',
          rerank: 'rerank',
          transcriptions: 'audio',
        }),
      }),
    next: (body, url) => withParam(url, 'page_token', field(body, 'next_page_token')),
  },

  huggingface: {
    entries: dataOf,
    read: huggingFaceModels,
  },

  ollama: {
    entries: modelsOf,
    read: (entry) => model(text(field(entry, 'model')) ?? field(entry, 'name'), { sizeBytes: count(field(entry, 'size')) }),
  },

  lmstudio: {
    entries: dataOf,
    read: (entry) =>
      model(field(entry, 'id'), {
        contextTokens: count(field(entry, 'max_context_length')),
        unsuitable: field(entry, 'type') === 'embeddings' ? unsuitableAs('embedding') : null,
      }),
  },
};

interface Facts extends Partial<Omit<ListedModel, 'id' | 'price'>> {
  readonly price?: (id: string) => PriceRow | null;
}

/** Twice the longest id known: the ARN of an inference profile, or a path with its file. */
const longestId = 512;

/** What a list says stands before what the id gives away, but for its kind: the id tells a guard from a chat model. */
function model(id: unknown, { price, unsuitable = null, ...facts }: Facts): readonly ListedModel[] {
  if (typeof id !== 'string' || id.trim() === '' || id.length > longestId || /\p{Cc}/u.test(id)) return [];
  return [
    {
      ...unsaid,
      id,
      ...facts,
      price: price?.(id) ?? null,
      unsuitable: unsuitableModel(id) ?? unsuitable,
    },
  ];
}

/** More than there are providers at Hugging Face. */
const mostRoutes = 100;

/**
 * A router: each model is served by several providers at prices of their own. Asked for without one it is priced as the
 * dearest, which is then an estimate; `model:provider` asks for one.
 */
function huggingFaceModels(entry: unknown): readonly ListedModel[] {
  const id = text(field(entry, 'id'));
  const all = field(entry, 'providers');
  if (id === null || !Array.isArray(all)) return [];
  const live = all
    .slice(0, mostRoutes)
    .filter((provider) => text(field(provider, 'provider')) !== null && field(provider, 'status') !== 'error');
  const facts = { createdAt: isoDate(field(entry, 'created')), unsuitable: byModality(entry) };
  const context = (provider: unknown): number | null => count(field(provider, 'context_length'));
  const routes = live.flatMap((provider) =>
    model(`${id}:${text(field(provider, 'provider'))}`, {
      ...facts,
      contextTokens: context(provider),
      price: (routed) => routedPrice(routed, provider),
    }),
  );
  const [dearest] = routes
    .flatMap(({ price }) => (price === null ? [] : [price]))
    .sort((a, b) => b.inputPerMTok + b.outputPerMTok - (a.inputPerMTok + a.outputPerMTok));
  const contextTokens = count(Math.max(0, ...live.map((provider) => context(provider) ?? 0)));
  const known = dearest !== undefined && routes.every(({ price }) => price !== null);
  const exact = routes.every(
    ({ price }) => price?.inputPerMTok === dearest?.inputPerMTok && price?.outputPerMTok === dearest?.outputPerMTok,
  );
  const price = known ? { ...dearest, exact } : null;
  return [...model(id, { ...facts, contextTokens, price: () => price }), ...routes];
}

function dataOf(body: unknown): unknown {
  return field(body, 'data');
}

function modelsOf(body: unknown): unknown {
  return field(body, 'models');
}

function listed(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : [];
}

/** Unsuitable where abilities are listed and the one to answer is not among them; the first that we know says why. */
function byAbility(
  abilities: readonly string[],
  wanted: string,
  kinds: Readonly<Record<string, UnsuitableKind>>,
): Unsuitable | null {
  if (abilities.length === 0 || abilities.includes(wanted)) return null;
  const known = Object.keys(kinds).find((ability) => abilities.includes(ability));
  return unsuitableAs((known !== undefined && kinds[known]) || 'not-chat');
}

/** By what comes out of a model, at the two places where lists say so. */
function byModality(entry: unknown): Unsuitable | null {
  const nested = texts(field(entry, 'architecture', 'output_modalities'));
  const modalities = nested.length > 0 ? nested : texts(field(entry, 'output_modalities'));
  return byAbility(modalities, 'text', {
    embeddings: 'embedding',
    rerank: 'rerank',
    image: 'image',
    video: 'video',
    audio: 'audio',
    speech: 'audio',
    transcription: 'audio',
  });
}

function fireworksKind(kind: string | null): Unsuitable | null {
  if (kind === null) return null;
  if (kind.includes('EMBEDDING')) return unsuitableAs('embedding');
  return kind.startsWith('FLUMINA') ? unsuitableAs('image') : null;
}

/** The same URL with one parameter set; `null` where there is nothing to set it to. */
function withParam(url: string, name: string, value: unknown): string | null {
  const token = text(value);
  const next = token === null ? null : URL.parse(url);
  next?.searchParams.set(name, token ?? '');
  return next?.href ?? null;
}
