import type { ProviderSettings, UserProviders } from '../../core/ports.ts';
import { brandOf, brands } from '../../core/providers/brands.ts';
import { hasCredentials, keyInHeader } from '../../core/suite/endpointKeys.ts';
import { nearestName } from '../../core/suite/suggest.ts';
import { apiKinds, type EndpointSpec } from '../../shared/model/suite.ts';
import { l10n } from '../words.ts';

/** What the user has set about providers. An entry with a fault is left out, the others hold. */
export interface ReadProviders {
  readonly user: UserProviders;
  /** Each names the setting, the entry and what to do. */
  readonly faults: readonly string[];
}

export const providersSetting = 'llmBench.providers';
export const endpointsSetting = 'llmBench.endpoints';

/** Limits of a provider: the name of the setting → its bounds. */
export const limitBounds = {
  concurrency: { most: 256, whole: true },
  requestsPerMinute: { most: 1_000_000, whole: false },
  tokensPerMinute: { most: 1_000_000_000, whole: false },
} as const;
type Limit = keyof typeof limitBounds;

/** Reads the two settings as they stand in the settings file. */
export function readUserProviders(providers: unknown, endpoints: unknown): ReadProviders {
  const faults: string[] = [];
  const own = entriesOf(endpoints, endpointsSetting, faults).flatMap(([id, value]) => {
    return kept(() => readEndpoint(id, value), `${endpointsSetting}: “${id}”`, faults);
  });
  const ids = own.map(({ id }) => id);
  const set = entriesOf(providers, providersSetting, faults).flatMap(([id, value]) => {
    const read = (): readonly [string, ProviderSettings] => [id, readProvider(id, value, ids)];
    return kept(read, `${providersSetting}: “${id}”`, faults);
  });
  return { user: { providers: Object.fromEntries(set), endpoints: own }, faults };
}

/** What is wrong with an entry, in the words that follow its name. */
class Fault extends Error {}

function kept<Value>(read: () => Value, name: string, faults: string[]): Value[] {
  try {
    return [read()];
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    faults.push(`${name} ${error.message}`);
    return [];
  }
}

function entriesOf(value: unknown, setting: string, faults: string[]): (readonly [string, unknown])[] {
  if (value === undefined || value === null) return [];
  if (isRecord(value)) return Object.entries(value);
  faults.push(l10n.t('{0} must be an object with an entry for each server.', setting));
  return [];
}

function readProvider(id: string, value: unknown, endpoints: readonly string[]): ProviderSettings {
  if (!isRecord(value)) throw new Fault(l10n.t('must be an object, such as { "requestsPerMinute": 60 }.'));
  const brand = brandOf(id);
  if (brand !== null && brand.server === null)
    throw new Fault(l10n.t('is at no address of its own: there is nothing to set for it.'));
  const near =
    brand !== null || endpoints.includes(id) ? null : nearestName(id, [...brands.map((known) => known.id), ...endpoints]);
  if (near !== null) throw new Fault(l10n.t('is no provider. Did you mean “{0}”?', near));
  const places = brand?.server?.places?.map(({ name }) => name) ?? [];
  // A server that a suite names can have limits here; its address is the suite's.
  const known = [...places, ...(brand ? ['baseUrl'] : []), ...Object.keys(limitBounds)];
  refuseOthers(value, known);
  return {
    variables: Object.fromEntries(
      places.flatMap((name) => (value[name] === undefined ? [] : [[name, readPlace(name, value[name])]])),
    ),
    baseUrl: value['baseUrl'] === undefined ? null : readUrl(value['baseUrl']),
    limits: Object.fromEntries((Object.keys(limitBounds) as Limit[]).flatMap((name) => readLimit(name, value[name]))),
  };
}

function readPlace(name: string, value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z0-9-]{1,63}$/.test(value.trim())) return value.trim();
  throw new Fault(l10n.t('has a “{0}” that is none: letters, digits and hyphens only.', name));
}

function readLimit(name: Limit, value: unknown): (readonly [Limit, number])[] {
  if (value === undefined) return [];
  const { most, whole } = limitBounds[name];
  if (typeof value === 'number' && value > 0 && value <= most && (!whole || Number.isInteger(value))) return [[name, value]];
  throw new Fault(l10n.t('has a “{0}” that is none: a {1}number above 0, at most {2}.', name, whole ? 'whole ' : '', most));
}

function readEndpoint(id: string, value: unknown): EndpointSpec {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id))
    throw new Fault(l10n.t('is no id of a server: letters, digits, “.”, “_” and “-” only.'));
  if (brandOf(id) !== null)
    throw new Fault(l10n.t('is a built-in provider: choose another id, or set its baseUrl in {0}.', providersSetting));
  if (!isRecord(value)) throw new Fault(l10n.t('must be an object with “api” and “baseUrl”.'));
  refuseOthers(value, ['api', 'baseUrl', 'headers', 'keyEnv']);
  const api = apiKinds.find((kind) => kind === value['api']);
  if (api === undefined) throw new Fault(l10n.t('needs an “api” that is one of {0}.', apiKinds.join(', ')));
  const { keyEnv } = value;
  if (keyEnv !== undefined && (typeof keyEnv !== 'string' || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(keyEnv))) {
    throw new Fault(l10n.t('has a “keyEnv” that is no name of an environment variable.'));
  }
  const headers = value['headers'] === undefined ? undefined : readHeaders(value['headers']);
  return { id, api, baseUrl: readUrl(value['baseUrl']), ...(headers && { headers }), ...(keyEnv !== undefined && { keyEnv }) };
}

/** The text is not shown: it may hold a password. */
function readUrl(value: unknown): string {
  const url = typeof value === 'string' ? URL.parse(value.trim()) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Fault(l10n.t('needs a “baseUrl” that is an http or https address.'));
  if (hasCredentials(url))
    throw new Fault(l10n.t('has a password in its “baseUrl”: remove it, and give the key with “Set API Key…”.'));
  if (url.search !== '' || url.hash !== '')
    throw new Fault(l10n.t('has a “baseUrl” with more than host and path: remove “?” or “#” and what follows.'));
  return String(value).trim();
}

function readHeaders(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) throw new Fault(l10n.t('has “headers” that are no object.'));
  return Object.fromEntries(
    Object.entries(value).map(([name, text]): [string, string] => {
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || typeof text !== 'string' || /[^\t\u0020-\u007E\u0080-\u00FF]/.test(text)) {
        throw new Fault(l10n.t('has a header “{0}” that cannot be sent.', name));
      }
      if (keyInHeader(name, text) === null) return [name, text];
      throw new Fault(l10n.t('has a key in its header “{0}”: remove it, and give the key with “Set API Key…”.', name));
    }),
  );
}

function refuseOthers(value: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  const other = Object.keys(value).find((name) => !known.includes(name));
  if (other === undefined) return;
  const near = nearestName(other, known);
  throw new Fault(
    l10n.t(
      'does not take “{0}”. {1}',
      other,
      near === null ? l10n.t('It takes {0}.', known.join(', ')) : l10n.t('Did you mean “{0}”?', near),
    ),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
