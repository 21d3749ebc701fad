import * as vscode from 'vscode';
import { fullName, type EditorModel, type EditorModels } from '../../core/editorModels.ts';
import type { KeySource } from '../../core/ports.ts';
import type { ListedModel } from '../../shared/model/catalog.ts';
import type { EndpointSpec } from '../../shared/model/suite.ts';
import { plainName } from '../plainMessage.ts';
import { userProviders } from '../providers/userProviders.ts';
import type { ListFault, ModelList } from './modelLists.ts';

/** Whose list is asked for. */
export interface Listed {
  readonly id: string;
  readonly name: string;
  /** Of a suite's own server. */
  readonly endpoint: EndpointSpec | null;
}

export interface ListSources {
  readonly keys: KeySource;
  readonly editorModels: Pick<EditorModels, 'list'>;
}

/** A provider's models as it lists them itself; `null` where the user did not want to wait. */
export async function browseList(of: Listed, sources: ListSources): Promise<ModelList | null> {
  const title = vscode.l10n.t('Asking for the models of {0}', plainName(of.name));
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_, token) => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort());
      try {
        return await list(of, sources, cancelled.signal);
      } catch (error) {
        if (cancelled.signal.aborted) return null;
        throw error;
      }
    },
  );
}

/** The same without anybody waiting for it: what comes of it is told. */
export async function tryList(of: Listed, sources: ListSources): Promise<ModelList> {
  const title = vscode.l10n.t('Trying the key for {0}', plainName(of.name));
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    list(of, sources, new AbortController().signal),
  );
}

async function list({ id, endpoint }: Listed, { keys, editorModels }: ListSources, signal: AbortSignal): Promise<ModelList> {
  if (id === 'vscode' && endpoint === null) {
    return { ok: true, models: (await editorModels.list()).map(listedEditorModel) };
  }
  if (endpoint !== null && !vscode.workspace.isTrusted) return { ok: false, fault: restricted };
  const { providerModels } = await import('./modelLists.ts');
  const user = userProviders();
  const endpoints = endpoint === null ? user.endpoints : [endpoint, ...user.endpoints];
  return providerModels(id, { keys, user: { ...user, endpoints } }, signal);
}

const restricted: ListFault = {
  kind: 'no-list',
  message: vscode.l10n.t('In Restricted Mode the servers that suites name are not called.'),
};

function listedEditorModel(model: EditorModel): ListedModel {
  return {
    id: fullName(model),
    name: model.name,
    createdAt: null,
    contextTokens: model.maxInputTokens,
    maxOutputTokens: null,
    sizeBytes: null,
    deprecated: false,
    retiresAt: null,
    price: null,
    unsuitable: null,
  };
}
