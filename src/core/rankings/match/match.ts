import type { CategoryRanking, ModelMatch, RankedModel } from '../../../shared/model/rankings.ts';
import { compareNames, keyOf, type Likeness } from './compareNames.ts';
import type { Corrections } from './corrections.ts';
import { makerNamed, makerOfProvider } from './makers.ts';
import { readName, type ModelName, type Note } from './modelName.ts';
import { readPath, type ModelPath } from './modelPath.ts';

export type OutsideModel = Pick<RankedModel, 'id' | 'name' | 'aliases' | 'creator'>;

interface Known {
  readonly model: string;
  readonly name: ModelName;
}

/** Models of the catalogue by what their names must have in common with an outside name. */
export class KnownModels {
  readonly #byKey = new Map<string, Known[]>();
  readonly #bare = new Map<string, Known[]>();
  readonly #all: ReadonlySet<string>;

  /** `provider/model` each. */
  constructor(models: Iterable<string>) {
    this.#all = new Set(models);
    for (const model of this.#all) {
      const name = knownName(model);
      if (name === null) continue;
      add(this.#byKey, keyOf(name, true), { model, name });
      if (mayLackSize(model, name)) add(this.#bare, keyOf(name, false), { model, name });
    }
  }

  has(model: string): boolean {
    return this.#all.has(model);
  }

  /** Those that are worth a comparison. */
  near(name: ModelName): readonly Known[] {
    const same = this.#byKey.get(keyOf(name, true)) ?? [];
    const bare = name.sizes.length === 0 ? (this.#bare.get(keyOf(name, false)) ?? []) : [];
    return bare.length === 0 ? same : [...same, ...bare];
  }
}

function add(map: Map<string, Known[]>, key: string, known: Known): void {
  const all = map.get(key);
  if (all) all.push(known);
  else map.set(key, [known]);
}

/** Of a local server's tags each size is a model of its own: `deepseek-r1:8b` is none of DeepSeek's. */
function mayLackSize(model: string, { sizes }: ModelName): boolean {
  return sizes.length > 0 && !model.startsWith('ollama/');
}

/** `null` for what can be no model of a board: a fine-tuned one, an ARN, a demo model. */
function knownName(model: string): ModelName | null {
  const slash = model.indexOf('/');
  const provider = model.slice(0, Math.max(0, slash));
  const id = model.slice(slash + 1);
  if (/^(?:ft|arn):/.test(id) || provider === 'demo') return null;
  if (provider === 'ollama') return ollamaName(id);
  const path = readPath(provider === 'huggingface' ? id.replace(/:.*$/, '') : id);
  return readName({ ...path, maker: path.maker ?? makerOfProvider(provider) });
}

function ollamaName(id: string): ModelName | null {
  const local = id.replace(/[:-]cloud$/, '');
  const name = readName(readPath(local));
  // What is pulled without saying more has four bits a weight, as a rule.
  return name === null || local !== id || name.format !== null ? name : { ...name, notes: [...name.notes, unsaidFormat] };
}

const unsaidFormat: Note = { text: 'Ollama may serve it quantised', confidence: 'likely' };

/** Its names, the one that people read first: what that says of the variant holds for all. */
export function outsideNames({
  name,
  aliases,
  creator,
}: Pick<OutsideModel, 'name' | 'aliases' | 'creator'>): readonly ModelName[] {
  const first = outsideName(name, creator);
  const others = aliases.map((alias) => outsideName(alias, creator)).filter((other) => other !== null);
  if (first === null) return others;
  return [first, ...others.filter((other) => isSameModel(first, other)).map((other) => asVariantOf(first, other))];
}

/** A slug may have lost a point (`claude-35-sonnet`) or be another model's: it may say more than the name, and nothing else. */
function isSameModel(first: ModelName, other: ModelName): boolean {
  const numbers = ({ versions, sizes }: ModelName): string => [...versions, '|', ...sizes].join(' ');
  return numbers(first) === numbers(other) && first.words.every((word) => other.words.includes(word));
}

function asVariantOf(first: ModelName, other: ModelName): ModelName {
  const mode = first.mode.thinks === null && first.mode.effort === null ? other.mode : first.mode;
  return { ...other, mode, date: other.date ?? first.date, stage: other.stage ?? first.stage };
}

function outsideName(text: string, creator: string | null): ModelName | null {
  const path = /\s/.test(text) ? titled(text) : readPath(text);
  if (creator === null) return readName(path);
  const maker = makerNamed(creator);
  return readName({ ...path, maker: maker ?? path.maker, publisher: maker === null && path.maker === null ? creator : null });
}

/** `OpenAI: GPT-5 Mini`. */
function titled(text: string): ModelPath {
  const [, before = null, after = text] = /^([^:()]+): (.+)$/.exec(text) ?? [];
  const maker = makerNamed(before);
  return { maker, publisher: maker === null ? before : null, name: after, notes: [] };
}

/**
 * What one outside model means among the known ones, the surest first. A model that the user has given to an outside one is no
 * other's, and whoever was told takes the place of guesses. `corrections` are those of its origin.
 */
export function matchModel(
  outside: OutsideModel,
  known: KnownModels | readonly string[],
  corrections: Corrections,
): readonly ModelMatch[] {
  const models = known instanceof KnownModels ? known : new KnownModels(known);
  const own = corrections.filter(({ id }) => id === outside.id);
  if (own.some(({ model }) => model === null)) return [];
  const corrected = new Set(own.flatMap(({ model }) => (model === null ? [] : [model])));
  const taken = new Set(corrections.flatMap(({ id, model }) => (id === outside.id || model === null ? [] : [model])));
  const found = [...likenesses(outside, models)]
    .filter(
      ([model, { confidence }]) => !taken.has(model) && !corrected.has(model) && !(corrected.size > 0 && confidence === 'guess'),
    )
    .map(([model, likeness]): ModelMatch => ({ model, ...likeness }));
  const said = [...corrected].map((model): ModelMatch => ({ model, confidence: 'corrected', because: 'as you said' }));
  return [...said, ...found].toSorted(surestFirst);
}

function likenesses(outside: OutsideModel, known: KnownModels): ReadonlyMap<string, Likeness> {
  const best = new Map<string, Likeness>();
  for (const name of outsideNames(outside)) {
    for (const candidate of known.near(name)) {
      const likeness = compareNames(name, candidate.name);
      const before = best.get(candidate.model);
      if (likeness && (!before || sureness[likeness.confidence] < sureness[before.confidence]))
        best.set(candidate.model, likeness);
    }
  }
  const routed = `openrouter/${outside.id}`;
  return known.has(routed) ? best.set(routed, { confidence: 'exact', because: '' }) : best;
}

const sureness: Readonly<Record<ModelMatch['confidence'], number>> = { corrected: 0, exact: 1, likely: 2, guess: 3 };

function surestFirst(a: Pick<ModelMatch, 'model' | 'confidence'>, b: Pick<ModelMatch, 'model' | 'confidence'>): number {
  return sureness[a.confidence] - sureness[b.confidence] || (a.model < b.model ? -1 : Number(a.model > b.model));
}

/** The models of one origin, by `RankedModel.id`; those that nothing known fits have an empty list. */
export type ModelMatches = ReadonlyMap<string, readonly ModelMatch[]>;

export function matchAll(
  { origin, models }: Pick<CategoryRanking, 'origin'> & { readonly models: readonly OutsideModel[] },
  known: KnownModels | readonly string[],
  corrections: Corrections,
): ModelMatches {
  const index = known instanceof KnownModels ? known : new KnownModels(known);
  // We measured it under the id that it is asked by, at that provider.
  if (origin === 'minimal-test') return new Map(models.map(({ id }) => [id, itself(id, index)]));
  const own = corrections.filter((correction) => correction.origin === origin);
  return new Map(models.map((model) => [model.id, matchModel(model, index, own)]));
}

function itself(model: string, known: KnownModels): readonly ModelMatch[] {
  return known.has(model) ? [{ model, confidence: 'exact', because: '' }] : [];
}
