import { makerOf } from '../../shared/modelFamily.ts';
import type { Problem } from '../../shared/model/problem.ts';
import type { SuiteOptions } from './checks.ts';
import { error, nameList, quoted, warning } from './problems.ts';
import type { SuiteFile } from './schema.ts';
import type { Path, SuiteSource } from './source.ts';
import { editDistance, nearestName } from './suggest.ts';

/** A place of a suite that names a model, and what for. */
export interface ModelPlace {
  readonly ref: string;
  readonly path: Path;
  readonly kind: 'model' | 'judge' | 'embedding';
}

export function modelAt(file: SuiteFile, index: number): { ref: string; path: Path } {
  const entry = file.models[index];
  if (typeof entry === 'object') return { ref: entry.model, path: ['models', index, 'model'] };
  return { ref: entry ?? '', path: ['models', index] };
}

export function splitRef(ref: string): { provider: string; model: string } | null {
  const match = /^([^/\s]+)\/(\S+)$/.exec(ref);
  return match ? { provider: match[1] ?? '', model: match[2] ?? '' } : null;
}

export function labelOf(entry: SuiteFile['models'][number]): string {
  return typeof entry === 'string' ? entry : (entry.label ?? entry.model);
}

/** What is wrong with a model's name: its form, its provider, its spelling, or what it is good for. */
export function checkModel(
  { ref, path, kind }: ModelPlace,
  file: SuiteFile,
  source: SuiteSource,
  options: SuiteOptions,
): Problem[] {
  const range = source.valueRange(path);
  const fixTo = (to: string | null) => (to === null ? null : source.valueFix(path, to));
  const known = knownFor(kind, options);
  const parts = splitRef(ref);
  if (parts === null) {
    const only = withProvider(ref, known, options.knownProviders);
    const example = only ?? (kind === 'embedding' ? 'openai/text-embedding-3-small' : 'anthropic/claude-haiku-4-5');
    const message = `Write the model ${quoted(ref)} as \`provider/model\`, for example \`${example}\`.`;
    return [error('model-form', message, range, fixTo(only))];
  }
  const own = [...Object.keys(file.endpoints), ...(options.ownEndpoints ?? [])];
  const providers = [...options.knownProviders, ...own];
  if (!providers.includes(parts.provider)) {
    const near = nearestName(parts.provider, providers);
    const advice =
      near === null ? `Give it under \`endpoints\`, or use one of ${nameList(providers)}.` : `Did you mean \`${near}\`?`;
    const message = `There is no provider \`${parts.provider}\`. ${advice}`;
    return [error('unknown-provider', message, range, fixTo(near && `${near}/${parts.model}`))];
  }
  if (own.includes(parts.provider)) return [];
  if (options.closedProviders?.includes(parts.provider)) {
    const closed = closedFault({ ref, path, kind }, parts.provider, options);
    return closed === null ? [] : [error(closed.code, closed.message, range, fixTo(closed.near))];
  }
  const fault = options.checkModel?.(parts.provider, parts.model, kind === 'embedding' ? 'vectors' : 'answers') ?? null;
  if (fault !== null) {
    const code = fault.severity === 'error' ? 'wrong-model' : 'unsuitable-model';
    const fix = fixTo(fault.replacement && `${parts.provider}/${fault.replacement}`);
    return [(fault.severity === 'error' ? error : warning)(code, fault.message, range, fix)];
  }
  const meant = misspeltModel(ref, known);
  if (meant === null) return [];
  return [warning('unknown-model', `\`${ref}\` is not a model known here. Did you mean \`${meant}\`?`, range, fixTo(meant))];
}

/** What `ref` was meant to be if only the provider is missing: the one that serves it, or whose family it names. */
function withProvider(ref: string, known: readonly string[], providers: readonly string[]): string | null {
  const [meant, ...others] = known.filter((name) => name.endsWith(`/${ref}`));
  if (meant !== undefined) return others.length === 0 ? meant : null;
  // A family alone is no model.
  const maker = /^\S*[-\d]\S*$/.test(ref) ? makerOf(ref) : null;
  return maker !== null && providers.includes(maker) ? `${maker}/${ref}` : null;
}

function knownFor(kind: ModelPlace['kind'], { knownModels = [], knownEmbeddings = [] }: SuiteOptions): readonly string[] {
  return kind === 'embedding' ? knownEmbeddings : knownModels;
}

/** A provider whose models are all known has no others. */
function closedFault(
  { ref, kind }: ModelPlace,
  provider: string,
  options: SuiteOptions,
): { code: string; message: string; near: string | null } | null {
  const known = knownFor(kind, options);
  if (known.includes(ref)) return null;
  const models = known.filter((name) => name.startsWith(`${provider}/`));
  const choice = models.length === 0 ? 'Name a model of another provider.' : `Use one of ${nameList(models)}.`;
  if ([...(options.knownModels ?? []), ...(options.knownEmbeddings ?? [])].includes(ref)) {
    const fault = kind === 'embedding' ? 'answers, and makes no vectors' : 'makes vectors, and gives no answers';
    return { code: 'wrong-model', message: `\`${ref}\` ${fault}. ${choice}`, near: null };
  }
  const near = nearestName(ref, models);
  const advice = near === null ? choice : `Did you mean \`${near}\`?`;
  return { code: 'unknown-model', message: `There is no model \`${ref}\`. ${advice}`, near };
}

/**
 * The known model that `ref` misspells. A name that differs in its figures only is another version, not a slip:
 * `gpt-5.1` is not a misspelt `gpt-5`; `claude-haiku-4.5` is a misspelt `claude-haiku-4-5`.
 */
function misspeltModel(ref: string, known: readonly string[]): string | null {
  if (known.includes(ref)) return null;
  const squash = (name: string) => name.toLowerCase().replaceAll(/[\s_.-]/g, '');
  const letters = (name: string) => squash(name).replaceAll(/\d/g, '');
  const provider = ref.slice(0, ref.indexOf('/') + 1);
  const near = known.filter((name) => {
    if (!name.startsWith(provider) || Math.abs(name.length - ref.length) > 2) return false;
    return squash(name) === squash(ref) || (letters(name) !== letters(ref) && editDistance(ref, name) <= 2);
  });
  return near.toSorted((a, b) => editDistance(ref, a) - editDistance(ref, b))[0] ?? null;
}
