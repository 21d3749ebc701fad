import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { brands } from '../../src/core/providers/brands.ts';
import { keyOwners } from '../../src/core/providers/keyOwners.ts';
import { apiKinds } from '../../src/shared/model/suite.ts';
import { workspace, type Workspace } from './cli.ts';
import { casesNamed, endpointsAt, modelOf, suiteOn, wireServer } from './servers.ts';

const key = 'tk-7Yb2Qm9XcVw4Ls8R';
const hello = { reply: { text: ['hello'] } };

/** No form of the key in any byte that the CLI wrote: what it said, its reports, its store. */
async function assertNowhere(secret: string, folder: Workspace, said: readonly string[]): Promise<void> {
  const forms = [secret, Buffer.from(secret).toString('base64').replace(/=+$/, ''), Buffer.from(secret).toString('hex')];
  for (const text of said) for (const form of forms) assert.ok(!text.includes(form), `the key shows in: ${text}`);
  const files = (await readdir(folder.path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  assert.ok(files.some(({ name }) => name === 'catalog.sqlite') && files.some(({ name }) => name.endsWith('.jsonl')));
  for (const { parentPath, name } of files) {
    const bytes = await readFile(join(parentPath, name));
    for (const form of forms) assert.ok(!bytes.includes(form), `the key is in ${name}`);
    assert.ok(!bytes.includes(Buffer.from(secret, 'utf16le')), `the key is in ${name}`);
  }
}

test('a key goes to the endpoint that names it and appears nowhere else', { timeout: 60_000 }, async (context) => {
  // Servers say keys back, in errors and in answers.
  const server = await wireServer(context, (request) =>
    modelOf(request) === 'refuses'
      ? { ...hello, fault: { type: 'status', status: 401, body: `{"error":{"message":"Incorrect API key provided: ${key}"}}` } }
      : { reply: { text: ['hello, ', key.slice(0, 7), key.slice(7)], reasoning: [`the key is ${key}`], model: `echo-${key}` } },
  );
  const other = await wireServer(context, hello);
  const folder = await workspace(context);
  const named = Object.fromEntries(
    Object.entries(endpointsAt(server)).map(([id, spec]) => [id, { ...spec, keyEnv: 'TEAM_LLM_KEY' }]),
  );
  const suite = await folder.suite(
    suiteOn(other, {
      endpoints: { ...named, other: endpointsAt(other)['openai-chat'] },
      models: [...apiKinds.flatMap((api) => [`${api}/good`, `${api}/refuses`]), 'other/good'],
      cases: casesNamed(['hello']),
    }),
  );
  const env = { TEAM_LLM_KEY: key, OPENAI_API_KEY: 'sk-never-asked-for-1234' };
  const run = await folder.run(['run', suite, '--out', 'report.json'], env);
  assert.equal(run.code, 3, run.stderr.join('\n'));
  const said = [run.stdout, ...run.stderr];
  for (const format of ['html', 'md', 'csv', 'junit', 'table']) {
    const report = await folder.run(['report', '--format', format], env);
    assert.equal(report.code, 0);
    said.push(report.stdout, ...report.stderr);
  }
  said.push((await folder.run(['list', '--format', 'json'], env)).stdout);

  const headers = {
    'openai-chat': 'authorization',
    'openai-responses': 'authorization',
    anthropic: 'x-api-key',
    gemini: 'x-goog-api-key',
  };
  for (const request of server.requests) {
    const name = headers[request.api ?? 'openai-chat'];
    assert.equal(request.headers[name]?.toString().replace('Bearer ', ''), key);
    assert.ok(!JSON.stringify([request.path, request.body]).includes(key));
  }
  assert.equal(server.requests.length, 2 * apiKinds.length);
  assert.equal(other.requests.length, 1);
  for (const { headers, path, body } of [...server.requests, ...other.requests]) {
    assert.ok(!JSON.stringify([headers, path, body]).includes(env.OPENAI_API_KEY));
  }
  assert.ok(!JSON.stringify(other.requests[0]).includes(key));
  await assertNowhere(key, folder, said);
  await assertNowhere(env.OPENAI_API_KEY, folder, said);
});

for (const [name, keyEnv, id] of [
  ['an endpoint of its own', 'OPENAI_API_KEY', 'helper'],
  ["an endpoint in the provider's name", 'OPENAI_API_KEY', 'openai'],
  ['another wire format', 'ANTHROPIC_API_KEY', 'helper'],
] as const) {
  test(`a suite cannot send a provider's key to another server: ${name}`, { timeout: 30_000 }, async (context) => {
    const thief = await wireServer(context, hello);
    const folder = await workspace(context);
    const endpoints = { [id]: { api: 'openai-chat', baseUrl: thief.baseUrl('openai-chat'), keyEnv } };
    const suite = await folder.suite(suiteOn(thief, { endpoints, models: [`${id}/good`] }));
    const { code, stdout, stderr } = await folder.run(['run', suite], { [keyEnv]: key });
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr.join('\n'), new RegExp(`--allow-key ${keyEnv}=${thief.origin}`));
    assert.ok(!stderr.join('\n').includes(key));
    assert.equal(thief.requests.length, 0);

    const allowed = await folder.run(['run', suite, '--allow-key', `${keyEnv}=${thief.origin}`], { [keyEnv]: key });
    assert.equal(allowed.code, 0, allowed.stderr.join('\n'));
    assert.equal(thief.requests[0]?.headers.authorization, `Bearer ${key}`);

    const elsewhere = await folder.run(['run', suite, '--allow-key', `${keyEnv}=http://127.0.0.1:9`], { [keyEnv]: key });
    assert.equal(elsewhere.code, 2);
  });
}

test("an endpoint in a provider's name that names no key gets none", { timeout: 30_000 }, async (context) => {
  const thief = await wireServer(context, hello);
  const folder = await workspace(context);
  const endpoints = { openai: endpointsAt(thief)['openai-chat'] };
  const suite = await folder.suite(suiteOn(thief, { endpoints, models: ['openai/good'] }));
  assert.equal((await folder.run(['run', suite], { OPENAI_API_KEY: key })).code, 0);
  assert.equal(thief.requests.length, 1);
  assert.ok(!JSON.stringify(thief.requests[0]).includes(key));
});

test('a redirect to another origin is not followed', { timeout: 30_000 }, async (context) => {
  const thief = await wireServer(context, hello);
  const server = await wireServer(context, ({ path }) => ({
    ...hello,
    fault: { type: 'redirect', status: 307, location: `${thief.origin}${path}` },
  }));
  const folder = await workspace(context);
  const endpoints = Object.fromEntries(
    Object.entries(endpointsAt(server)).map(([id, spec]) => [id, { ...spec, keyEnv: 'TEAM_LLM_KEY' }]),
  );
  const suite = await folder.suite(suiteOn(server, { endpoints, models: apiKinds.map((api) => `${api}/good`) }));
  const { code, stdout, stderr } = await folder.run(['run', suite], { TEAM_LLM_KEY: key });
  assert.equal(code, 3);
  const { attempts } = await folder.report();
  for (const { errorKind, errorMessage } of attempts) {
    assert.equal(errorKind, 'network');
    assert.match(errorMessage ?? '', /redirects \(307\).*the key was not sent there/);
  }
  assert.equal(thief.requests.length, 0);
  await assertNowhere(key, folder, [stdout, ...stderr]);
});

test('no variable of any provider reaches a server that a suite puts in its place', { timeout: 60_000 }, async (context) => {
  const thief = await wireServer(context, hello);
  const folder = await workspace(context);
  const env = Object.fromEntries([...keyOwners().keys()].map((name) => [name, key]));
  const ids = brands.flatMap(({ id, server }) => (server === null ? [] : [id]));
  const endpoints = Object.fromEntries(ids.map((id) => [id, endpointsAt(thief)['openai-chat']]));
  const suite = await folder.suite(suiteOn(thief, { endpoints, models: ids.map((id) => `${id}/good`) }));
  const { code, stdout, stderr } = await folder.run(['run', suite], env);
  assert.equal(code, 0, stderr.join('\n'));
  assert.equal(thief.requests.length, ids.length);
  for (const { headers, path, body } of thief.requests) assert.ok(!JSON.stringify([headers, path, body]).includes(key));
  await assertNowhere(key, folder, [stdout, ...stderr]);
});

test(
  'a region or resource of the environment that would move an address is refused before any key is looked at',
  { timeout: 30_000 },
  async (context) => {
    const thief = await wireServer(context, hello);
    const folder = await workspace(context);
    const suite = await folder.suite(suiteOn(thief, { models: ['azure/good', 'bedrock/openai.gpt-oss-20b-1:0'] }));
    const evil = `${thief.origin.replace(/^https?:\/\//, '')}/#`;
    const env = { AZURE_RESOURCE_NAME: evil, AZURE_OPENAI_API_KEY: key, AWS_REGION: evil, AWS_BEARER_TOKEN_BEDROCK: key };
    const { code, stderr } = await folder.run(['run', suite], env);
    assert.equal(code, 2);
    assert.equal(stderr.join('\n').match(/letters, digits and hyphens only/g)?.length, 2);
    const moved = await folder.run(['run', suite, '--models', 'azure/good'], {
      AZURE_OPENAI_ENDPOINT: thief.origin,
      AZURE_OPENAI_API_KEY: key,
    });
    assert.equal(moved.code, 2);
    assert.match(moved.stderr.join('\n'), /AZURE_OPENAI_API_KEY.*belongs to https:\/\/\{resource\}\.openai\.azure\.com/);
    assert.equal(thief.requests.length, 0);
  },
);
