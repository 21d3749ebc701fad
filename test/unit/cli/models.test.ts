import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { readArgs, type ModelsArgs } from '../../../src/core/cli/args.ts';
import { environmentKeys } from '../../../src/core/cli/envKeys.ts';
import { exitCode, UsageError } from '../../../src/core/cli/exitCode.ts';
import { modelsCommand } from '../../../src/core/cli/models.ts';
import type { CliContext } from '../../../src/core/cli/run.ts';
import { noUserProviders, type UserProviders } from '../../../src/core/ports.ts';
import { brandOf, brands } from '../../../src/core/providers/brands.ts';
import { keyOwners } from '../../../src/core/providers/keyOwners.ts';
import { suiteOptionsFor } from '../../../src/core/suiteOptions.ts';
import type { ListedModel } from '../../../src/shared/model/catalog.ts';
import { answerAs, listProviders, startModelListServer } from '../../servers/modelLists.ts';

type Environment = Readonly<Record<string, string>>;

interface Around {
  readonly env?: Environment;
  readonly user?: UserProviders;
  /** Of a terminal; `null`: a pipe. */
  readonly width?: number | null;
}

async function run(line: string, { env = {}, user = noUserProviders, width = null }: Around = {}) {
  const written: string[] = [];
  const output = { isTTY: width !== null, columns: width ?? 120, write: (text: string) => void written.push(text) };
  const context: CliContext = {
    cwd: '/',
    stdout: output,
    stderr: output,
    suiteOptions: suiteOptionsFor(user),
    interrupted: new AbortController().signal,
  };
  const args = readArgs(['models', ...line.split(' ').filter(Boolean)]);
  const { allowKeys } = args as ModelsArgs;
  const code = await modelsCommand(args as ModelsArgs, { keys: environmentKeys(env, keyOwners(), allowKeys), user }, context);
  assert.equal(code, exitCode.fine);
  return written.join('');
}

async function fails(line: string, told: RegExp, options?: Parameters<typeof run>[1]): Promise<void> {
  await assert.rejects(run(line, options), (error) => error instanceof UsageError && told.test(error.message));
}

async function userAt(context: TestContext, provider: keyof typeof listProviders) {
  const facts = listProviders[provider];
  const server = await startModelListServer(answerAs(facts));
  context.after(() => server.close());
  const user: UserProviders = {
    providers: { [provider]: { variables: {}, baseUrl: server.origin + facts.base, limits: {} } },
    endpoints: [],
  };
  const allow = `--allow-key ${brandOf(provider)?.server?.keyEnv}=${server.origin}`;
  return { server, user, allow };
}

const lineOf = (text: string, start: string) => text.split('\n').find((line) => line.startsWith(`${start} `)) ?? '';

test('without a provider all of them stand there, with their key, a model to begin with and where to get a key', async () => {
  const text = await run('', { env: { OPENAI_API_KEY: 'sk-secret-123', AWS_REGION: 'x' } });
  for (const { id } of brands) assert.notEqual(lineOf(text, id), '', id);
  assert.match(lineOf(text, 'openai'), /OPENAI_API_KEY is set +openai\/\S+ +https:\/\/platform\.openai\.com/);
  assert.match(lineOf(text, 'groq'), /GROQ_API_KEY is not set/);
  assert.match(lineOf(text, 'ollama'), /none needed/);
  assert.match(lineOf(text, 'azure'), /needs AZURE_OPENAI_ENDPOINT/);
  assert.match(lineOf(text, 'vertex'), /needs GOOGLE_CLOUD_PROJECT /);
  assert.match(lineOf(text, 'vscode'), /in the editor only/);
  assert.ok(!text.includes('sk-secret'));
});

test('on a terminal no line is wider than it is, and what has no room is named', async () => {
  for (const width of [80, 120, 200]) {
    const lines = (await run('', { width })).trimEnd().split('\n');
    assert.deepEqual(
      lines.filter((line) => line.length > width),
      [],
    );
  }
  assert.match(await run('', { width: 80 }), /^groq +GROQ_API_KEY is not set$/m);
  assert.match(await run('', { width: 80 }), /A wider terminal also shows: for instance, get a key\.\n$/);
  assert.doesNotMatch(await run('', { width: 200 }), /wider/);
  assert.doesNotMatch(await run(''), /wider/);
});

