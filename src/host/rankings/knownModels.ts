import { fullName } from '../../core/editorModels.ts';
import { brands } from '../../core/providers/brands.ts';
import type { EditorModelService } from '../lm/editorModelService.ts';
import type { ProviderDirectory } from '../providers/providerDirectory.ts';

export interface KnownModelSources {
  readonly directory: Pick<ProviderDirectory, 'list'>;
  readonly editorModels: Pick<EditorModelService, 'list'>;
}

/**
 * Every `provider/model` that a ranked model may be, without asking anybody over the network: those of suites and of the last runs,
 * the usual model of each provider, the editor's own, and the shipped price list, which knows most that can be called.
 */
export async function knownModels({ directory, editorModels }: KnownModelSources): Promise<readonly string[]> {
  const [nodes, offered, priced] = await Promise.all([
    directory.list(),
    // Other extensions provide them, and may fail.
    editorModels.list().catch(() => []),
    pricedModels(),
  ]);
  const named = nodes.flatMap(({ models }) => models.map(({ ref }) => ref));
  return [...new Set([...named, ...offered.map((model) => `vscode/${fullName(model)}`), ...priced])];
}

async function pricedModels(): Promise<readonly string[]> {
  const { listedModels } = await import('../../core/pricing/listedModels.ts');
  const lists = brands.map(async ({ id, priceList }) => {
    const models = priceList === null ? [] : await listedModels(priceList);
    return models.map((model) => `${id}/${model.id}`);
  });
  return (await Promise.all(lists)).flat();
}
