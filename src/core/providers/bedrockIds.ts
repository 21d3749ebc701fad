import type { ModelFault } from '../../shared/model/problem.ts';

/**
 * Which ids Bedrock takes. Newer models are reached through an inference profile alone, whose id is the model's with a
 * geography before it; older ones by the plain id. AWS: "Supported Regions and models for inference profiles".
 */
interface ProfileRule {
  readonly models: RegExp;
  readonly profile: 'needed' | 'possible' | 'none';
  /** Whether there is a profile `global.` */
  readonly global?: true;
}

/** The first that fits a plain id counts; of others nothing is known, and nothing is said. */
const rules: readonly ProfileRule[] = [
  { models: /^anthropic\.claude-(?:instant|v[12])/, profile: 'none' },
  // In some regions on demand, in others by profile.
  { models: /^anthropic\.claude-3-(?:haiku|sonnet|opus|5-)/, profile: 'possible' },
  { models: /^anthropic\.claude-(?:3-7|opus-4-(?:20|1))/, profile: 'needed' },
  { models: /^anthropic\./, profile: 'needed', global: true },
  { models: /^meta\.llama(?:2|3-(?:8b|70b))/, profile: 'none' },
  { models: /^meta\.llama3-1-/, profile: 'possible' },
  { models: /^meta\./, profile: 'needed' },
  { models: /^amazon\.nova-premier/, profile: 'needed' },
  { models: /^amazon\.nova-2-/, profile: 'possible', global: true },
  { models: /^amazon\.nova-/, profile: 'possible' },
  { models: /^mistral\.pixtral-large/, profile: 'possible' },
  { models: /^(?:amazon|mistral|cohere|ai21)\./, profile: 'none' },
  { models: /^deepseek\.r1/, profile: 'needed' },
  { models: /^openai\.gpt-oss/, profile: 'none' },
];

const geography = /^(us-gov|us|eu|apac|jp|au|ca|global)\./;
/** `-v1:0`, and OpenAI's `-1:0`. */
const versionEnding = /-(?:v)?\d+:\d+$/;

/** Names that Anthropic's own API has for what Bedrock calls by date and version. */
const fullIds: Readonly<Record<string, string>> = {
  'claude-haiku-4-5': 'claude-haiku-4-5-20251001-v1:0',
  'claude-opus-4-1': 'claude-opus-4-1-20250805-v1:0',
  'claude-opus-4-5': 'claude-opus-4-5-20251101-v1:0',
  'claude-sonnet-4-5': 'claude-sonnet-4-5-20250929-v1:0',
};

/** What is wrong with an id at `bedrock-runtime`. Where the region is not known, `us` stands for it in what is proposed. */
export function checkRuntimeId(model: string, region: string | null): ModelFault | null {
  if (model.startsWith('arn:')) return null;
  const prefix = geography.exec(model)?.[1] ?? null;
  const id = runtimeId(prefix === null ? model : model.slice(prefix.length + 1));
  const rule = rules.find(({ models }) => models.test(id));
  const right = rule === undefined ? prefixed(prefix, id) : rightId(id, prefix, rule, region);
  return right === model ? null : wrongId(model, right, whyRuntime(model, id, prefix, rule));
}

/** What is wrong with an id at `bedrock-mantle`, which knows neither geographies nor versions. */
export function checkMantleId(model: string): ModelFault | null {
  const plain = model.replace(geography, '').replace(versionEnding, '');
  if (plain === model) return null;
  const right = plain.startsWith('anthropic.') ? plain.replace(/-20\d{6}$/, '') : plain;
  return wrongId(model, right, 'at the mantle endpoint ids have neither a region prefix nor a version');
}

function rightId(id: string, prefix: string | null, rule: ProfileRule, region: string | null): string {
  if (rule.profile === 'none') return id;
  if (prefix === null) return rule.profile === 'needed' ? prefixed(profileFor(rule, region), id) : id;
  const reachable = prefix === 'global' ? rule.global === true : isNear(prefix, region);
  return prefixed(reachable ? prefix : profileFor(rule, region), id);
}

function prefixed(prefix: string | null, id: string): string {
  return prefix === null ? id : `${prefix}.${id}`;
}

/** The id with its maker and version, as far as they can be told. */
function runtimeId(id: string): string {
  const named = id.replace(/^(?:anthropic\.)?(?=claude-)/, 'anthropic.').replace(/^(?=nova-|titan-)/, 'amazon.');
  const own = named.startsWith('anthropic.') ? named.slice('anthropic.'.length) : '';
  if (Object.hasOwn(fullIds, own)) return `anthropic.${fullIds[own]}`;
  return /^openai\.gpt-oss-\d+b$/.test(named) ? `${named}-1:0` : named;
}

/** The part of the world that a region is in, as prefixes have it. */
function geographyOf(region: string): string | null {
  return /^(us-gov|us|eu|ap|ca)-/.exec(region)?.[1] ?? null;
}

/** False where a profile is certainly not to be had in the region. */
function isNear(prefix: string, region: string | null): boolean {
  const place = region === null ? null : geographyOf(region);
  if (place === null || place === 'ca') return true;
  return place === (['apac', 'jp', 'au'].includes(prefix) ? 'ap' : prefix);
}

function profileFor(rule: ProfileRule, region: string | null): string {
  const place = region === null ? 'us' : geographyOf(region);
  if (place === 'us' || place === 'us-gov' || place === 'eu') return place;
  if (rule.global === true) return 'global';
  return place === 'ap' ? 'apac' : 'us';
}

function whyRuntime(model: string, id: string, prefix: string | null, rule: ProfileRule | undefined): string {
  if (!model.endsWith(id)) return 'Bedrock names models with their maker and version';
  if (rule?.profile === 'none') return 'this model has no inference profile, so that its id has no region prefix';
  if (prefix === null) return 'this model is reached through an inference profile, whose id begins with a region prefix';
  return prefix === 'global'
    ? 'this model has no global inference profile'
    : 'that inference profile is not to be had in your region';
}

function wrongId(model: string, right: string, why: string): ModelFault {
  return { severity: 'error', message: `Bedrock does not know "${model}": ${why}. Use "${right}".`, replacement: right };
}
