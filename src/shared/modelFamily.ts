/** Names that a family's models bear, as the first letters of a word of the id. */
const families: readonly (readonly [family: string, word: RegExp])[] = [
  ['Claude', /^claude/],
  ['GPT', /^(?:chat)?gpt|^o[134]$|^codex|^davinci/],
  // Gemma is made of Gemini's research and data.
  ['Gemini', /^(?:gemini|gemma|codegemma|medgemma)\d*/],
  ['Llama', /^(?:code)?llama/],
  ['Mistral', /^(?:mistral|mixtral|ministral|magistral|codestral|devstral|pixtral|voxtral)/],
  ['Qwen', /^(?:qwen|qwq|qvq)/],
  ['DeepSeek', /^deepseek/],
  ['Grok', /^grok/],
  ['Command', /^(?:command|c4ai|aya)$/],
  ['Nova', /^nova$/],
  ['Phi', /^phi\d*$/],
  ['Kimi', /^(?:kimi|moonshot)/],
  ['GLM', /^(?:chat)?glm/],
  ['MiniMax', /^(?:minimax|abab)/],
  ['Granite', /^granite/],
  ['Jamba', /^jamba/],
  ['Nemotron', /^nemotron/],
];

/** Of makers that sell their own models only; a word of the id tells the rest. */
const makers: Readonly<Record<string, string>> = {
  anthropic: 'Claude',
  openai: 'GPT',
  google: 'Gemini',
  mistral: 'Mistral',
  deepseek: 'DeepSeek',
  xai: 'Grok',
  cohere: 'Command',
};

/**
 * The family that a model belongs to, as people call it; `null` where its id does not tell. Models of one family share
 * data and taste, so a judge tends to prefer its own kind (Panickssery, Bowman and Feng 2024, "LLM Evaluators Recognize
 * and Favor Their Own Generations"). The first word that tells decides: `deepseek-r1-distill-llama-70b` is DeepSeek.
 */
export function modelFamily(provider: string, model: string): string | null {
  if (provider === 'demo') return demoFamily(model);
  for (const word of ownName(model).split(/[^a-z0-9]+/)) {
    const family = families.find(([, pattern]) => pattern.test(word));
    if (family) return family[0];
  }
  return Object.hasOwn(makers, provider) ? (makers[provider] ?? null) : null;
}

/** The provider that serves its own models and whose family the id names: `openai` for `gpt-5-mini`. */
export function makerOf(model: string): string | null {
  // Open weights, which others serve.
  if (/^gpt-oss/i.test(model)) return null;
  const family = modelFamily('', model);
  return Object.entries(makers).find(([, own]) => own === family)?.[0] ?? null;
}

/** `claude-sonnet-4-5` of `anthropic/claude-sonnet-4-5` at a router, `gpt-4o` of `ft:gpt-4o:our-team::x1`. */
function ownName(model: string): string {
  const lower = model.toLowerCase();
  if (lower.startsWith('ft:')) return lower.split(':')[1] ?? lower;
  return lower.slice(lower.lastIndexOf('/') + 1);
}

/** Demo models of one maker share their first name: `atlas-large`, `atlas-mini`. */
function demoFamily(model: string): string | null {
  const [first = ''] = model.split('-', 1);
  return first === '' ? null : `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
}
