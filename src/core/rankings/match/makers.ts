/** Who makes models, by all the names that boards, routers and clouds have for them: letters and digits alone. */
const namesOf: Readonly<Record<string, readonly string[]>> = {
  openai: ['openai', 'azureopenai'],
  anthropic: ['anthropic'],
  google: ['google', 'googledeepmind', 'deepmind', 'gemini'],
  meta: ['meta', 'metallama', 'metaai', 'facebook', 'llama'],
  mistral: ['mistral', 'mistralai'],
  deepseek: ['deepseek', 'deepseekai'],
  alibaba: ['alibaba', 'qwen', 'alibabacloud', 'alibabaqwen', 'qwenteam', 'alibabacloudqwenteam'],
  xai: ['xai', 'grok'],
  cohere: ['cohere', 'coherelabs', 'cohereforai'],
  moonshot: ['moonshot', 'moonshotai', 'kimi'],
  zai: ['zai', 'zaiorg', 'zhipu', 'zhipuai', 'thudm'],
  minimax: ['minimax', 'minimaxai'],
  nvidia: ['nvidia'],
  microsoft: ['microsoft', 'microsoftazure', 'microsoftai'],
  amazon: ['amazon', 'aws'],
  ai21: ['ai21', 'ai21labs'],
  ibm: ['ibm', 'ibmgranite', 'granite'],
  nous: ['nous', 'nousresearch'],
  perplexity: ['perplexity', 'perplexityai'],
  liquid: ['liquid', 'liquidai'],
  inclusion: ['inclusionai', 'antgroup', 'ant'],
  bytedance: ['bytedance', 'bytedanceseed'],
  baidu: ['baidu'],
  tencent: ['tencent', 'tencenthunyuan'],
  stepfun: ['stepfun', 'stepfunai'],
  xiaomi: ['xiaomi', 'xiaomimimo'],
  upstage: ['upstage'],
  lg: ['lg', 'lgai', 'lgairesearch', 'lgaiexaone'],
  allenai: ['allenai', 'ai2', 'alleninstituteforai', 'alleninstituteforairesearch'],
  reka: ['reka', 'rekaai'],
  databricks: ['databricks'],
  inception: ['inception', 'inceptionlabs'],
  arcee: ['arcee', 'arceeai'],
};

const makers: ReadonlyMap<string, string> = new Map(
  Object.entries(namesOf).flatMap(([maker, names]) => names.map((name) => [name, maker])),
);

/** `meta` of `meta-llama`, `Meta`; `null` for those who are not known to make models, as `bartowski`. */
export function makerNamed(name: string | null): string | null {
  return name === null ? null : (makers.get(name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')) ?? null);
}

/** Providers that sell models of their own only, so that an id without a maker is theirs. */
const ownOnly: ReadonlySet<string> = new Set([
  'openai',
  'anthropic',
  'google',
  'mistral',
  'deepseek',
  'xai',
  'cohere',
  'moonshot',
  'perplexity',
]);

export function makerOfProvider(provider: string): string | null {
  return ownOnly.has(provider) ? makerNamed(provider) : null;
}

/** Words of a name that say who made it and nothing of which model it is. */
export const makerWords: ReadonlySet<string> = new Set([
  'openai',
  'anthropic',
  'google',
  'meta',
  'nvidia',
  'microsoft',
  'amazon',
  'ibm',
  'cohere',
  'alibaba',
  'moonshotai',
  'zhipu',
  'bytedance',
  'xai',
]);
