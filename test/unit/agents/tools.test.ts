import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounded, fitting, mostCharacters, shortName } from '../../../src/core/agents/bounds.ts';
import { callTool, type ReadingTool } from '../../../src/core/agents/callTool.ts';
import { compareRuns } from '../../../src/core/agents/compareRuns.ts';
import { chosen, findSuite } from '../../../src/core/agents/find.ts';
import { inputSchema, toolInputs, type ToolName } from '../../../src/core/agents/inputs.ts';
import { readInput } from '../../../src/core/agents/readInput.ts';
import { AgentError, type AgentDesk } from '../../../src/core/agents/spec.ts';
import { toolTexts } from '../../../src/core/agents/tools.ts';
import { participantId, toolIds } from '../../../src/host/contributions.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import { candidate } from '../report/fixtures.ts';
import { tenModels } from '../report/rich.ts';
import { desk, emptyDesk, runOf, support, tickets } from './desk.ts';
import { readManifest } from '../../tools/repository.ts';

interface Manifest {
  readonly contributes: {
    readonly languageModelTools: readonly {
      readonly name: string;
      readonly displayName: string;
      readonly modelDescription: string;
      readonly userDescription: string;
      readonly inputSchema: object;
    }[];
    readonly chatParticipants: readonly { readonly id: string; readonly commands: readonly { readonly name: string }[] }[];
  };
}

const { contributes } = readManifest() as Manifest;
const names = Object.keys(toolInputs) as ToolName[];

function call(name: ReadingTool, input: unknown, on: AgentDesk) {
  return callTool(name, input, on, new AbortController().signal);
}

test('the manifest describes the tools as the MCP server does', () => {
  const declared = contributes.languageModelTools.map(
    ({ name, displayName, modelDescription, userDescription, inputSchema }) => ({
      ...{ name, displayName, modelDescription, userDescription, inputSchema },
    }),
  );
  const ours = names.map((name) => ({
    name: toolIds[name],
    displayName: toolTexts[name].title,
    modelDescription: toolTexts[name].description,
    userDescription: toolTexts[name].userDescription,
    inputSchema: inputSchema(name),
  }));
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
  assert.deepEqual(declared.toSorted(byName), ours.toSorted(byName));
});

test('the manifest has the chat participant with its commands', () => {
  assert.deepEqual(
    contributes.chatParticipants.map(({ id, commands }) => [id, commands.map(({ name }) => name).toSorted()]),
    [[participantId, ['compare', 'rankings', 'recommend', 'results', 'run']]],
  );
});

test('input that does not fit is refused in words that name the field and what the tool takes', () => {
  assert.throws(
    () => readInput('run_suite', { models: ['a'] }),
    (error: unknown) => {
      assert.ok(error instanceof AgentError);
      assert.match(error.message, /run_suite was not carried out\. suite: .*It takes: suite, models\?, cases\?, maxUsd\?\./);
      return true;
    },
  );
  assert.throws(() => readInput('list_results', { limit: 0 }), /limit: /);
  assert.throws(() => readInput('compare', { run: ['x'] }), /Unrecognized key/);
  assert.deepEqual(readInput('list_suites', undefined), {});
});

test('a suite is found by its path, its name or the name of its file, whatever the case', () => {
  const suites = [tickets(), tickets({ path: 'more/math.bench.yaml', name: 'Sums' })];
  for (const wanted of ['tickets.bench.yaml', './tickets.bench.yaml', 'TICKETS'])
    assert.equal(findSuite(wanted, suites), suites[0]);
  assert.equal(findSuite('math', suites), suites[1]);
  assert.throws(
    () => findSuite('tickts', suites),
    /Did you mean “Tickets”\? There are: tickets\.bench\.yaml, more\/math\.bench\.yaml\./,
  );
  assert.throws(
    () => findSuite('tickets', [tickets(), tickets({ path: 'b/tickets.bench.yaml' })]),
    /Several suites.*name the path/,
  );
  assert.throws(() => findSuite('x', []), /There is no suite here/);
});

test('models and cases that a suite does not have are named, with what it has', () => {
  const models = [{ label: 'large' }, { label: 'small' }];
  const pick = (wanted: readonly string[]) => chosen(wanted, models, ({ label }) => [label], 'model');
  assert.deepEqual(pick(['small']), [{ label: 'small' }]);
  assert.throws(() => pick(['small', 'smal']), /The suite has no model “smal”\. Did you mean “small”\? It has: large, small\./);
});

test('before anything was measured every reading tool says so, and how to go on', async () => {
  for (const name of ['list_results', 'recommend'] as const) {
    assert.match((await call(name, {}, emptyDesk())).text, /Nothing was measured here yet/);
  }
  await assert.rejects(call('compare', {}, emptyDesk()), /Nothing was measured here yet: run a suite first/);
  assert.match((await call('list_suites', {}, emptyDesk())).text, /Tickets \| `tickets\.bench\.yaml` \| 2 \| 2 \| never run/);
});

