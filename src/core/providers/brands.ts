import type { ApiKind } from '../../shared/model/suite.ts';

/** A provider that needs no word in the suite: a row of data over the wire formats. */
export interface Brand {
  readonly id: string;
  readonly name: string;
  /** Where it is called; `null` for the demo models, whose embedded server has its address at run time only. */
  readonly server: BrandServer | null;
  readonly docsUrl: string | null;
  readonly defaultModel: string;
}

export interface BrandServer {
  readonly api: (model: string) => ApiKind;
  readonly baseUrl: string;
  /** Environment variable that holds the key. */
  readonly keyEnv: string;
  /** Where to get a key. */
  readonly keyUrl: string;
}

export const brands: readonly Brand[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    server: {
      api: openaiApi,
      baseUrl: 'https://api.openai.com/v1',
      keyEnv: 'OPENAI_API_KEY',
      keyUrl: 'https://platform.openai.com/api-keys',
    },
    docsUrl: 'https://platform.openai.com/docs/models',
    defaultModel: 'gpt-5-mini',
  },
  {
    id: 'anthropic',
    name: 'Anthropic',
    server: {
      api: () => 'anthropic',
      baseUrl: 'https://api.anthropic.com',
      keyEnv: 'ANTHROPIC_API_KEY',
      keyUrl: 'https://platform.claude.com/settings/keys',
    },
    docsUrl: 'https://platform.claude.com/docs/en/about-claude/models/overview',
    defaultModel: 'claude-haiku-4-5',
  },
  {
    id: 'google',
    name: 'Google Gemini',
    server: {
      api: () => 'gemini',
      baseUrl: 'https://generativelanguage.googleapis.com',
      keyEnv: 'GEMINI_API_KEY',
      keyUrl: 'https://aistudio.google.com/apikey',
    },
    docsUrl: 'https://ai.google.dev/gemini-api/docs/models',
    defaultModel: 'gemini-2.5-flash',
  },
  { id: 'demo', name: 'Demo models', server: null, docsUrl: null, defaultModel: 'atlas-mini' },
];

export function brandOf(id: string): Brand | null {
  return brands.find((brand) => brand.id === id) ?? null;
}

/** The brand whose own server an address leads to, whatever a suite calls it. */
export function brandAt(baseUrl: string): Brand | null {
  const origin = URL.parse(baseUrl)?.origin;
  return brands.find(({ server }) => server !== null && new URL(server.baseUrl).origin === origin) ?? null;
}

/** The key variables of the brands, each with the origins that its key belongs to. */
export function keyOwners(): ReadonlyMap<string, readonly string[]> {
  return new Map(brands.flatMap(({ server }) => (server === null ? [] : [[server.keyEnv, [new URL(server.baseUrl).origin]]])));
}

/**
 * OpenAI's reasoning families go to the Responses API, some are served nowhere else; the list of ids is open.
 * A model that this rule leaves at Chat Completions wrongly is moved over by the caller when the server says so.
 */
function openaiApi(model: string): ApiKind {
  const id = model.replace(/^ft:/, '');
  const generation = Number(/^gpt-(\d+)/.exec(id)?.[1] ?? 0);
  if (/^o\d/.test(id) || /deep-research|-pro\b|codex/.test(id)) return 'openai-responses';
  return generation >= 5 && !id.includes('-chat') ? 'openai-responses' : 'openai-chat';
}
