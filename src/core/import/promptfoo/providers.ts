import type { SuiteOptions } from '../../suite/checks.ts';
import { hasCredentials } from '../../suite/endpointKeys.ts';
import { params as paramsSchema } from '../../suite/schema.ts';
import type { SuiteInput } from '../../suite/schema.ts';
import { UniqueIds } from '../../suite/uniqueIds.ts';
import type { ImportNotes } from '../notes.ts';
import { asList, asRecord, asText } from '../values.ts';
import type { UnknownRecord } from '../values.ts';

type ModelInput = Exclude<SuiteInput['models'][number], string>;
type EndpointInput = NonNullable<SuiteInput['endpoints']>[string];
type ParamsInput = NonNullable<SuiteInput['params']>;

/** A prefix of promptfoo's: whose models it is, and the words after it. */
interface Route {
  readonly to: string;
  /** Words that only say how the model is called. */
  readonly ways?: readonly string[];
  /** Words for what gives no answers in text, or is no single call. */
  readonly refused?: readonly string[];
}

const media = ['audio', 'image', 'live', 'moderation', 'realtime', 'speech', 'transcription', 'tts', 'video'];
const vectors = ['embedding', 'embeddings'];
const openaiWays = {
  ways: ['chat', 'responses'],
  refused: [...media, ...vectors, 'agents', 'assistant', 'chatkit', 'codex', 'codex-app-server', 'codex-sdk', 'completion'],
};

const routes: Readonly<Record<string, Route>> = {
  openai: { to: 'openai', ...openaiWays },
  azure: { to: 'azure', ...openaiWays },
  azureopenai: { to: 'azure', ...openaiWays },
  anthropic: { to: 'anthropic', ways: ['messages'], refused: ['claude-agent-sdk', 'claude-code', 'completion'] },
  google: { to: 'google', ways: ['chat'], refused: [...media, ...vectors] },
  palm: { to: 'google', refused: vectors },
  vertex: { to: 'vertex', ways: ['chat'], refused: [...media, ...vectors] },
  bedrock: { to: 'bedrock', ways: ['converse', 'completion'], refused: [...media, ...vectors, 'agents', 'kb', 'nova-sonic'] },
  togetherai: { to: 'together', ways: ['chat', 'completion'], refused: vectors },
  huggingface: {
    to: 'huggingface',
    ways: ['chat'],
    refused: ['feature-extraction', 'sentence-similarity', 'text-classification', 'text-generation', 'token-classification'],
  },
};
/** Of every other provider that is known here by promptfoo's name. */
const usual: Omit<Route, 'to'> = { ways: ['chat', 'completion', 'responses'], refused: [...media, ...vectors] };

/** Reads promptfoo's providers as models of a suite, and the servers of one's own among them as endpoints. */
export class ProviderReader {
  readonly endpoints: Record<string, EndpointInput> = {};
  readonly #options: SuiteOptions;
  readonly #notes: ImportNotes;
  readonly #labels = new UniqueIds();

  constructor(options: SuiteOptions, notes: ImportNotes) {
    this.#options = options;
    this.#notes = notes;
  }

  models(value: unknown, key: string): SuiteInput['models'] {
    return entriesOf(value).flatMap((entry, index) => {
      const place = `${key}[${index}]`;
      const { id, config, label, ...others } = entryOf(entry);
      const ref = this.#ref(id, config, place, 'model');
      if (ref === null) return [];
      for (const name of Object.keys(others)) this.#leaveProviderKey(name, place);
      const params = this.#params(config, place);
      // Room for a number, where two have one label.
      const wanted = (asText(label) || ref).slice(0, 70);
      const made: ModelInput = {
        model: ref,
        label: this.#labels.take(wanted),
        ...(Object.keys(params).length > 0 ? { params } : {}),
      };
      return [made.label === ref && made.params === undefined ? ref : made];
    });
  }

  /** A model that grades: its name is all that is taken. */
  grader(value: unknown, kind: 'judge' | 'embedding', place: string): string | null {
    const record = asRecord(value);
    const inner = kind === 'judge' ? record.text : record.embedding;
    const { id, config } = entryOf(inner ?? value);
    return this.#ref(id, config, place, kind);
  }

