import { demoModels } from '../../core/demo/models.ts';
import { brands } from '../../core/providers/brands.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { isForeign, originOf } from '../origins.ts';

export interface ProviderNode {
  readonly kind: 'provider';
  readonly id: string;
  readonly name: string;
  /** `null` for the demo models. */
  readonly origin: string | null;
  /** A server of a suite's own on this machine: works without a key. */
  readonly local: boolean;
  readonly models: readonly ModelNode[];
}

export interface ModelNode {
  readonly kind: 'model';
  /** `provider/model`. */
  readonly ref: string;
  readonly name: string;
  readonly detail: string;
}

/** The providers that we know, then the servers that suites name, each with the models that the suites use. */
export function listProviders(suites: readonly Suite[]): ProviderNode[] {
  const known = brands.map(({ id, name, server, defaultModel }): ProviderNode => {
    const models = id === 'demo' ? demoModelNodes() : modelNodes(id, suites, [`${id}/${defaultModel}`]);
    return { kind: 'provider', id, name, origin: server && originOf(server.baseUrl), local: false, models };
  });
  const endpoints = suites.flatMap((suite) => suite.endpoints).map(({ id, baseUrl }) => ({ id, origin: originOf(baseUrl) }));
  const distinct = new Map(endpoints.map((endpoint) => [`${endpoint.id} ${endpoint.origin}`, endpoint]));
  const own = [...distinct.values()].map(({ id, origin }): ProviderNode => {
    return { kind: 'provider', id, name: id, origin, local: !isForeign(origin), models: modelNodes(id, suites, []) };
  });
  return [...known, ...own];
}

function modelNodes(provider: string, suites: readonly Suite[], always: readonly string[]): ModelNode[] {
  const suitesOf = new Map<string, Set<string>>(always.map((ref) => [ref, new Set()]));
  for (const suite of suites) {
    for (const { ref } of suite.models.filter((model) => model.provider === provider)) {
      suitesOf.set(ref, (suitesOf.get(ref) ?? new Set()).add(suite.name));
    }
  }
  return [...suitesOf].map(([ref, names]) => ({
    kind: 'model',
    ref,
    name: ref.slice(provider.length + 1),
    detail: names.size === 0 ? '' : `in ${[...names].join(', ')}`,
  }));
}

function demoModelNodes(): ModelNode[] {
  return demoModels.map(({ id, description }) => ({ kind: 'model', ref: `demo/${id}`, name: id, detail: description }));
}
