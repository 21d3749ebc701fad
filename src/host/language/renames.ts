import * as vscode from 'vscode';
import type { SuiteService } from '../suites/suiteService.ts';
import { toPosition } from './positions.ts';
import { toRange } from './problemBoard.ts';

export function definitions(suites: SuiteService): vscode.DefinitionProvider {
  return {
    async provideDefinition(document, position, token) {
      const places = await suites.definition(document, toPosition(position), token);
      return places.map(
        ({ path, range }) => new vscode.Location(path === null ? document.uri : vscode.Uri.file(path), toRange(range)),
      );
    },
  };
}

export function mentions(suites: SuiteService): vscode.ReferenceProvider {
  return {
    async provideReferences(document, position, _context, token) {
      const ranges = await suites.references(document, toPosition(position), token);
      return ranges.map((range) => new vscode.Location(document.uri, toRange(range)));
    },
  };
}

/** What is thrown here, the editor shows at the place. */
export function renames(suites: SuiteService): vscode.RenameProvider {
  return {
    async prepareRename(document, position, token) {
      const found = await suites.prepareRename(document, toPosition(position), token);
      if (found === null)
        throw new Error(vscode.l10n.t('Only variables can be renamed here: put the cursor on the name of one.'));
      if ('refusal' in found) throw new Error(found.refusal);
      return { range: toRange(found.range), placeholder: found.name };
    },
    async provideRenameEdits(document, position, name, token) {
      const edits = await suites.rename(document, toPosition(position), name, token);
      if ('refusal' in edits) throw new Error(edits.refusal);
      const edit = new vscode.WorkspaceEdit();
      for (const { range, newText } of edits) edit.replace(document.uri, toRange(range), newText);
      return edit;
    },
  };
}