  #ref(id: string, config: UnknownRecord, place: string, kind: 'model' | 'judge' | 'embedding'): string | null {
    const found = this.#route(id, kind);
    if (typeof found === 'string') {
      this.#notes.leftOut(place, found);
      return null;
    }
    const provider = this.#endpoint(found.provider, config, place) ?? found.provider;
    const ref = `${provider}/${found.model}`;
    if (Object.hasOwn(this.endpoints, provider)) return ref;
    if (this.#options.closedProviders?.includes(provider) && !this.#isKnown(ref, kind)) {
      this.#notes.leftOut(place, `There is no model \`${ref}\` here: name another one.`);
      return null;
    }
    const fault = this.#options.checkModel?.(provider, found.model, kind === 'embedding' ? 'vectors' : 'answers') ?? null;
    if (fault?.severity !== 'error') return ref;
    if (fault.replacement !== null) return `${provider}/${fault.replacement}`;
    this.#notes.leftOut(place, fault.message);
    return null;
  }

  #isKnown(ref: string, kind: 'model' | 'judge' | 'embedding'): boolean {
    const known = kind === 'embedding' ? this.#options.knownEmbeddings : this.#options.knownModels;
    return known?.includes(ref) === true;
  }

  /** Whose model, by promptfoo's id; a sentence where it is none to ask here. */
  #route(id: string, kind: 'model' | 'judge' | 'embedding'): { provider: string; model: string } | string {
    const [prefix = '', ...rest] = id.split(':');
    const own = this.#options.knownProviders.includes(prefix) ? { to: prefix, ...usual } : null;
    const route = Object.hasOwn(routes, prefix) ? routes[prefix] : own;
    if (!route || !this.#options.knownProviders.includes(route.to)) {
      return `The provider \`${shown(id)}\` is none that is built in: give its server under \`endpoints\`, if it speaks a known format.`;
    }
    const [first = ''] = rest;
    if (kind === 'embedding' && vectors.includes(first)) rest.shift();
    else if (route.refused?.includes(first)) return `\`${shown(id)}\` gives no answers that can be compared here: leave it out.`;
    else if (rest.length > 1 && route.ways?.includes(first)) rest.shift();
    const model = rest.join(':');
    if (!/^\S+$/.test(model) || model.includes('{{'))
      return `\`${shown(id)}\` names no model: write it as \`${route.to}/model\`.`;
    return { provider: route.to, model };
  }

  /** The id of an endpoint for a server of one's own. */
  #endpoint(provider: string, config: UnknownRecord, place: string): string | null {
    const host = asText(config.apiHost);
    const address = asText(config.apiBaseUrl ?? config.baseUrl ?? config.baseURL) ?? (host && `https://${host}/v1`);
    if (!address) return null;
    const url = URL.parse(address);
    const plain =
      url !== null &&
      !address.includes('{{') &&
      /^https?:$/.test(url.protocol) &&
      !hasCredentials(url) &&
      url.search === '' &&
      url.hash === '';
    if (!plain || (provider !== 'openai' && provider !== 'anthropic')) {
      this.#notes.leftOut(
        place,
        'The address of its server is not taken over: set it in the settings, or give the server under `endpoints`.',
      );
      return null;
    }
    const known = Object.entries(this.endpoints).find(([, { baseUrl }]) => baseUrl === address);
    if (known) return known[0];
    const base = url.host.replaceAll(/[^A-Za-z0-9.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'server';
    const taken = (name: string) => Object.hasOwn(this.endpoints, name) || this.#options.knownProviders.includes(name);
    let id = base;
    for (let number = 2; taken(id); number++) id = `${base}-${number}`;
    const keyEnv = asText(config.apiKeyEnvar);
    const named = keyEnv !== null && /^[A-Za-z_][A-Za-z0-9_]*$/.test(keyEnv) ? { keyEnv } : {};
    this.endpoints[id] = { api: provider === 'openai' ? 'openai-chat' : 'anthropic', baseUrl: address, ...named };
    return id;
  }

  #params(config: UnknownRecord, place: string): ParamsInput {
    const params: Record<string, unknown> = {};
    const all = { ...asRecord(config.generationConfig), ...config };
    for (const [name, value] of Object.entries(all)) {
      if (handled.includes(name)) continue;
      const known = Object.hasOwn(paramNames, name) ? paramNames[name] : undefined;
      const given = name === 'reasoning' ? asRecord(value).effort : value;
      if (known === undefined || !paramsSchema.shape[known].safeParse(given).success) this.#leaveConfig(name, place);
      else params[known] = given;
    }
    return params;
  }

  #leaveConfig(name: string, place: string): void {
    if (/key|token$|secret|password|auth|headers/i.test(name)) {
      this.#notes.leftOut(place, `\`config.${shown(name)}\`: keys do not belong in suite files. Set the key in the editor.`);
    } else {
      this.#notes.leftOut(place, `\`config.${shown(name)}\` has no counterpart, or a value that is not taken here.`);
    }
  }

  #leaveProviderKey(name: string, place: string): void {
    const advice: Readonly<Record<string, string>> = {
      prompts: 'every model is asked every prompt here. Make suites of their own for models with prompts of their own.',
      transform: 'answers are judged as they come. Do in a `javascript` expectation what it does.',
      delay: 'give `limits.requestsPerMinute`.',
    };
    const what = Object.hasOwn(advice, name) ? (advice[name] ?? '') : 'it has no counterpart.';
    this.#notes.leftOut(place, `\`${shown(name)}\` of a provider: ${what}`);
  }
}

