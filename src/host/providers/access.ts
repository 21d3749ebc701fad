import type { UserProviders } from '../../core/ports.ts';
import { brandOf } from '../../core/providers/brands.ts';
import { resolveEndpoint, type Resolution } from '../../core/providers/resolve.ts';
import { isLoopback } from '../../shared/base/loopback.ts';
import type { EndpointSpec } from '../../shared/model/suite.ts';

/** How a provider is let in. */
export type Access =
  | { readonly kind: 'built-in' | 'editor' }
  /** A server on this machine, or one that asks for no key. A key can be set all the same. */
  | { readonly kind: 'open'; readonly origin: string; readonly local: boolean }
  /** `spare`: without a key this machine's AWS sign-in is used. */
  | { readonly kind: 'key'; readonly origin: string; readonly spare: boolean }
  | { readonly kind: 'google'; readonly origin: string }
  /** Its address lacks something that the user has to set; in words. */
  | { readonly kind: 'unset'; readonly message: string };

/** Where a provider's calls go, whatever the model. A suite's own servers stand before the built-in providers. */
export function locate(provider: string, user: UserProviders, endpoints: readonly EndpointSpec[] = []): Resolution {
  const model = brandOf(provider)?.defaultModel ?? '';
  return resolveEndpoint(provider, model, { endpoints, user, demoOrigin: null, demoApis: {}, editorModels: true });
}

export function accessOf(provider: string, user: UserProviders, endpoints: readonly EndpointSpec[] = []): Access {
  const own = [...endpoints, ...user.endpoints].some(({ id }) => id === provider);
  const brand = own ? null : brandOf(provider);
  if (brand?.server === null) return { kind: brand.id === 'vscode' ? 'editor' : 'built-in' };
  const resolved = locate(provider, user, endpoints);
  if (!resolved.ok) return { kind: 'unset', message: resolved.message };
  const { origin, hostname } = new URL(resolved.endpoint.baseUrl);
  if (resolved.endpoint.credentials === 'google') return { kind: 'google', origin };
  const { keyRequest, withoutKey } = resolved;
  if (keyRequest?.required || withoutKey !== null) return { kind: 'key', origin, spare: withoutKey !== null };
  return { kind: 'open', origin, local: isLoopback(hostname) };
}

/** The origin that a provider's key belongs to; `null` where it takes none, or its address is not known yet. */
export function keyOrigin(access: Access): string | null {
  return access.kind === 'key' || access.kind === 'open' ? access.origin : null;
}
