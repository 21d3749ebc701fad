import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Suite } from '../../../src/shared/model/suite.ts';
import type { PriceRow } from '../../../src/shared/model/usage.ts';
import { ListPrices } from '../../../src/core/listPrices.ts';
import { systemClock, type KeySource, type UserProviders } from '../../../src/core/ports.ts';
import { prepareRun } from '../../../src/core/prepareRun.ts';
import { brandOf } from '../../../src/core/providers/brands.ts';
import { createCaller } from '../../../src/core/providers/caller.ts';
import type { SignIns } from '../../../src/core/providers/signIn.ts';
import type { CallResult, Endpoint } from '../../../src/core/providers/spec.ts';
import { isLoopback } from '../../../src/shared/base/loopback.ts';
import { awsIdentity } from '../../servers/brands/bedrock.ts';
import { startBrand, type RunningBrand } from '../../servers/brands/server.ts';
import type { BrandServer } from '../../servers/brands/spec.ts';
import { googleToken } from '../../servers/brands/vertex.ts';
import { suite, testCase } from '../../unit/runner/fakes.ts';

/** The day whose prices the bills were worked out by. */
const day = new Date('2026-11-20T12:00:00Z');
// Not in a loopback address, as it is in Bedrock's own.
process.env['AWS_REGION'] = 'us-east-1';
const places = { region: 'us-east-1', project: 'my-project', location: 'us-central1', resource: 'acme' };

export const signedIn: SignIns = { google: async () => googleToken, aws: async () => awsIdentity };

export interface Reached {
  readonly server: RunningBrand;
  readonly model: string;
  readonly endpoint: Endpoint;
  readonly price: PriceRow | null;
  readonly user: UserProviders;
  readonly keys: KeySource;
  readonly call: (changes?: Changes) => Promise<CallResult>;
}

export interface Changes {
  readonly endpoint?: Partial<Endpoint>;
  readonly model?: string;
  readonly prompt?: string;
  readonly signIns?: SignIns;
}

export const modelOf = ({ id, model }: BrandServer): string => model ?? brandOf(id)?.defaultModel ?? '';

/** A provider on loopback, and the way to it that a run takes: the user's address for the brand, prepared with key and price. */
export async function reach(context: TestContext, brand: BrandServer): Promise<Reached> {
  const model = modelOf(brand);
  const server = await startBrand(brand, model);
  context.after(() => server.close());
  const user = userOf(brand, server.origin);
  const keys: KeySource = { key: async ({ origin }) => (origin === server.origin ? brand.key : null) };
  const { endpoint, price } = await prepared(brand.id, model, user, keys);
  const called = isLoopback(new URL(endpoint.baseUrl).hostname) ? endpoint : moved(endpoint, server.origin);
  const call = ({ endpoint: other = {}, signIns = signedIn, ...request }: Changes = {}): Promise<CallResult> => {
    const caller = createCaller({ signIns });
    context.after(() => caller.dispose());
    return caller.call(
      { ...called, ...other },
      { model, system: 'Be brief.', prompt: 'Say hello.', params: brand.params, ...request },
      { headersMs: 5000, idleMs: 5000, totalMs: 20_000 },
      new AbortController().signal,
    );
  };
  return { server, model, endpoint: called, price, user, keys, call };
}

/** What a machine is signed in with is used at its own cloud alone: that address stands until the call, and moves then. */
export function moved(endpoint: Endpoint, origin: string): Endpoint {
  assert.ok(endpoint.credentials === 'aws' || endpoint.credentials === 'google');
  return { ...endpoint, baseUrl: origin + new URL(endpoint.baseUrl).pathname.replace(/\/$/, '') };
}

export function userOf({ id, key, base }: BrandServer, origin: string): UserProviders {
  const cloud = key === null && (id === 'bedrock' || id === 'vertex');
  return {
    providers: { [id]: { variables: places, baseUrl: cloud ? null : origin + base, limits: {} } },
    endpoints: [],
  };
}

export async function prepared(
  provider: string,
  model: string,
  user: UserProviders,
  keys: KeySource,
  changes: Partial<Suite> = {},
): Promise<{ readonly endpoint: Endpoint; readonly price: PriceRow | null }> {
  const ref = `${provider}/${model}`;
  const prices = new ListPrices(systemClock);
  const run = await prepareRun(
    suite({ models: [{ ref, provider, model, label: ref, params: {} }], cases: [testCase('one')], ...changes }),
    {
      keys,
      user,
      at: day,
      demoOrigin: null,
      editorModels: false,
      listPrice: (brand, endpoint, model) => prices.price(brand, endpoint, model),
    },
  );
  assert.deepEqual([run.problems, run.missingKeys], [[], []]);
  const endpoint = run.endpoints[ref];
  assert.ok(endpoint);
  return { endpoint, price: run.prices[ref] ?? null };
}
