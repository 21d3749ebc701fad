import type { KeyRequest, KeySource } from '../ports.ts';
import { UsageError } from './exitCode.ts';

/**
 * Keys from environment variables. A variable of a known provider goes to that provider's own origin alone:
 * a suite is somebody's file, and naming OPENAI_API_KEY for a server of theirs must not hand the key over.
 * Only the command line (`allowed`: variable → origin) can say otherwise.
 */
export function environmentKeys(
  env: Readonly<Record<string, string | undefined>>,
  /** Variable of a known provider → the origins it belongs to. */
  owners: ReadonlyMap<string, readonly string[]>,
  allowed: Readonly<Record<string, string>>,
): KeySource {
  return {
    async key({ origin, provider, keyEnv }: KeyRequest): Promise<string | null> {
      if (keyEnv === null) return null;
      const owned = owners.get(keyEnv);
      if (owned && !owned.includes(origin) && allowed[keyEnv] !== origin) {
        throw new UsageError(
          `The suite wants to send ${keyEnv} to ${origin} (endpoint "${provider}"), but that key belongs to ${owned.join(', ')}. ` +
            `If this is meant, say so on the command line: --allow-key ${keyEnv}=${origin}`,
        );
      }
      return env[keyEnv]?.trim() || null;
    },
  };
}
