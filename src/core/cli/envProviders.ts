import type { ProviderSettings, UserProviders } from '../ports.ts';
import type { BrandServer } from '../providers/brand.ts';
import { brands } from '../providers/brands.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says of providers: the places of their addresses, and servers that everybody has their own of. */
export function environmentProviders(env: Environment): UserProviders {
  const found = brands.flatMap(({ id, server }): [string, ProviderSettings][] => {
    if (server === null) return [];
    const settings = settingsFrom(env, server);
    return settings.baseUrl === null && Object.keys(settings.variables).length === 0 ? [] : [[id, settings]];
  });
  return { providers: Object.fromEntries(found), endpoints: [] };
}

function settingsFrom(env: Environment, { places = [], addressEnv, baseUrl }: BrandServer): ProviderSettings {
  const variables = places.flatMap(({ name, env: names }) => {
    const value = names.map((each) => read(env, each)).find((each) => each !== null);
    return value === undefined || value === null ? [] : [[name, value] as const];
  });
  const address = addressEnv === undefined ? null : read(env, addressEnv);
  return {
    variables: Object.fromEntries(variables),
    baseUrl: address === null ? null : addressFrom(address, baseUrl),
    limits: {},
  };
}

function read(env: Environment, name: string): string | null {
  return (Object.hasOwn(env, name) && env[name]?.trim()) || null;
}

/**
 * A base URL from what other tools take for one: `https://mine.openai.azure.com/`, `192.168.1.7`, `0.0.0.0:11434`, `:8080`. What
 * is missing is as in the provider's own address. Text that is no address at all is left, for the resolver to name.
 */
function addressFrom(text: string, pattern: string): string {
  const [, scheme = '', host = '', port = '', path = ''] = /^(https?:)\/\/([^/:]+)(?::(\d+))?(.*)$/.exec(pattern) ?? [];
  const bare = !text.includes('://');
  const full = bare ? `${scheme}//${text.startsWith(':') ? host : ''}${text}` : text;
  if (!URL.canParse(full)) return text;
  const url = new URL(full);
  // What a server listens on is not where it is called.
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1';
  if (bare && url.port === '') url.port = port;
  const given = url.pathname.replace(/\/+$/, '');
  return url.origin + (given.endsWith(path) ? given : path);
}
