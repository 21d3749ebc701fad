import { demoModels } from '../../core/demo/models.ts';
import type { UserProviders } from '../../core/ports.ts';
import { brandOf, brands } from '../../core/providers/brands.ts';
import type { EndpointSpec, Suite } from '../../shared/model/suite.ts';
import type { FailingModel } from '../errors/failingModels.ts';
import { disabledText, type Disabled } from '../models/disabledModels.ts';
import { accessOf, keyOrigin, type Access } from '../providers/access.ts';
import { l10n } from '../words.ts';

export interface ProviderNode {
  readonly kind: 'provider';
  readonly id: string;
  readonly name: string;
  readonly access: Access;
  /** Whose key it is called with; `null` where it takes none. */
  readonly origin: string | null;
  readonly hasKey: boolean;
  /** Where to get a key or to learn how to sign in, and what models there are. */
  readonly keyUrl: string | null;
  readonly docsUrl: string | null;
  /** As a suite names it; `null` for the built-in providers and those of the settings. */
  readonly endpoint: EndpointSpec | null;
  /** Suites use it, a key is set for it, or the user has set it up. */
  readonly inUse: boolean;
  readonly models: readonly ModelNode[];
}

export interface ModelNode {
  readonly kind: 'model';
  /** `provider/model`. */
  readonly ref: string;
  readonly name: string;
  readonly detail: string;
  readonly disabled: Disabled | null;
  readonly failing: FailingModel | null;
}

/** A suite as far as it names models. */
type NamingSuite = Omit<Suite, 'cases'>;

export interface ProviderFacts {
  readonly suites: readonly NamingSuite[];
  readonly user: UserProviders;
  /** Origins that have a key. */
  readonly withKey: readonly string[];
  readonly disabled: ReadonlyMap<string, Disabled>;
  readonly failing: ReadonlyMap<string, FailingModel>;
}

/** The providers that we know, those of the settings, then the servers that suites name: each with the models in use. */
export function listProviders(facts: ProviderFacts): ProviderNode[] {
  const { suites, user } = facts;
  const known = brands.map(({ id }) => providerNode(id, null, facts));
  const own = user.endpoints.map(({ id }) => providerNode(id, null, facts));
  const named = suites.flatMap((suite) => suite.endpoints);
  const distinct = new Map(named.map((endpoint) => [`${endpoint.id} ${endpoint.baseUrl}`, endpoint]));
  return [...known, ...own, ...[...distinct.values()].map((endpoint) => providerNode(endpoint.id, endpoint, facts))];
}

function providerNode(id: string, endpoint: EndpointSpec | null, facts: ProviderFacts): ProviderNode {
  const { suites, user, withKey } = facts;
  const access = accessOf(id, user, endpoint === null ? [] : [endpoint]);
  const origin = keyOrigin(access);
  const hasKey = origin !== null && withKey.includes(origin);
  const ownOfUser = endpoint === null && user.endpoints.some((own) => own.id === id);
  const brand = endpoint !== null || ownOfUser ? null : brandOf(id);
  const models = modelNodes(id, suitesWith(suites, id, endpoint), facts);
  const always = brand?.server === null;
  return {
    ...{ kind: 'provider', id, name: brand?.name ?? id, access, origin, hasKey, endpoint },
    keyUrl: brand?.server?.keyUrl ?? null,
    docsUrl: brand?.docsUrl ?? null,
    inUse: always || brand === null || hasKey || models.length > 0 || Object.hasOwn(user.providers, id),
    models: models.length > 0 || brand === null ? models : standIns(brand.id, brand.defaultModel, facts),
  };
}

/** The suites whose models of that id go to this server: a server of a suite's own stands before any other of its name. */
function suitesWith(suites: readonly NamingSuite[], id: string, endpoint: EndpointSpec | null): readonly NamingSuite[] {
  return suites.filter(({ endpoints }) => endpoints.find((own) => own.id === id)?.baseUrl === endpoint?.baseUrl);
}

function modelNodes(provider: string, suites: readonly NamingSuite[], facts: ProviderFacts): ModelNode[] {
  const suitesOf = new Map<string, Set<string>>();
  for (const suite of suites) {
    for (const { ref } of suite.models.filter((model) => model.provider === provider)) {
      suitesOf.set(ref, (suitesOf.get(ref) ?? new Set()).add(suite.name));
    }
  }
  const unused = [...facts.disabled.keys()].filter((ref) => ref.startsWith(`${provider}/`) && !suitesOf.has(ref));
  if (provider === 'demo') return demoModelNodes(facts);
  return [
    ...[...suitesOf].map(([ref, names]) => modelNode(ref, l10n.t('in {0}', [...names].join(', ')), facts)),
    ...unused.map((ref) => modelNode(ref, '', facts)),
  ];
}

function standIns(provider: string, defaultModel: string, facts: ProviderFacts): ModelNode[] {
  // The editor says itself which models it has.
  return provider === 'vscode' ? [] : [modelNode(`${provider}/${defaultModel}`, l10n.t('for instance'), facts)];
}

function modelNode(ref: string, use: string, { disabled, failing }: ProviderFacts): ModelNode {
  const off = disabled.get(ref) ?? null;
  const trouble = off === null ? (failing.get(ref) ?? null) : null;
  const name = ref.slice(ref.indexOf('/') + 1);
  const detail = off === null ? (trouble?.title ?? use) : disabledText(off);
  return { kind: 'model', ref, name, detail, disabled: off, failing: trouble };
}

function demoModelNodes(facts: ProviderFacts): ModelNode[] {
  return demoModels.map(({ id, description }) => modelNode(`demo/${id}`, description, facts));
}
