/** An extension that provides language models, as GitHub Copilot's does: packed by driver/packExtension.ts, for editorModels.test.ts. */
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

type Info = vscode.LanguageModelChatInformation;
type Reply = (prompt: Prompt) => AsyncIterable<string>;

interface Prompt {
  readonly messages: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly token: vscode.CancellationToken;
}

const PAUSE_MS = 80;

/** Says what it was asked, in several parts. */
async function* echo({ messages, options }: Prompt): AsyncIterable<string> {
  yield `Asked ${messages.join(' | ')}`;
  for (const word of [' with', ` ${JSON.stringify(options)}`, ', within 30 days.']) {
    await delay(PAUSE_MS);
    yield word;
  }
}

// oxlint-disable-next-line require-yield -- It fails before it says anything.
async function* spent(): AsyncIterable<string> {
  throw vscode.LanguageModelError.Blocked('The quota of this month is used up.');
}

// oxlint-disable-next-line require-yield -- As long as it is not cancelled it says nothing.
async function* silent({ token }: Prompt): AsyncIterable<string> {
  await new Promise((resolve) => token.onCancellationRequested(resolve));
}

const REPLIES: Readonly<Record<string, Reply>> = { 'echo-1': echo, spent, silent };

function info(id: string): Info {
  const family = id.replace(/-\d$/, '');
  const limits = { maxInputTokens: 8_000, maxOutputTokens: 1_000 };
  return { id, family, name: `Acme ${family}`, version: '1', ...limits, capabilities: {} };
}

function textOf(message: vscode.LanguageModelChatRequestMessage): string {
  return message.content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

export function activate(context: vscode.ExtensionContext): void {
  const provider: vscode.LanguageModelChatProvider = {
    provideLanguageModelChatInformation: () => Object.keys(REPLIES).map(info),
    provideLanguageModelChatResponse: async (model, messages, { modelOptions = {} }, progress, token) => {
      const reply = REPLIES[model.id];
      if (!reply) throw new Error(`There is no model ${model.id}`);
      for await (const text of reply({ messages: messages.map(textOf), options: modelOptions, token })) {
        progress.report(new vscode.LanguageModelTextPart(text));
      }
    },
    // One token for each character: a test can tell whose count it is.
    provideTokenCount: async (_, text) => (typeof text === 'string' ? text : textOf(text)).length,
  };
  context.subscriptions.push(vscode.lm.registerLanguageModelChatProvider('acme', provider));
}
