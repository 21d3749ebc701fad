import * as vscode from 'vscode';
import { demoModels } from '../../core/demo/models.ts';
import { fullName } from '../../core/editorModels.ts';
import { brandOf } from '../../core/providers/brands.ts';
import { formatCompact } from '../../shared/format.ts';
import type { ListSources } from '../models/fetchModels.ts';
import type { ProviderDirectory } from '../providers/providerDirectory.ts';
import { userProviders } from '../providers/userProviders.ts';
import type { ProviderNode } from '../views/providerList.ts';

export interface ModelSources extends ListSources {
  readonly directory: ProviderDirectory;
}

/** A row of the list of models; a separator has no model. */
export interface ModelChoice extends vscode.QuickPickItem {
  readonly ref: string | null;
}

export interface ModelChoices {
  readonly at: readonly ModelChoice[];
  /** Of the servers on this machine and of the editor: they are asked first. */
  readonly later: Promise<readonly ModelChoice[]>;
}

/** A server on this machine answers at once, or does not run. */
const localPatienceMs = 2_000;

/**
 * What a new suite can compare: those that it comes with, then those that can be called as things stand.
 * @param own models that the suite comes with
 */
export async function modelChoices(own: readonly string[], sources: ModelSources): Promise<ModelChoices> {
  const nodes = (await sources.directory.list()).filter(({ endpoint }) => endpoint === null);
  const shown = new Set(own);
  const group = (title: string, models: readonly ModelChoice[]) => {
    const fresh = models.filter(({ ref }) => ref !== null && !shown.has(ref));
    for (const { ref } of fresh) if (ref !== null) shown.add(ref);
    return fresh.length === 0 ? [] : [separator(title), ...fresh];
  };
  const keyed = nodes.filter(({ hasKey }) => hasKey);
  const priced = await Promise.all(keyed.map(async (node) => ({ node, models: await modelsWithKey(node) })));
  const demo = nodes.find(({ id }) => id === 'demo')?.models ?? [];
  const at = [
    ...(own.length === 0 ? [] : [separator(vscode.l10n.t('In this suite')), ...own.map((ref) => choice(ref, ''))]),
    ...priced.flatMap(({ node, models }) => group(vscode.l10n.t('{0} · key set', node.name), models)),
    ...group(
      vscode.l10n.t('Demo models, built in'),
      demo.filter(({ name }) => isAsked(name)).map(({ ref, detail }) => choice(ref, detail)),
    ),
  ];
  const later = Promise.all([localModels(nodes, sources), editorModels(sources)]).then(([local, editor]) => [
    ...local.flatMap(({ node, models }) => group(vscode.l10n.t('{0} · on this machine', node.name), models)),
    ...group(vscode.l10n.t('In this editor'), editor),
  ]);
  return { at, later };
}

/** The demo has a model that answers nothing, too. */
function isAsked(demoModel: string): boolean {
  return demoModels.some(({ id, kind }) => id === demoModel && kind === 'chat');
}

/** Those in use first, then what the price list has of the provider. */
async function modelsWithKey({ id, models }: ProviderNode): Promise<ModelChoice[]> {
  const used = models.filter(({ disabled }) => disabled === null).map(({ ref, detail }) => choice(ref, detail));
  const priceList = brandOf(id)?.priceList ?? null;
  if (priceList === null) return used;
  const { listedModels } = await import('../../core/pricing/listedModels.ts');
  const listed = (await listedModels(priceList)).filter(({ deprecated }) => !deprecated);
  return [...used, ...listed.map(({ id: model, contextTokens }) => choice(`${id}/${model}`, contextText(contextTokens)))];
}

async function localModels(
  nodes: readonly ProviderNode[],
  { keys }: ModelSources,
): Promise<readonly { readonly node: ProviderNode; readonly models: readonly ModelChoice[] }[]> {
  const { providerModels } = await import('../models/modelLists.ts');
  const context = { keys, user: userProviders() };
  const local = nodes.filter(({ access }) => access.kind === 'open' && access.local);
  return Promise.all(
    local.map(async (node) => {
      const list = await providerModels(node.id, context, AbortSignal.timeout(localPatienceMs)).catch(() => null);
      const models = list?.ok === true ? list.models.filter(({ unsuitable }) => unsuitable === null) : [];
      return { node, models: models.map((model) => choice(`${node.id}/${model.id}`, contextText(model.contextTokens))) };
    }),
  );
}

async function editorModels({ editorModels: editor }: ModelSources): Promise<ModelChoice[]> {
  const offered = await editor.list().catch(() => []);
  return offered.map((model) => choice(`vscode/${fullName(model)}`, contextText(model.maxInputTokens)));
}

function contextText(tokens: number | null): string {
  return tokens === null ? '' : vscode.l10n.t('{0} context', formatCompact(tokens));
}

function choice(ref: string, description: string): ModelChoice {
  return { label: ref, description, ref };
}

function separator(label: string): ModelChoice {
  return { label, kind: vscode.QuickPickItemKind.Separator, ref: null };
}