/** Read elsewhere, or said with another key. */
const handled = ['generationConfig', 'apiBaseUrl', 'baseUrl', 'baseURL', 'apiHost', 'apiKeyEnvar'];

const paramNames: Readonly<Record<string, keyof ParamsInput>> = {
  temperature: 'temperature',
  max_tokens: 'maxOutputTokens',
  max_completion_tokens: 'maxOutputTokens',
  max_output_tokens: 'maxOutputTokens',
  maxOutputTokens: 'maxOutputTokens',
  maxTokens: 'maxOutputTokens',
  max_new_tokens: 'maxOutputTokens',
  num_predict: 'maxOutputTokens',
  top_p: 'topP',
  topP: 'topP',
  seed: 'seed',
  stop: 'stop',
  stop_sequences: 'stop',
  stopSequences: 'stop',
  reasoning_effort: 'reasoningEffort',
  reasoning: 'reasoningEffort',
};

/** A list, one, or a mapping from ids to options. */
function entriesOf(value: unknown): readonly unknown[] {
  const record = asRecord(value);
  if (Object.keys(record).length === 0 || record.id !== undefined) return asList(value);
  return Object.entries(record).map(([id, options]) => ({ [id]: options }));
}

/** `openai:gpt-5`, `{ id: openai:gpt-5, … }` or `{ openai:gpt-5: { … } }`. */
function entryOf(entry: unknown): { id: string; config: UnknownRecord; label?: unknown } & UnknownRecord {
  if (typeof entry === 'string') return { id: entry, config: {} };
  const record = asRecord(entry);
  const [only] = Object.entries(record);
  if (record.id === undefined && only && Object.keys(record).length === 1) {
    return { ...asRecord(only[1]), id: asText(asRecord(only[1]).id) ?? only[0], config: asRecord(asRecord(only[1]).config) };
  }
  return { ...record, id: asText(record.id) ?? '', config: asRecord(record.config) };
}

/** Ids of providers may be commands, or addresses with a key in them: of those only the beginning is repeated. */
function shown(id: string): string {
  if (/:.*(?:\s|\/\/)/s.test(id)) {
    const host = URL.parse(id)?.host ?? '';
    return `${id.slice(0, id.indexOf(':') + 1)}${host === '' ? '' : `//${host}/`}…`;
  }
  return id.length > 60 ? `${id.slice(0, 59)}…` : id;
}
