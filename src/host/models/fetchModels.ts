import * as vscode from 'vscode';
import { fullName, type EditorModel, type EditorModels } from '../../core/editorModels.ts';
import type { KeySource } from '../../core/ports.ts';
import type { ListedModel } from '../../shared/model/catalog.ts';
import type { EndpointSpec } from '../../shared/model/suite.ts';
import { plainName } from '../plainMessage.ts';
import { userProviders } from '../providers/userProviders.ts';
import type { ModelList } from './modelLists.ts';

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

/** A provider's models as it lists them itself, with progress; `null` where the user did not want to wait. */
export async function fetchModels(of: Listed, title: string, sources: ListSources): Promise<ModelList | null> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `${title} ${plainName(of.name)}`, cancellable: true },
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

async function list({ id, endpoint }: Listed, { keys, editorModels }: ListSources, signal: AbortSignal): Promise<ModelList> {
  if (id === 'vscode' && endpoint === null) {
    return { ok: true, models: (await editorModels.list()).map(listedEditorModel) };
  }
  const { providerModels } = await import('./modelLists.ts');
  const user = userProviders();
  const endpoints = endpoint === null ? user.endpoints : [endpoint, ...user.endpoints];
  return providerModels(id, { keys, user: { ...user, endpoints } }, signal);
}

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
