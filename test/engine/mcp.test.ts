/** The MCP server, driven by the protocol's official client over stdio. */
import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult, Progress } from '@modelcontextprotocol/sdk/types.js';
import { toolInputs } from '../../src/core/agents/inputs.ts';
import { builtFile, workspace, type Workspace } from './cli.ts';
import { startOpenRouterIndices } from '../servers/rankings/openRouterIndices.ts';
import { casesNamed, suiteOn, wireServer } from './servers.ts';

const demoSuite = {
  name: 'Tickets',
  models: ['demo/atlas-mini', 'demo/sonata'],
  prompt: '{{question}}',
  cases: [
    { name: 'capital', vars: { question: 'What is the capital of France?' }, expect: [{ contains: 'Paris' }] },
    { name: 'sum', vars: { question: 'What is 2 + 2?' }, expect: [{ contains: '4' }] },
  ],
};

interface Connected {
  readonly client: Client;
  readonly call: (name: string, input?: Record<string, unknown>, options?: Parameters<Client['callTool']>[2]) => Promise<Answer>;
}

interface Answer {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly failed: boolean;
}

/** Has a server serve the folder, which is removed with the test: by then the server is gone. */
async function served(
  folder: Workspace,
  body: (connected: Connected) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const command = process.execPath;
  const args = [fileURLToPath(builtFile('cli.js')), 'mcp'];
  const transport = new StdioClientTransport({
    command,
    args,
    cwd: folder.path,
    env: { HOME: folder.path, ...env },
    stderr: 'ignore',
  });
  const client = new Client({ name: 'engine test', version: '1' });
  await client.connect(transport);
  const call: Connected['call'] = async (name, input = {}, options) => {
    const answer = (await client.callTool({ name, arguments: input }, undefined, options)) as CallToolResult;
    const text = answer.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
    return { text, data: answer.structuredContent ?? {}, failed: answer.isError ?? false };
  };
  try {
    await body({ client, call });
  } finally {
    await client.close();
  }
}

test('a client finds the tools, which of them only read, and what they take', { timeout: 60_000 }, async (context) => {
  await served(await workspace(context), async ({ client }) => {
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map(({ name }) => name).toSorted(), Object.keys(toolInputs).toSorted());
    const spending = tools.filter(({ annotations }) => annotations?.readOnlyHint !== true).map(({ name }) => name);
    assert.deepEqual(spending, ['run_suite']);
    const run = tools.find(({ name }) => name === 'run_suite');
    assert.deepEqual(Object.keys(run?.inputSchema.properties ?? {}).toSorted(), [
      'allowUnknownCost',
      'cases',
      'confirm',
      'maxUsd',
      'models',
      'suite',
    ]);
  });
});

