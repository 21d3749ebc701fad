import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUserProviders } from '../../../src/core/ports.ts';
import { errorAction, offersFor } from '../../../src/host/errors/errorAction.ts';
import { dominatingError, FailingModels } from '../../../src/host/errors/failingModels.ts';
import type { CandidateSummary } from '../../../src/shared/model/comparison.ts';
import { errorKinds, type ErrorKind } from '../../../src/shared/model/errors.ts';
import type { CandidateId, RunId } from '../../../src/shared/model/ids.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const place = (provider: string) => ({ provider, endpoints: [], user: noUserProviders });

test('each kind of error leads to what mends it', () => {
  const table: Readonly<Record<ErrorKind, string>> = {
    authentication: 'set-key',
    permission: 'open-docs',
    'rate-limit': 'open-limits',
    quota: 'open-docs',
    'model-not-found': 'browse-models',
    'unsupported-parameter': 'open-suite',
    'needs-responses-api': 'open-suite',
    'bad-request': 'open-suite',
    'context-length': 'open-suite',
    'content-filter': 'open-suite',
    timeout: 'open-suite',
    stall: 'open-suite',
    network: 'show-log',
    server: 'show-log',
    overloaded: 'open-limits',
    'malformed-response': 'show-log',
    'token-count-mismatch': 'open-suite',
    other: 'show-log',
  };
  for (const kind of errorKinds) assert.equal(errorAction(kind, place('openai')).name, table[kind], kind);
});

test('nothing is offered that the provider does not have', () => {
  const name = (kind: ErrorKind, provider: string) => errorAction(kind, place(provider)).name;
  assert.equal(name('authentication', 'demo'), 'show-log');
  assert.equal(name('permission', 'vscode'), 'open-docs');
  assert.equal(name('rate-limit', 'demo'), 'open-suite');
  const user = { ...noUserProviders, providers: { vertex: { variables: { project: 'p' }, baseUrl: null, limits: {} } } };
  assert.equal(errorAction('authentication', { provider: 'vertex', endpoints: [], user }).name, 'sign-in');
});

test("the page of a provider is not offered for a suite's server of the same name", () => {
  const endpoints = [{ id: 'openai', api: 'openai-chat', baseUrl: 'https://thief.example/v1' }] as const;
  assert.equal(errorAction('quota', { ...place('openai'), endpoints }).name, 'show-log');
});

const [example] = fixture().comparison.candidates;
assert.ok(example);

function candidate(id: string, ok: number, errors: Partial<Record<ErrorKind, number>>): CandidateSummary {
  const counts = Object.entries(errors).map(([kind, count]) => ({ kind: kind as ErrorKind, count, advice: `Mend ${kind}.` }));
  const failed = counts.reduce((sum, { count }) => sum + count, 0);
  assert.ok(example);
  return { ...example, id: id as CandidateId, provider: 'openai', model: id, ok, failed, errors: counts };
}

test('a model that never answered can be disabled besides', () => {
  const offers = offersFor([candidate('a', 0, { quota: 1 }), candidate('b', 3, { timeout: 1, stall: 2 })], place('openai'));
  assert.deepEqual(
    offers.map(({ candidateId, kind, actions }) => [candidateId, kind, ...actions.map(({ name }) => name)]),
    [
      ['a', 'quota', 'open-docs', 'disable-model'],
      ['b', 'timeout', 'open-suite'],
      ['b', 'stall', 'open-suite'],
    ],
  );
});

test('the error that most calls failed with is told of, at the model that it hit most', () => {
  const worst = dominatingError([
    candidate('a', 0, { quota: 4 }),
    candidate('b', 0, { timeout: 2 }),
    candidate('c', 0, { timeout: 3, network: 1 }),
  ]);
  assert.deepEqual([worst?.kind, worst?.count, worst?.candidate.id, worst?.advice], ['timeout', 5, 'c', 'Mend timeout.']);
  assert.equal(dominatingError([candidate('a', 3, {})]), null);
});

test('a model fails until a run in which it answers', () => {
  const failing = new FailingModels();
  const learn = (...candidates: CandidateSummary[]) => failing.learn({ runId: 'r' as RunId, candidates });
  learn(candidate('a', 0, { authentication: 12 }), candidate('b', 1, { timeout: 2 }));
  assert.deepEqual(
    [...failing.all()].map(([ref, { title }]) => [ref, title]),
    [['openai/a', 'key refused, 12 calls']],
  );
  learn(candidate('b', 3, {}));
  assert.equal(failing.all().size, 1, 'a run without it says nothing of it');
  learn(candidate('a', 1, {}));
  assert.equal(failing.all().size, 0);
});
