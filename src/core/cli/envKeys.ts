import type { KeyRequest, KeySource } from '../ports.ts';
import type { KeyOwner } from '../providers/keyOwners.ts';
import { UsageError } from './exitCode.ts';

/**
 * What opens a cloud, a code host, a package registry, a CI system, a database, or an account at a provider in another way
 * than its key: none is the key of a suite's own server.
 */
const otherTools =
  /^(?:ACTIONS_|ANTHROPIC_(?!API_KEY$)|AWS_|AZURE_(?!OPENAI_)|AZURE_OPENAI_AD_TOKEN$|CI_JOB_|CLAUDE_CODE_|CLOUDFLARE_|DATABASE_URL$|DOCKER_|GH_|GITHUB_|GITLAB_|GOOGLE_APPLICATION_CREDENTIALS$|KUBE|NODE_AUTH_TOKEN$|NPM_|OPENAI_(?:ADMIN_KEY|WEBHOOK_SECRET)$|PGPASSWORD$|PYPI_|SSH_|TWINE_|VAULT_|VERCEL_|VSCE_)/;

/**
 * Keys from environment variables. A variable of a known provider goes to that provider's own origin alone:
 * a suite is somebody's file, and naming OPENAI_API_KEY for a server of theirs must not hand the key over. Nor do the
 * well-known variables of other tools go anywhere by a suite's word.
 * Only the command line (`allowed`: variable → origin) can say otherwise.
 */
export function environmentKeys(
  env: Readonly<Record<string, string | undefined>>,
  /** By every variable of a known provider. */
  owners: ReadonlyMap<string, KeyOwner>,
  allowed: Readonly<Record<string, string>>,
): KeySource {
  return {
    async key({ origin, provider, keyEnv }: KeyRequest): Promise<string | null> {
      if (keyEnv === null) return null;
      // Windows finds OPENAI_API_KEY under any case of its name.
      const name = keyEnv.toUpperCase();
      const owner = owners.get(name);
      const whose = owner?.homes.join(', ') ?? (otherTools.test(name) ? 'another tool' : null);
      const home = owner?.owns(origin) === true;
      if (whose !== null && !home && allowed[keyEnv] !== origin) {
        throw new UsageError(
          `${keyEnv} was to go to ${origin} ("${provider}"), but that key belongs to ${whose}. ` +
            `If this is meant, say so on the command line: --allow-key ${keyEnv}=${origin}`,
        );
      }
      // At home the provider's key counts under whichever of its names it is set.
      for (const each of home ? [keyEnv, ...owner.names] : [keyEnv]) {
        const key = Object.hasOwn(env, each) ? env[each]?.trim() : undefined;
        if (key) return key;
      }
      return null;
    },
  };
}
