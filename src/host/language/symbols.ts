import * as vscode from 'vscode';
import type { SuiteSymbol } from '../../core/suite/language/spec.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import { toRange } from './problemBoard.ts';

const kinds: Readonly<Record<SuiteSymbol['kind'], vscode.SymbolKind>> = {
  suite: vscode.SymbolKind.Package,
  models: vscode.SymbolKind.Array,
  model: vscode.SymbolKind.Object,
  prompt: vscode.SymbolKind.String,
  cases: vscode.SymbolKind.Array,
  case: vscode.SymbolKind.Function,
  dataset: vscode.SymbolKind.File,
  thresholds: vscode.SymbolKind.Constant,
};

export function outline(suites: SuiteService): vscode.DocumentSymbolProvider {
  // A line half written must not empty the outline.
  const last = new WeakMap<vscode.TextDocument, vscode.DocumentSymbol[]>();
  return {
    async provideDocumentSymbols(document, token) {
      const found = (await suites.symbols(document, token)).map(symbolOf);
      if (found.length === 0) return last.get(document) ?? [];
      last.set(document, found);
      return found;
    },
  };
}

function symbolOf({ kind, name, detail, range, nameRange, children }: SuiteSymbol): vscode.DocumentSymbol {
  const symbol = new vscode.DocumentSymbol(name, detail, kinds[kind], toRange(range), toRange(nameRange));
  symbol.children = children.map(symbolOf);
  return symbol;
}
