import * as vscode from 'vscode';
import type { CompletionKind, SuiteCompletion } from '../../core/suite/language/spec.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import type { ModelKnowledge } from './modelKnowledge.ts';
import { toPosition } from './positions.ts';
import { toRange } from './problemBoard.ts';

/** Letters ask by themselves. */
export const completionTriggers = ['/', '{', '"', ' '] as const;

const kinds: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  model: vscode.CompletionItemKind.Value,
  key: vscode.CompletionItemKind.Property,
  scorer: vscode.CompletionItemKind.Function,
  variable: vscode.CompletionItemKind.Variable,
  column: vscode.CompletionItemKind.Field,
  file: vscode.CompletionItemKind.File,
  value: vscode.CompletionItemKind.EnumMember,
  snippet: vscode.CompletionItemKind.Snippet,
};

/** Keys whose values are there to choose from: the list opens at once. */
const chosen = new Set(['models', 'model', 'dataset', 'category']);

export function completions(suites: SuiteService, knowledge: ModelKnowledge): vscode.CompletionItemProvider {
  // A thousand models have a screen of text each, of which one is looked at.
  const texts = new WeakMap<vscode.CompletionItem, string>();
  return {
    resolveCompletionItem(item) {
      const text = texts.get(item) ?? '';
      if (text !== '') item.documentation = new vscode.MarkdownString(text);
      return item;
    },
    async provideCompletionItems(document, position, token, { triggerCharacter }) {
      if (triggerCharacter === ' ' && !opensValue(document, position)) return [];
      const found = await suites.complete(document, toPosition(position), knowledge.known(document), token);
      return found.map((each) => {
        const item = itemOf(each);
        texts.set(item, each.documentation);
        return item;
      });
    },
  };
}

/** Most spaces stand between words of a prompt. */
function opensValue(document: vscode.TextDocument, { line, character }: vscode.Position): boolean {
  return /(?:^\s*|[-:,[{]) $/.test(document.lineAt(line).text.slice(0, character));
}

function itemOf(found: SuiteCompletion): vscode.CompletionItem {
  const { kind, label, detail, range, newText, isSnippet, sortText, filterText } = found;
  const item = new vscode.CompletionItem({ label, ...(detail !== '' && { description: detail }) }, kinds[kind]);
  item.range = toRange(range);
  item.insertText = isSnippet ? new vscode.SnippetString(newText) : newText;
  item.sortText = sortText;
  if (filterText !== undefined) item.filterText = filterText;
  if (kind === 'key' && chosen.has(label)) item.command = { command: 'editor.action.triggerSuggest', title: '' };
  return item;
}
