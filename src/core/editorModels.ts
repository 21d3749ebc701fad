import { formatPlural } from '../shared/format.ts';
import type { ChunkKind } from '../shared/model/attempt.ts';
import type { Timeouts } from '../shared/model/suite.ts';

/** A language model that the editor offers to its extensions: GitHub Copilot's, or another extension's. */
export interface EditorModel {
  /** The extension that provides it, as the editor knows it: `copilot`. */
  readonly vendor: string;
  readonly id: string;
  readonly family: string;
  /** For people. */
  readonly name: string;
  readonly maxInputTokens: number;
}

/** The editor's own models: they can be called in its extension host only, which hands this in. */
export interface EditorModels {
  /** All that the editor offers now. */
  list(): Promise<readonly EditorModel[]>;
  /** Never rejects. */
  call(call: EditorCall, signal: AbortSignal): Promise<EditorAnswer>;
  /** A new run is the user's word: the editor may ask again where it was told no before. */
  forgetRefusals(): void;
}

/** One call, as it goes to the host. */
export interface EditorCall {
  /** As a suite names it behind `vscode/`. */
  readonly model: string;
  readonly system: string | null;
  readonly prompt: string;
  /** For the extension that provides the model: each has names of its own, none says which it heeds. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly timeouts: Timeouts;
}

/** What became of a call. All moments are in ms on the clock of `processNow`. */
export interface EditorAnswer {
  readonly outcome: EditorOutcome;
  /** The model's full name; `null` where none was found. */
  readonly model: string | null;
  readonly text: string;
  readonly reasoning: string;
  /** Counted with the model's own tokenizer, as its extension makes it known; `null` where that failed. */
  readonly inputTokens: number | null;
  /** Of the text alone. */
  readonly outputTokens: number | null;
  readonly sentAt: number | null;
  /** The editor passes parts on in bundles, up to 30 ms late. */
  readonly chunks: readonly { readonly at: number; readonly kind: ChunkKind }[];
  readonly finishedAt: number;
  /** A mark was taken while the host's thread was held up. */
  readonly starved: boolean;
}

export type EditorOutcome =
  | { readonly type: 'answered' }
  | { readonly type: 'cancelled' }
  | { readonly type: 'timed-out'; readonly limit: keyof Timeouts }
  | { readonly type: 'no-model'; readonly message: string }
  /** `code` is that of the editor's `LanguageModelError`, else the error's name; `null` where it has none. */
  | { readonly type: 'failed'; readonly code: string | null; readonly message: string };

/** The answer to a call that was not sent. */
export function unsent(outcome: EditorOutcome): EditorAnswer {
  return {
    ...{ outcome, model: null, text: '', reasoning: '', inputTokens: null, outputTokens: null },
    ...{ sentAt: null, chunks: [], finishedAt: processNow(), starved: false },
  };
}

/** ms on the monotonic clock that all threads of this process share: each thread's `performance.now()` starts with the thread. */
export function processNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** `vendor/id`: names one model, unless two of the same vendor bear the same id. */
export function fullName({ vendor, id }: Pick<EditorModel, 'vendor' | 'id'>): string {
  return `${vendor}/${id}`;
}

/** The names by which a suite may call a model, the strictest first. */
const namings: readonly ((model: EditorModel) => string)[] = [
  fullName,
  ({ vendor, family }) => `${vendor}/${family}`,
  ({ id }) => id,
  ({ family }) => family,
];

/** The model that a suite means by what it writes behind `vscode/`; else what is wrong and what to do, for the user. */
export function findEditorModel<Model extends EditorModel>(
  models: readonly Model[],
  name: string,
): { readonly ok: true; readonly model: Model } | { readonly ok: false; readonly message: string } {
  for (const naming of namings) {
    const found = models.filter((model) => naming(model) === name);
    const [model] = found;
    if (model && found.length === 1) return { ok: true, model };
    if (model) return { ok: false, message: ambiguous(name, found) };
  }
  return { ok: false, message: unknown(name, models) };
}

/** What is wrong with the models that a suite wants of the editor, for the user; each problem once. */
export async function editorProblems(editor: EditorModels, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  try {
    const models = await editor.list();
    const found = names.map((name) => findEditorModel(models, name));
    return [...new Set(found.flatMap((one) => (one.ok ? [] : [one.message])))];
  } catch (error) {
    return [`The editor's language models could not be listed: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function ambiguous(name: string, found: readonly EditorModel[]): string {
  const names = [...new Set(found.map(fullName))];
  if (names.length === 1) {
    return `The editor has ${found.length} models called "${names.join()}". Leave one of them in its list of language models, or take another.`;
  }
  return `"vscode/${name}" may be any of ${listed(names)}. Name one of them.`;
}

function unknown(name: string, models: readonly EditorModel[]): string {
  if (models.length === 0) {
    return 'The editor has no language models. Install an extension that provides some, such as GitHub Copilot, sign in to it, and run again.';
  }
  return `The editor has no language model "${name}". Choose one of ${listed(models.map(fullName))}.`;
}

const mostListed = 20;

function listed(names: readonly string[]): string {
  const sorted = [...new Set(names)].sort();
  const shown = sorted.slice(0, mostListed).map((name) => `vscode/${name}`);
  const more = sorted.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${formatPlural(more, 'other')}`;
}
