import { modelFamily } from '../../../shared/modelFamily.ts';
import { splitRef } from '../../suite/models.ts';
import type { SuiteOptions } from '../../suite/checks.ts';
import type { SuiteInput } from '../../suite/schema.ts';
import type { ImportNotes } from '../notes.ts';
import type { Graders } from './mappers.ts';
import type { ProviderReader } from './providers.ts';

/** What promptfoo takes for `similar` where nobody says otherwise. */
const usualEmbedding = 'openai/text-embedding-3-large';
const usualJudge = 'openai/gpt-6-luna';
/** The first that is of none of the compared families. */
const usualJudges = [usualJudge, 'anthropic/claude-haiku-4-5', 'google/gemini-3.5-flash-lite'];

/** Who grades: the assertion's own provider, else the test's, else the configuration's, else a model that is noted. */
export class GraderChoice {
  /** Whether an expectation leaves the choice to the suite. */
  isAsked = false;
  readonly #providers: ProviderReader;
  readonly #options: SuiteOptions;
  readonly #notes: ImportNotes;
  readonly #common: unknown;
  readonly #models: readonly string[];
  readonly #read = new Map<string, string | null>();

  constructor(
    providers: ProviderReader,
    models: SuiteInput['models'],
    options: SuiteOptions,
    notes: ImportNotes,
    common: unknown,
  ) {
    this.#providers = providers;
    this.#options = options;
    this.#notes = notes;
    this.#common = common;
    this.#models = models.map((entry) => (typeof entry === 'string' ? entry : entry.model));
  }

  /** The suite's own judge. */
  get judgeRef(): string {
    return this.#commonRef('judge') ?? this.#fallback('judge');
  }

  /** The choice for the assertions of one test, by the provider in its options. */
  forTest(grader: unknown): Graders {
    return {
      judge: (provider, place) => {
        const ref = this.#refOf(provider, 'judge', place) ?? this.#refOf(grader, 'judge', place);
        if (ref !== null && ref !== this.#commonRef('judge')) return { model: ref };
        this.isAsked = true;
        if (this.#commonRef('judge') === null) {
          this.#notes.changed(
            place,
            `No grader is named that can be asked here: \`${this.judgeRef}\` judges. Name the one you trust under \`judge\`.`,
          );
        }
        return {};
      },
      embedding: (provider, place) => {
        const ref = this.#refOf(provider, 'embedding', place) ?? this.#refOf(grader, 'embedding', place);
        return ref ?? this.#commonRef('embedding') ?? this.#fallback('embedding');
      },
    };
  }

  #commonRef(kind: 'judge' | 'embedding'): string | null {
    return this.#refOf(this.#common, kind, 'defaultTest.options.provider');
  }

  /** Read once, so that a provider that is none is noted once. */
  #refOf(provider: unknown, kind: 'judge' | 'embedding', place: string): string | null {
    const named = providerFor(provider, kind);
    if (named === undefined || named === null) return null;
    const key = `${kind} ${JSON.stringify(named)}`;
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const ref = this.#providers.grader(named, kind, place);
    this.#read.set(key, ref);
    return ref;
  }

  #fallback(kind: 'judge' | 'embedding'): string {
    const demo = kind === 'judge' ? 'demo/arbiter' : 'demo/vectors';
    const known = kind === 'judge' ? this.#options.knownModels : this.#options.knownEmbeddings;
    if (this.#models.every((ref) => ref.startsWith('demo/')) && known?.includes(demo)) return demo;
    if (kind === 'embedding') return usualEmbedding;
    const families = new Set(this.#models.map(familyOf));
    return usualJudges.find((ref) => !families.has(familyOf(ref))) ?? usualJudge;
  }
}

function familyOf(ref: string): string | null {
  const parts = splitRef(ref);
  return parts && modelFamily(parts.provider, parts.model);
}

/** Of a pair of providers, one for texts and one for vectors, the one that fits; of a single one, whether its id fits. */
function providerFor(provider: unknown, kind: 'judge' | 'embedding'): unknown {
  if (typeof provider === 'object' && provider !== null && ('text' in provider || 'embedding' in provider)) {
    return kind === 'judge' ? (provider as { text?: unknown }).text : (provider as { embedding?: unknown }).embedding;
  }
  const id = typeof provider === 'object' && provider !== null ? (provider as { id?: unknown }).id : provider;
  const makesVectors = typeof id === 'string' && /:embeddings?:|:sentence-similarity:/.test(id);
  return makesVectors === (kind === 'embedding') ? provider : undefined;
}
