import * as vscode from 'vscode';
import {
  findEditorModel,
  unsent,
  type EditorAnswer,
  type EditorCall,
  type EditorModel,
  type EditorModels,
} from '../../core/editorModels.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { callModel, type CallableModel, type Part } from './editorCall.ts';
import { errorFacts } from './errorFacts.ts';
import { HostWatch } from './hostWatch.ts';
import { ModelAccess } from './modelAccess.ts';

/** Shown by the editor when it asks whether LLM Bench may use a model. */
const justification = vscode.l10n.t('The suite that you run names this model: its prompts are sent to it.');

/** The language models of this editor, called by way of `vscode.lm`. */
export class EditorModelService implements EditorModels, Disposable {
  readonly #owned = new DisposableStore();
  readonly #access = new ModelAccess();
  readonly #watch = new HostWatch();
  /** Finding them out wakes every extension that provides some: once, until they change. */
  #models: Promise<readonly OfferedModel[]> | undefined;

  /** Other models are there than before. */
  readonly onDidChange: vscode.Event<void> = (...listener) => lm()?.onDidChangeChatModels(...listener) ?? { dispose() {} };

  constructor() {
    this.#owned.add(this.onDidChange(() => (this.#models = undefined)));
  }

  list(): Promise<readonly EditorModel[]> {
    return this.#offered();
  }

  async call(call: EditorCall, signal: AbortSignal): Promise<EditorAnswer> {
    try {
      const found = findEditorModel(await this.#offered(), call.model);
      if (found.ok) return await this.#watch.during(() => callModel(found.model, call, this.#access, signal));
      return unsent({ type: 'no-model', message: found.message });
    } catch (error) {
      return unsent({ type: 'failed', ...errorFacts(error) });
    }
  }

  forgetRefusals(): void {
    this.#access.forgetRefusals();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #offered(): Promise<readonly OfferedModel[]> {
    const models = (this.#models ??= offeredModels());
    const found = await models.catch(() => []);
    // None is what an editor says that is still starting, too.
    if (found.length === 0 && this.#models === models) this.#models = undefined;
    return models;
  }
}

/** Not every editor that runs extensions of this version has it. */
function lm(): typeof vscode.lm | undefined {
  return vscode.lm;
}

async function offeredModels(): Promise<readonly OfferedModel[]> {
  return ((await lm()?.selectChatModels()) ?? []).map((chat) => new OfferedModel(chat));
}

class OfferedModel implements EditorModel, CallableModel {
  readonly vendor: string;
  readonly id: string;
  readonly family: string;
  readonly name: string;
  readonly maxInputTokens: number;
  readonly #chat: vscode.LanguageModelChat;

  constructor(chat: vscode.LanguageModelChat) {
    this.vendor = chat.vendor;
    this.id = chat.id;
    this.family = chat.family;
    this.name = chat.name;
    this.maxInputTokens = chat.maxInputTokens;
    this.#chat = chat;
  }

  async send(messages: readonly string[], options: EditorCall['options'], signal: AbortSignal): Promise<AsyncIterable<Part>> {
    const { stream } = await this.#chat.sendRequest(
      messages.map((text) => vscode.LanguageModelChatMessage.User(text)),
      { justification, modelOptions: options },
      tokenOf(signal),
    );
    return parts(stream);
  }

  async countTokens(text: string, signal: AbortSignal): Promise<number> {
    return this.#chat.countTokens(text, tokenOf(signal));
  }
}

async function* parts(stream: AsyncIterable<unknown>): AsyncIterable<Part> {
  for await (const part of stream) yield partOf(part);
}

/** Thinking parts come from newer versions, whose types are not those of this one. */
interface NewerApi {
  readonly LanguageModelThinkingPart?: new (...args: never[]) => { readonly value: string | readonly string[] };
}

function partOf(part: unknown): Part {
  if (part instanceof vscode.LanguageModelTextPart) return { kind: part.value === '' ? 'empty' : 'text', text: part.value };
  if (part instanceof vscode.LanguageModelToolCallPart) return { kind: 'tool', text: '' };
  const { LanguageModelThinkingPart: ThinkingPart } = vscode as NewerApi;
  if (ThinkingPart && part instanceof ThinkingPart) {
    const text = [part.value].flat().join('');
    return { kind: text === '' ? 'empty' : 'reasoning', text };
  }
  return { kind: 'empty', text: '' };
}

function tokenOf(signal: AbortSignal): vscode.CancellationToken {
  const source = new vscode.CancellationTokenSource();
  if (signal.aborted) source.cancel();
  else signal.addEventListener('abort', () => source.cancel(), { once: true });
  return source.token;
}
