import { isLoopback } from '../shared/base/loopback.ts';
import type { UserProviders } from '../core/ports.ts';
import { fillAddress, homesOf } from '../core/providers/brand.ts';
import { brandOf, brands } from '../core/providers/brands.ts';
import { l10n } from './words.ts';

/** `https://api.openai.com` for a base URL; the URL itself where it is none. */
export function originOf(baseUrl: string): string {
  return URL.parse(baseUrl)?.origin ?? baseUrl;
}

/**
 * Whether a server needs the user's word before anything is sent to it: it is neither a provider that we know, nor one that
 * the user has set up, nor this machine. An address that anybody can have at a provider (a resource of Azure's) is known
 * when the user's settings name it.
 */
export function isForeign(origin: string, user: UserProviders): boolean {
  if (isLoopback(URL.parse(origin)?.hostname ?? '')) return false;
  return !brands.some(({ server }) => server && homesOf(server).includes(origin)) && !ownOrigins(user).has(origin);
}

/** Where the user's settings lead. */
function ownOrigins(user: UserProviders): ReadonlySet<string> {
  const addresses = Object.entries(user.providers).flatMap(([id, { baseUrl, variables }]) => {
    if (baseUrl !== null) return [baseUrl];
    const server = brandOf(id)?.server ?? null;
    const address = server && fillAddress(server, variables);
    return address?.ok ? [address.baseUrl] : [];
  });
  return new Set([...addresses, ...user.endpoints.map(({ baseUrl }) => baseUrl)].map(originOf));
}

/** Reads what a user types or pastes as a key: trimmed. Says what is wrong with it, or `null`. */
export function keyFault(input: string): string | null {
  const key = input.trim();
  if (key === '') return l10n.t('Paste the key, or press Escape to leave.');
  // A header cannot carry anything else; a line break or a quote comes from careless copying.
  if (!/^[\x21-\x7e]+$/.test(key)) return l10n.t('A key has no spaces, line breaks or special characters: copy it again.');
  if (/^["'].*["']$/.test(key)) return l10n.t('Leave out the quotation marks.');
  if (/^bearer$/i.test(key)) return l10n.t('Leave out the word Bearer.');
  return null;
}