test('where a provider needs no key because the machine is signed in, that is said', async () => {
  const variables = { region: 'us-east-1', project: 'p' };
  const settings = { variables, baseUrl: null, limits: {} };
  const text = await run('', { user: { providers: { bedrock: settings, vertex: settings }, endpoints: [] } });
  assert.match(lineOf(text, 'bedrock'), /AWS_BEARER_TOKEN_BEDROCK is not set: AWS's sign-in/);
  assert.match(lineOf(text, 'vertex'), /Google's sign-in/);
});

test('a key that does not belong to the address that is set is not taken, and the others are listed all the same', async () => {
  const user: UserProviders = {
    providers: { openai: { variables: {}, baseUrl: 'https://gateway.example/v1', limits: {} } },
    endpoints: [],
  };
  const text = await run('', { env: { OPENAI_API_KEY: 'sk-secret-123', GROQ_API_KEY: 'gsk' }, user });
  assert.match(lineOf(text, 'openai'), /OPENAI_API_KEY is not for https:\/\/gateway\.example/);
  assert.match(lineOf(text, 'groq'), /GROQ_API_KEY is set/);
});

test('the models of a provider: context and price, and what is left out by kind', async (context) => {
  const { user, allow } = await userAt(context, 'openrouter');
  const text = await run(`openrouter ${allow}`, { user });
  assert.match(lineOf(text, 'openai/gpt-oss-120b'), /131k +\$0\.15 +\$0\.60$/);
  assert.match(lineOf(text, 'openai/gpt-oss-120b:free'), /\$0 +\$0 +deprecated, ends 2026-12-01$/);
  assert.match(lineOf(text, 'openrouter/auto'), /unknown +unknown$/);
  assert.match(lineOf(text, 'maker/per-request'), /~\$1\.00 +~\$1\.00$/);
  assert.equal(lineOf(text, 'maker/painter'), '');
  assert.match(text, /Left out: 1 model that is not made for questions \(1 image\)\. --all/);
});

test('--all lists the others too, with why', async (context) => {
  const { user, allow } = await userAt(context, 'openrouter');
  const text = await run(`openrouter --all ${allow}`, { user });
  assert.match(lineOf(text, 'maker/painter'), /image: It makes images/);
  assert.doesNotMatch(text, /Left out/);
});

test('a list without prices is filled up from the price list', async (context) => {
  const { server, user, allow } = await userAt(context, 'anthropic');
  const text = await run(`anthropic ${allow}`, { env: { ANTHROPIC_API_KEY: 'sk-ant' }, user });
  assert.match(lineOf(text, 'claude-haiku-4-5'), /200k +\$1\.00 +\$5\.00$/);
  assert.match(lineOf(text, 'claude-3-haiku-20240307'), /deprecated, ends 2026-12-31$/);
  assert.equal(server.requests[0]?.headers['x-api-key'], 'sk-ant');
});

test('a provider’s key goes to no address that is merely set for it', async (context) => {
  const { server, user } = await userAt(context, 'anthropic');
  await fails('anthropic', /--allow-key ANTHROPIC_API_KEY=/, { env: { ANTHROPIC_API_KEY: 'sk-ant' }, user });
  assert.equal(server.requests.length, 0);
});

test('JSON has the models as they are, without those that are left out', async (context) => {
  const { user, allow } = await userAt(context, 'openrouter');
  const shown = JSON.parse(await run(`openrouter --format json ${allow}`, { user })) as ListedModel[];
  const all = JSON.parse(await run(`openrouter --format json --all ${allow}`, { user })) as ListedModel[];
  assert.equal(all.length, shown.length + 1);
  assert.equal(shown[0]?.price?.source, 'model-list');
});

test('an id cannot steer the terminal', async (context) => {
  const ids = ['evil\u001b[2J\nmodel', 'turned\u202Emodel'];
  const server = await startModelListServer(() => ({ body: { data: ids.map((id) => ({ id })) } }));
  context.after(() => server.close());
  const user: UserProviders = {
    providers: { vllm: { variables: {}, baseUrl: `${server.origin}/v1`, limits: {} } },
    endpoints: [],
  };
  const text = await run('vllm', { user });
  assert.match(text, /^turned model /m);
  assert.doesNotMatch(text, /evil|\p{Cf}/u);
});

test('what cannot be listed is told in words, with what to do', async () => {
  await fails('opnai', /no provider "opnai"\. Did you mean openai\?/);
  await fails('openai', /Set OPENAI_API_KEY in the environment\. Get a key at https:/);
  await fails('azure', /AZURE_OPENAI_ENDPOINT/);
  await fails('vscode', /editor/);
  const gone = await startModelListServer(() => ({ body: {} }));
  await gone.close();
  const user: UserProviders = { providers: { vllm: { variables: {}, baseUrl: gone.origin, limits: {} } }, endpoints: [] };
  await fails('vllm', /refused the connection\. /, { user });
});

test('a server of the network that has no key needs none', async () => {
  const user: UserProviders = {
    providers: { ollama: { variables: {}, baseUrl: 'http://192.168.1.7:11434/v1', limits: {} } },
    endpoints: [],
  };
  assert.match(lineOf(await run('', { user }), 'ollama'), /none needed/);
});