test(
  'a suite is listed, run once its cost is agreed to, compared, recommended by and read as a report',
  { timeout: 120_000 },
  async (context) => {
    const folder = await workspace(context);
    await folder.suite(demoSuite);
    await served(folder, async ({ client, call }) => {
      assert.match((await call('list_suites')).text, /Tickets \| `test\.bench\.json` \| 2 \| 2 \| never run/);
      const asked = await call('run_suite', { suite: 'tickets' });
      assert.match(asked.text, /Nothing was run and nothing was spent[^]*4 calls to 2 models, free of charge[^]*confirm: true/);
      assert.deepEqual((await call('list_results')).data, { runs: [] });

      const told: Progress[] = [];
      const ran = await call('run_suite', { suite: 'tickets', confirm: true }, { onprogress: (progress) => told.push(progress) });
      assert.match(ran.text, /The run is finished\.[^]*\| Model \| Quality/);
      assert.ok(told.length > 0);
      assert.ok(told.every(({ progress, total }) => progress > 0 && total === 4));

      const { run } = await folder.report();
      assert.deepEqual([run.triggeredBy, run.suitePath, run.part ?? null], ['agent', 'test.bench.json', null]);
      const compared = await call('compare');
      assert.deepEqual(
        (compared.data['runs'] as { run: { id: string } }[]).map((one) => one.run.id),
        [run.id],
      );
      assert.match((await call('recommend', { task: 'tickets' })).text, /\*\*demo\/[^]*made up/);

      const { resources } = await client.listResources();
      assert.deepEqual(
        resources.map(({ uri }) => uri),
        ['llm-bench://suite/test.bench.json', `llm-bench://report/${run.id}`],
      );
      const [report] = (await client.readResource({ uri: `llm-bench://report/${run.id}` })).contents;
      assert.match(report && 'text' in report ? report.text : '', /^# Tickets/);
    });
  },
);

test('bad input, unknown suites, models and runs are answered in words', { timeout: 60_000 }, async (context) => {
  const folder = await workspace(context);
  await folder.suite(demoSuite);
  await served(folder, async ({ call }) => {
    for (const [name, input, words] of [
      ['run_suite', {}, /suite/],
      ['run_suite', { suite: 'tickts' }, /Did you mean “Tickets”/],
      ['run_suite', { suite: 'tickets', models: ['demo/sonat'] }, /no model “demo\/sonat”\. Did you mean “demo\/sonata”/],
      ['run_suite', { suite: 'tickets', cases: ['x'] }, /no case “x”.*It has: /],
      ['list_results', { limit: 1000 }, /limit/],
      ['compare', { runs: ['zz'] }, /Nothing was measured here yet/],
      ['no_such_tool', {}, /no_such_tool/],
    ] as const) {
      const { failed, text } = await call(name, input);
      assert.ok(failed, name);
      assert.match(text, words);
    }
  });
});

test('a part of a suite is run as one', { timeout: 60_000 }, async (context) => {
  const folder = await workspace(context);
  await folder.suite(demoSuite);
  await served(folder, async ({ call }) => {
    await call('run_suite', { suite: 'tickets', models: ['demo/sonata'], cases: ['sum'], confirm: true });
    const { run, attempts } = await folder.report();
    assert.deepEqual(run.part, { cases: 1, ofCases: 2, models: 1, ofModels: 2, timing: false });
    assert.deepEqual(
      attempts.map(({ model }) => model),
      ['sonata'],
    );
  });
});

test('models whose price is not known are not called before that was agreed to', { timeout: 60_000 }, async (context) => {
  const server = await wireServer(context, { reply: { text: ['hello'] } });
  const folder = await workspace(context);
  // A name for this machine that is not taken for it: what runs here bills nobody.
  const baseUrl = server.baseUrl('openai-chat').replace('127.0.0.1', '0.0.0.0');
  await folder.suite(suiteOn(server, { endpoints: { local: { api: 'openai-chat', baseUrl } } }));
  await served(folder, async ({ call }) => {
    const asked = await call('run_suite', { suite: 'test', confirm: true, maxUsd: 5 });
    assert.match(asked.text, /No price is known for local\/good[^]*allowUnknownCost: true/);
    assert.equal(server.requests.length, 0);
    const ran = await call('run_suite', { suite: 'test', confirm: true, maxUsd: 5, allowUnknownCost: true });
    assert.match(ran.text, /The run is finished/);
    assert.equal(server.requests.length, 1);
  });
});

test('a cancelled call ends its run: no request goes on, and the run says so', { timeout: 60_000 }, async (context) => {
  const begun = Promise.withResolvers<void>();
  const server = await wireServer(context, () => {
    begun.resolve();
    return { reply: { text: ['he', 'llo'] }, fault: { type: 'stall', after: 1 } };
  });
  const folder = await workspace(context);
  await folder.suite(
    suiteOn(server, { cases: casesNamed(['a', 'b']), timeouts: { headersMs: 600_000, idleMs: 600_000, totalMs: 600_000 } }),
  );
  await served(folder, async ({ client, call }) => {
    const stop = new AbortController();
    const running = call('run_suite', { suite: 'test', confirm: true, allowUnknownCost: true }, { signal: stop.signal });
    await begun.promise;
    stop.abort();
    await assert.rejects(running);
    await Promise.all(server.requests.map(({ closed }) => closed));
    await client.close();
    assert.equal((await folder.report()).run.status, 'cancelled');
  });
});

test('a client that goes takes its run with it', { timeout: 60_000 }, async (context) => {
  const begun = Promise.withResolvers<void>();
  const server = await wireServer(context, () => {
    begun.resolve();
    return { reply: { text: ['he', 'llo'] }, fault: { type: 'stall', after: 1 } };
  });
  const folder = await workspace(context);
  await folder.suite(suiteOn(server, { timeouts: { headersMs: 600_000, idleMs: 600_000, totalMs: 600_000 } }));
  await served(folder, async ({ client, call }) => {
    const running = call('run_suite', { suite: 'test', confirm: true, allowUnknownCost: true });
    await begun.promise;
    await Promise.all([client.close(), assert.rejects(running)]);
    await Promise.all(server.requests.map(({ closed }) => closed));
  });
});

test('nothing outside the root is listed, run or read', { timeout: 60_000 }, async (context) => {
  const [folder, outside] = [await workspace(context), await workspace(context)];
  await outside.suite(demoSuite, 'secret.bench.json');
  await symlink(outside.join('secret.bench.json'), folder.join('link.bench.json'));
  for (const path of ['node_modules/a.bench.json', '.hidden/b.bench.json', 'deep/c.bench.json']) {
    await mkdir(dirname(folder.join(path)), { recursive: true });
    await writeFile(folder.join(path), JSON.stringify(demoSuite));
  }
  await served(folder, async ({ client, call }) => {
    assert.deepEqual(
      (await client.listResources()).resources.map(({ name }) => name),
      ['deep/c.bench.json'],
    );
    for (const suite of [outside.join('secret.bench.json'), join('..', 'secret.bench.json'), 'link.bench.json']) {
      assert.match((await call('run_suite', { suite, confirm: true })).text, /There is no suite/);
    }
    await assert.rejects(client.readResource({ uri: 'llm-bench://suite/..%2F..%2Fetc%2Fpasswd' }), /There is no suite/);
  });
});

test(
  'public rankings are asked for only when that is wanted, then kept and told with their source',
  { timeout: 60_000 },
  async (context) => {
    const board = await startOpenRouterIndices({
      models: ['GPT-5', 'GPT-5 mini'].map((name, index) => ({
        ...{ id: name, name, slug: name.toLowerCase().replace(' ', '-'), creator: 'OpenAI' },
        ...{ intelligence: 60 - index, coding: 50 - index, inputUsdPerMTok: 1, outputUsdPerMTok: 4 },
      })),
    });
    context.after(() => board.close());
    const folder = await workspace(context);
    const tools = async ({ call }: Connected) => {
      assert.match((await call('list_rankings')).text, /No public ranking is kept here/);
      assert.match(
        (await call('recommend', { task: 'Write code' })).text,
        /take those that can be called in turn\.\n\n1\. openai\//,
      );
      assert.equal(board.requests.length, 0);
      assert.match(
        (await call('list_rankings', { category: 'coding', refresh: true })).text,
        /### Coding: by the coding index \(OpenRouter, just now[^]*`openai\/gpt-5`/,
      );
      const asked = board.requests.length;
      const advised = await call('recommend', { task: 'Write code' });
      assert.match(advised.text, /By a public board, and not by a measurement[^]*1\. \*\*openai\/gpt-5\*\*/);
      assert.match((await call('list_rankings', { category: 'coding' })).text, /OpenRouter, kept, just now/);
      assert.equal(board.requests.length, asked);
    };
    await served(folder, tools, { LLM_BENCH_RANKINGS_OPENROUTER_URL: board.url, OPENAI_API_KEY: 'sk-of-nobody' });
  },
);
