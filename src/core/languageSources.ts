import { readdir } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { modelFamily } from '../shared/modelFamily.ts';
import { unsuitableModel } from './catalog/suitability.ts';
import { demoModels } from './demo/models.ts';
import { listedModels } from './pricing/listedModels.ts';
import { listedPrice } from './pricing/priceList.ts';
import type { Brand } from './providers/brand.ts';
import { brands } from './providers/brands.ts';
import { modelFault } from './providers/resolve.ts';
import { noUserProviders } from './ports.ts';
import { datasetExtensions } from './suite/datasetRows.ts';
import type { LanguageSources, ModelFacts } from './suite/language/sources.ts';
import type { KnownModels } from './suite/language/spec.ts';

/** Folders below the suite's that are looked into for datasets, and files that are offered. */
const deepest = 3;
const mostFiles = 200;

/** Completion and hover of suites, by the price list, the catalogue and the disk. The price list is read once. */
export function languageSources(now: () => Date): LanguageSources {
  let shipped: Promise<readonly ModelFacts[]> | undefined;
  return {
    async models(known) {
      shipped ??= shippedModels(now());
      return withKnown(await shipped, known);
    },
    async datasetFiles({ path }) {
      const found: string[] = [];
      await collect(dirname(path), '', deepest, found);
      return found
        .filter((file) => join(dirname(path), file) !== path)
        .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    },
  };
}

async function shippedModels(at: Date): Promise<readonly ModelFacts[]> {
  const lists = await Promise.all(brands.map((brand) => modelsOf(brand, at)));
  return [...demoFacts(), ...lists.flat()];
}

function demoFacts(): ModelFacts[] {
  return demoModels.map(({ id, kind, title, description, price }) => ({
    ref: `demo/${id}`,
    provider: 'Demo models',
    name: title,
    about: description,
    use: kind === 'embedding' ? 'vectors' : 'answers',
    price,
    contextTokens: null,
    deprecated: false,
    note: null,
  }));
}

async function modelsOf(brand: Brand, at: Date): Promise<readonly ModelFacts[]> {
  const { id, name: provider, priceList, defaultModel, server } = brand;
  const listed = priceList === null ? [] : await listedModels(priceList);
  const facts = listed
    .filter((model) => isOffered(brand, model.id))
    .map(async (model): Promise<ModelFacts> => {
      const price = priceList === null ? null : await listedPrice(priceList, model.id, at);
      const { name, about, contextTokens, deprecated } = model;
      return {
        ref: `${id}/${model.id}`,
        provider,
        name,
        about,
        use: useOf(model.id),
        price,
        contextTokens,
        deprecated,
        note: null,
      };
    });
  const known = (await Promise.all(facts)).toSorted(newestFirst);
  if (server === null || listed.some((model) => model.id === defaultModel)) return known;
  const own = { ref: `${id}/${defaultModel}`, provider, name: null, about: null, price: null, contextTokens: null };
  return [{ ...own, use: useOf(defaultModel), deprecated: false, note: null }, ...known];
}

/** What gives no answers is not offered, but for what makes vectors; nor is what the provider's own rules refuse. */
function isOffered({ id }: Brand, model: string): boolean {
  const kind = unsuitableModel(model)?.kind;
  // The list has one row of Google's for Gemini's own interface and for what others sell in its cloud.
  if (id === 'google' && modelFamily(id, model) !== 'Gemini') return false;
  return (kind === undefined || kind === 'embedding') && modelFault(id, model, noUserProviders)?.severity !== 'error';
}

function useOf(model: string): ModelFacts['use'] {
  return unsuitableModel(model)?.kind === 'embedding' ? 'vectors' : 'answers';
}

/** Newer ones have the higher number; of one number, the plain name before its variants. */
function newestFirst(a: ModelFacts, b: ModelFacts): number {
  return versionOf(b.ref) - versionOf(a.ref) || a.ref.localeCompare(b.ref, 'en', { numeric: true });
}

/** 5.1 of `claude-haiku-5-1`, 4.1 of `gpt-4.1-mini`; what is no version (`70b`, a date) is none. */
function versionOf(ref: string): number {
  const name = ref.slice(ref.lastIndexOf('/') + 1);
  const [, major, minor] = /(?<![\d.])(\d{1,2})(?:[.-](\d{1,2}))?(?![\d.]*\d|[bk])/.exec(name) ?? [];
  return major === undefined ? 0 : Number(`${major}.${minor ?? '0'}`);
}

/** With what the host knows: models that providers list, and those that the user has disabled. */
function withKnown(shipped: readonly ModelFacts[], { listed, disabled }: KnownModels): readonly ModelFacts[] {
  const refs = new Set(shipped.map(({ ref }) => ref));
  const others = listed
    .filter(({ ref }) => !refs.has(ref))
    .map(({ ref, contextTokens, note }): ModelFacts => {
      const provider = ref.split('/', 1)[0] ?? ref;
      return { ref, provider, name: null, about: null, use: useOf(ref), price: null, contextTokens, deprecated: false, note };
    });
  return [...others, ...shipped].map((model) => {
    const reason = Object.hasOwn(disabled, model.ref) ? disabled[model.ref] : undefined;
    return reason === undefined ? model : { ...model, note: `disabled${reason === '' ? '' : `: ${reason}`}` };
  });
}

/** Datasets below a folder, hidden ones and packages aside. A folder that cannot be read has none. */
async function collect(folder: string, prefix: string, depth: number, found: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (found.length >= mostFiles) return;
    const path = `${prefix}${entry.name}`;
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    if (entry.isDirectory() && depth > 0) await collect(join(folder, entry.name), `${path}/`, depth - 1, found);
    else if (entry.isFile() && isDataset(entry.name)) found.push(path);
  }
}

function isDataset(name: string): boolean {
  return (
    datasetExtensions.includes(extname(name).toLowerCase()) &&
    !/(?:\.bench\.json|^package(?:-lock)?\.json|^tsconfig.*\.json)$/i.test(name)
  );
}
