import * as vscode from 'vscode';
import { fullName, type EditorModel } from '../../core/editorModels.ts';
import type { KnownModels } from '../../core/suite/language/spec.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { EditorModelService } from '../lm/editorModelService.ts';
import type { DisabledModels } from '../models/disabledModels.ts';
import { userProviders } from '../providers/userProviders.ts';

/** Who completes and explains keys by the JSON Schema that the extension ships. */
const schemaServers: Readonly<Record<string, string>> = {
  json: 'vscode.json-language-features',
  jsonc: 'vscode.json-language-features',
  yaml: 'redhat.vscode-yaml',
};

/** What this window knows of models beyond the shipped lists. */
export class ModelKnowledge implements Disposable {
  readonly #editorModels: EditorModelService;
  readonly #disabled: DisabledModels;
  readonly #owned = new DisposableStore();
  #offered: readonly EditorModel[] = [];
  #isAsked = false;

  constructor(editorModels: EditorModelService, disabled: DisabledModels) {
    this.#editorModels = editorModels;
    this.#disabled = disabled;
    this.#owned.add(editorModels.onDidChange(() => (this.#isAsked = false)));
  }

  known(document: vscode.TextDocument): KnownModels {
    this.#ask();
    return {
      listed: this.#offered.map((model) => ({
        ref: `vscode/${fullName(model)}`,
        contextTokens: model.maxInputTokens,
        note: vscode.l10n.t('in this editor'),
      })),
      endpoints: userProviders().endpoints,
      disabled: Object.fromEntries([...this.#disabled.all()].map(([ref, { reason }]) => [ref, reason])),
      schemaIsServed: isSchemaServed(document),
    };
  }

  /** Other extensions wake up for it: nobody waits, the next list has them. */
  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#editorModels.list().then(
      (models) => (this.#offered = models),
      () => (this.#isAsked = false),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function isSchemaServed({ languageId }: vscode.TextDocument): boolean {
  const server = schemaServers[languageId];
  return server !== undefined && vscode.extensions.getExtension(server)?.isActive === true;
}