test('the newest run of a suite is said to be of a part where it is', async () => {
  const part = { cases: 1, ofCases: 24, models: 2, ofModels: 2, timing: false };
  const ofPart = support({ run: runOf({ id: 'aaaa1111', suitePath: 'tickets.bench.yaml', part }) });
  const { text, data } = await call('list_suites', {}, desk([ofPart]));
  assert.match(text, /1 of 24 cases, mean quality 0\.9/);
  assert.match(JSON.stringify(data), /"part":\{"cases":1,"ofCases":24/);
});

test('a comparison says the verdict, each model with interval and n, and its run, in text and in JSON', async () => {
  const { text, data } = await compareRuns({}, desk());
  assert.match(text, /\| acme\/small \| 0\.90 \(0\.85 to 0\.95\) \| \$0\.0002 \|/);
  const [first] = data['runs'] as {
    readonly run: { readonly id: string };
    readonly models: readonly { readonly model: string; readonly quality: object }[];
  }[];
  assert.equal(first?.run.id, support().run.id);
  assert.deepEqual(first?.models.find(({ model }) => model === 'acme/small')?.quality, {
    value: 0.9,
    low: 0.85,
    high: 0.95,
    n: 36,
  });
});

test('runs are found by a beginning of their id; one that is not there, or not unique, is said to be so', async () => {
  const runs = ['aaaa1111', 'aaaa2222'].map((id) => support({ run: runOf({ id, suitePath: `${id}.bench.yaml` }) }));
  assert.match((await compareRuns({ runs: ['aaaa2'] }, desk(runs))).text, /Run aaaa2222/);
  await assert.rejects(compareRuns({ runs: ['aaaa'] }, desk(runs)), /2 runs begin with “aaaa”/);
  await assert.rejects(compareRuns({ runs: ['bbbb'] }, desk(runs)), /list_results says which there are/);
  await assert.rejects(compareRuns({ runs: ['latest'], suite: 'x' }, desk(runs)), /runs or a suite, not both/);
});

test('a suite is compared by its last finished run of the whole', async () => {
  const at = (id: string, over: Partial<RunRecord> = {}) => support({ run: runOf({ ...over, id, suitePath: 'a.bench.yaml' }) });
  const runs = [at('stopped1', { status: 'cancelled' }), at('whole111'), at('older111')];
  assert.match((await compareRuns({ suite: 'a.bench.yaml' }, desk(runs))).text, /Run whole111/);
});

test('of several runs of a suite the later ones are held against the oldest, those of other suites against none', async () => {
  const at = (id: string, startedAt: string, suitePath: string) => support({ run: runOf({ id, startedAt, suitePath }) });
  const runs = [
    at('new1', '2026-11-20', 'a.bench.yaml'),
    at('old1', '2026-11-10', 'a.bench.yaml'),
    at('other', '2026-11-15', 'b.bench.yaml'),
  ];
  const asked: [string, unknown][] = [];
  const on = desk(runs);
  const store = await on.store();
  assert.ok(store);
  const comparison: typeof store.comparison = (id, choice) => {
    asked.push([id, choice]);
    return store.comparison(id, choice);
  };
  await compareRuns({ runs: ['new1', 'old1', 'other'] }, { ...on, store: async () => ({ ...store, comparison }) });
  assert.deepEqual(
    asked.toSorted(([a], [b]) => a.localeCompare(b)),
    [
      ['new1', { baseline: 'old1' }],
      ['old1', {}],
      ['other', {}],
    ],
  );
});

test('answers stay small, however many models, runs and suites there are, and say that they were cut', async () => {
  const label = (i: number) => `acme/${'long-'.repeat(30)}${i}`;
  const many = { ...tenModels(), candidates: Array.from({ length: 60 }, (_, i) => candidate(label(i))) };
  const runs = Array.from({ length: 6 }, (_, i) => ({ ...many, run: runOf({ id: `run${i}`, suitePath: `${i}.bench.yaml` }) }));
  const suites = Array.from({ length: 400 }, (_, i) => tickets({ path: `${i}/${'x'.repeat(100)}.bench.yaml` }));
  const on = { ...desk(runs), suites: async () => suites };
  const answers = await Promise.all([
    call('compare', { runs: runs.map(({ run }) => run.id) }, on),
    call('list_suites', {}, on),
    call('list_results', { limit: 30 }, on),
    call('recommend', {}, on),
  ]);
  for (const { text, data } of answers) {
    assert.ok(text.length <= mostCharacters, text.slice(0, 40));
    assert.ok(JSON.stringify(data).length <= mostCharacters * 1.3, text.slice(0, 40));
  }
  assert.match(answers[0].text, /And 56 more models|Cut here/);
});

test('a text is cut at a line, a list at an item, a name within its room and to one line', () => {
  assert.equal(bounded('short'), 'short');
  const cut = bounded('line\n'.repeat(100), 100);
  assert.ok(cut.length <= 100);
  assert.match(cut, /line\n\n\(Cut here/);
  assert.deepEqual(fitting(['aaaa', 'bbbb', 'cccc'], 15), ['aaaa', 'bbbb']);
  assert.equal(shortName('a\n\tb'), 'a b');
  assert.equal(shortName('abcdef', 4), 'abc…');
});

test('names from files are text: they make no table, link or heading', async () => {
  const evil = tickets({ name: '# Ignore | all <b>', path: 'a`b.bench.yaml' });
  const { text } = await call('list_suites', {}, { ...emptyDesk(), suites: async () => [evil] });
  assert.match(text, /\\# Ignore \\\| all &lt;b\\>/);
  assert.match(text, /`ab\.bench\.yaml`/);
});
