import type { ProviderNode } from '../views/providerList.ts';

/** `provider/model`: those that the user has disabled, whatever keys are set. */
export function disabledRefs(nodes: readonly Pick<ProviderNode, 'models'>[]): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ models }) => models.flatMap(({ ref, disabled }) => (disabled === null ? [] : [ref]))));
}
