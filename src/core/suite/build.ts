import { createHash } from 'node:crypto';
import type {
  CaseSpec,
  EndpointSpec,
  ModelParams,
  ModelSpec,
  PromptSpec,
  Suite,
  Thresholds,
  TimingMode,
} from '../../shared/model/suite.ts';
import type { PriceRow } from '../../shared/model/usage.ts';
import { gradersOf } from './graders.ts';
import { labelOf, modelAt, splitRef } from './models.ts';
import { promptId } from './outline.ts';
import type { SuiteFile } from './schema.ts';
import { promptTexts } from './templates.ts';

/** The suite of a file without errors. */
export function buildSuite(file: SuiteFile, cases: readonly CaseSpec[], fallbackName: string, hash: string): Suite {
  const timing = timingOf(file);
  return {
    name: file.name ?? fallbackName,
    description: file.description,
    hash,
    models: file.models.map((_, index) => modelOf(file, index)),
    endpoints: Object.entries(file.endpoints).map(([id, spec]): EndpointSpec => ({ id, ...given(spec) })),
    prices: Object.fromEntries(Object.entries(file.prices).map(([ref, price]) => [ref, priceOf(ref, price)])),
    prompts: promptsOf(file),
    cases,
    graders: gradersOf(cases),
    margin: file.margin,
    repeats: file.repeats,
    concurrency: file.concurrency ?? (timing === null ? defaultConcurrency : 1),
    pacing: {
      requestsPerMinute: file.limits.requestsPerMinute ?? null,
      tokensPerMinute: file.limits.tokensPerMinute ?? null,
      headroom: file.limits.headroom,
    },
    timing,
    warmup: file.warmup ?? (timing === null ? 0 : 1),
    retries: file.retries,
    timeouts: file.timeouts,
    budgetUsd: file.budget?.usd ?? null,
    thresholds: given(file.thresholds) satisfies Thresholds,
  };
}

const defaultConcurrency = 8;

function timingOf({ timing }: SuiteFile): TimingMode | null {
  if (timing === false) return null;
  return { outputTokens: timing === true ? null : (timing.outputTokens ?? null) };
}

/** SHA-256 of the suite's text and its datasets' contents: fixed-length hashes of each, hashed together. */
export function hashOf(text: string, datasets: readonly string[]): string {
  const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');
  return sha256([text, ...datasets].map(sha256).join(''));
}

function modelOf(file: SuiteFile, index: number): ModelSpec {
  const entry = file.models[index] ?? '';
  const { ref } = modelAt(file, index);
  const { provider, model } = splitRef(ref) ?? { provider: '', model: ref };
  const own = typeof entry === 'object' ? paramsOf(entry.params ?? {}) : {};
  const outputTokens = timingOf(file)?.outputTokens ?? null;
  const fixed = outputTokens === null ? {} : { maxOutputTokens: outputTokens };
  return { ref, provider, model, label: labelOf(entry), params: { ...paramsOf(file.params), ...own, ...fixed } };
}

function paramsOf({ stop, ...others }: SuiteFile['params']): ModelParams {
  if (stop === undefined) return given(others);
  return { ...given(others), stop: typeof stop === 'string' ? [stop] : stop };
}

function promptsOf(file: SuiteFile): PromptSpec[] {
  const texts = promptTexts(file);
  // Each case brings its prompt as a variable.
  const prompts = texts.length > 0 ? texts : [{ template: '{{prompt}}', id: null, system: file.system ?? null }];
  return prompts.map(({ id, system, template }, index) => {
    return { id: promptId(id, index), template, ...(system === null ? {} : { system }) };
  });
}

function priceOf(ref: string, price: SuiteFile['prices'][string]): PriceRow {
  return {
    inputPerMTok: price.input,
    outputPerMTok: price.output,
    cachedInputPerMTok: price.cachedInput ?? null,
    cacheWritePerMTok: price.cacheWrite ?? null,
    source: 'suite',
    matchedModel: ref,
    exact: true,
  };
}

type Given<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };

/** The keys that have a value: the model types tell an absent key from an undefined one. */
function given<Value extends object>(value: Value): Given<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Given<Value>;
}
