import { countText } from './modelItems.ts';
import type { ModelList } from './modelLists.ts';

/** What trying a key has shown. */
export interface KeyVerdict {
  /** `later`: nothing but a run can tell. */
  readonly kind: 'accepted' | 'refused' | 'later' | 'untried';
  readonly message: string;
}

/** Reads the outcome of asking for a provider's models with its new key. */
export function keyVerdict(name: string, list: ModelList): KeyVerdict {
  if (list.ok) return { kind: 'accepted', message: `${name} accepted the key: ${countText(list.models)}.` };
  const { kind, message } = list.fault;
  if (kind === 'authentication') return { kind: 'refused', message: `${name} did not accept the key. ${message}` };
  if (kind === 'no-list' || kind === 'needs-key' || kind === 'model-not-found') {
    return laterVerdict(name);
  }
  return { kind: 'untried', message: `The key for ${name} is set, but could not be tried: ${message}` };
}

export function laterVerdict(name: string): KeyVerdict {
  return { kind: 'later', message: `The key for ${name} is set. The first run will try it.` };
}
