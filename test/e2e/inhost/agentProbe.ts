/** An extension that calls the tools of others, as an agent does: packed by driver/packExtension.ts, for agents.test.ts. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** In the workspace: what is to be called, and what came of it. */
const CALL_FILE = 'call.json';
const ANSWER_FILE = 'answer.json';

export interface ToolCall {
  readonly tool: string;
  readonly input: object;
}

export interface ToolAnswer {
  readonly tools: readonly { readonly name: string; readonly inputSchema: object | undefined }[];
  readonly text: string | null;
  readonly error: string | null;
}

async function call({ tool, input }: ToolCall): Promise<Pick<ToolAnswer, 'text' | 'error'>> {
  try {
    const { content } = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined });
    const text = content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
    return { text, error: null };
  } catch (error) {
    return { text: null, error: error instanceof Error ? error.message : String(error) };
  }
}

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('agentProbe.call', async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
      const wanted = JSON.parse(await readFile(join(folder, CALL_FILE), 'utf8')) as ToolCall;
      const found = await call(wanted);
      const tools = vscode.lm.tools.map(({ name, inputSchema }) => ({ name, inputSchema }));
      await writeFile(join(folder, ANSWER_FILE), JSON.stringify({ tools, ...found } satisfies ToolAnswer));
    }),
  );
}
