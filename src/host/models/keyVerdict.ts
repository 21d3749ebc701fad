import { countText } from './modelItems.ts';
import type { ModelList } from './modelLists.ts';
import { l10n } from '../words.ts';

/** What trying a key has shown. */
export interface KeyVerdict {
  /** `later`: nothing but a run can tell. */
  readonly kind: 'accepted' | 'refused' | 'later' | 'untried';
  readonly message: string;
}

/** Reads the outcome of asking for a provider's models with its new key. */
export function keyVerdict(name: string, list: ModelList): KeyVerdict {
  if (list.ok) return { kind: 'accepted', message: l10n.t('{0} accepted the key: {1}.', name, countText(list.models)) };
  const { kind, message } = list.fault;
  if (kind === 'authentication') return { kind: 'refused', message: l10n.t('{0} did not accept the key. {1}', name, message) };
  if (kind === 'no-list' || kind === 'needs-key' || kind === 'model-not-found') {
    return laterVerdict(name);
  }
  return { kind: 'untried', message: l10n.t('The key for {0} is set, but could not be tried: {1}', name, message) };
}

export function laterVerdict(name: string): KeyVerdict {
  return { kind: 'later', message: l10n.t('The key for {0} is set. The first run will try it.', name) };
}
