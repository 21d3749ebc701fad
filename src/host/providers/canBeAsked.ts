import type { ProviderNode } from '../views/providerList.ts';

/** Whether its models can be called as things stand: with a key that is set, or without one. */
export function canBeAsked({ access, hasKey, inUse }: Pick<ProviderNode, 'access' | 'hasKey' | 'inUse'>): boolean {
  if (hasKey) return true;
  const isLacking = access.kind === 'unset' || (access.kind === 'key' && !access.spare);
  // That a server of its kind needs no key does not mean that there is one.
  return !isLacking && inUse;
}
