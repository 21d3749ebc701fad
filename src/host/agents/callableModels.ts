import { fullName } from '../../core/editorModels.ts';
import type { EditorModelService } from '../lm/editorModelService.ts';
import { canBeAsked } from '../providers/canBeAsked.ts';
import type { ProviderDirectory } from '../providers/providerDirectory.ts';
import { disabledRefs } from '../rankings/disabledRefs.ts';

export interface CallableSources {
  readonly directory: Pick<ProviderDirectory, 'list'>;
  readonly editorModels: Pick<EditorModelService, 'list'>;
}

/** `provider/model`: those in use that can be asked first, then what the shipped lists have of providers with a key. Nobody is asked; none of the demo. */
export async function callableModels({ directory, editorModels }: CallableSources): Promise<readonly string[]> {
  const [nodes, offered, { shippedRefs }] = await Promise.all([
    directory.list(),
    // Other extensions provide them, and may fail.
    editorModels.list().catch(() => []),
    import('../../core/languageSources.ts'),
  ]);
  const open = nodes.filter((node) => canBeAsked(node) && node.access.kind !== 'built-in' && node.access.kind !== 'editor');
  const used = open.flatMap(({ models }) => models.map(({ ref }) => ref));
  const off = disabledRefs(nodes);
  const keyed = new Set(nodes.filter(({ hasKey, endpoint }) => hasKey && endpoint === null).map(({ id }) => id));
  const all = [...used, ...(await shippedRefs(keyed, new Date())), ...offered.map((model) => `vscode/${fullName(model)}`)];
  return [...new Set(all.filter((ref) => !off.has(ref)))];
}
