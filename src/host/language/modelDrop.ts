import * as vscode from 'vscode';
import { suiteGlob } from '../contributions.ts';
import { isThereText, modelEdit } from '../models/addToSuite.ts';
import { draggedModel, modelMime } from '../models/modelMime.ts';
import { plainName } from '../plainMessage.ts';

const kind = vscode.DocumentDropOrPasteEditKind.Text.append('llmBench', 'model');

/** A model that is dropped anywhere on a suite goes to the end of its list of models, in the list's own style. */
export function registerModelDrop(): vscode.Disposable {
  return vscode.languages.registerDocumentDropEditProvider(
    { scheme: 'file', pattern: suiteGlob },
    {
      async provideDocumentDropEdits(document, _, data) {
        const ref = await draggedModel(data);
        if (ref === null) return undefined;
        const edited = await modelEdit(document, ref);
        if (!edited?.edit) void vscode.window.showInformationMessage(refusal(edited !== null, document.uri, ref));
        // Without a text of its own: the name is not to be put where the pointer was.
        const drop = new vscode.DocumentDropEdit('', vscode.l10n.t('Add {0} to the models', ref), kind);
        if (edited?.edit) drop.additionalEdit = edited.edit;
        return drop;
      },
    },
    { providedDropEditKinds: [kind], dropMimeTypes: [modelMime] },
  );
}

function refusal(isThere: boolean, uri: vscode.Uri, ref: string): string {
  if (isThere) return isThereText(uri, ref);
  return vscode.l10n.t('This suite has no list of models to add {0} to: mend it first.', plainName(ref));
}
