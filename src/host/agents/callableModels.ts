import { fullName } from '../../core/editorModels.ts';
import type { EditorModelService } from '../lm/editorModelService.ts';
import type { ProviderDirectory } from '../providers/providerDirectory.ts';

export interface CallableSources {
  readonly directory: Pick<ProviderDirectory, 'list'>;
  readonly editorModels: Pick<EditorModelService, 'list'>;
}

/** `provider/model`: those in use first, then what the shipped lists have of providers with a key. Nobody is asked; none of the demo. */
export async function callableModels({ directory, editorModels }: CallableSources): Promise<readonly string[]> {
  const [nodes, offered, { shippedRefs }] = await Promise.all([
    directory.list(),
    // Other extensions provide them, and may fail.
    editorModels.list().catch(() => []),
    import('../../core/languageSources.ts'),
  ]);
  const open = nodes.filter(({ access, hasKey, inUse }) => hasKey || (access.kind === 'open' && inUse));
  const used = open.flatMap(({ models }) => models.filter(({ disabled }) => disabled === null).map(({ ref }) => ref));
  const off = new Set(nodes.flatMap(({ models }) => models.filter(({ disabled }) => disabled !== null).map(({ ref }) => ref)));
  const keyed = new Set(nodes.filter(({ hasKey, endpoint }) => hasKey && endpoint === null).map(({ id }) => id));
  const listed = (await shippedRefs(keyed, new Date())).filter((ref) => !off.has(ref));
  return [...new Set([...used, ...listed, ...offered.map((model) => `vscode/${fullName(model)}`)])];
}
