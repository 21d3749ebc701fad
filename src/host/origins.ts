import { isLoopback } from '../shared/base/loopback.ts';
import { brands } from '../core/providers/brands.ts';

/** `https://api.openai.com` for a base URL; the URL itself where it is none. */
export function originOf(baseUrl: string): string {
  return URL.parse(baseUrl)?.origin ?? baseUrl;
}

/** Origins of the providers that we know ourselves. */
export const knownOrigins: ReadonlySet<string> = new Set(
  brands.flatMap(({ server }) => (server === null ? [] : [originOf(server.baseUrl)])),
);

/** Whether a server needs the user's word before anything is sent to it: neither a known provider nor this machine. */
export function isForeign(origin: string): boolean {
  if (knownOrigins.has(origin)) return false;
  return !isLoopback(URL.parse(origin)?.hostname ?? '');
}

/** Reads what a user types or pastes as a key: trimmed. Says what is wrong with it, or `null`. */
export function keyFault(input: string): string | null {
  const key = input.trim();
  if (key === '') return 'Paste the key, or press Escape to leave.';
  // A header cannot carry anything else; a line break or a quote comes from careless copying.
  if (!/^[\x21-\x7e]+$/.test(key)) return 'A key has no spaces, line breaks or special characters: copy it again.';
  if (/^["'].*["']$/.test(key)) return 'Leave out the quotation marks.';
  if (/^bearer$/i.test(key)) return 'Leave out the word Bearer.';
  return null;
}
