import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUserProviders } from '../../../src/core/ports.ts';
import type { SuiteSurvey } from '../../../src/core/suite/language/spec.ts';
import { KeptSurveys, type SuiteState } from '../../../src/host/suites/keptSurveys.ts';

const suite = '/w/suites/x.bench.yaml';
const rows = '/w/suites/rows.csv';
const gone = '/w/gone.csv';
const closed: SuiteState = { document: { path: suite, root: '/w', text: null }, user: noUserProviders };

/** A suite that takes rows of a file, and names one that is not there. */
function opened() {
  const stamps = new Map([
    [suite, '1'],
    [rows, '1'],
  ]);
  const survey = (): SuiteSurvey => ({
    ...{ suite: null, problems: [], outline: { name: null, models: [], prompts: [], cases: [], datasets: [] } },
    files: [rows, gone].map((file) => ({ file, stamp: stamps.get(file) ?? null })),
  });
  const state = { surveys: 0, next: async (): Promise<SuiteSurvey | null> => survey() };
  const kept = new KeptSurveys({
    survey: () => {
      state.surveys++;
      return state.next();
    },
    stampOf: async (path) => stamps.get(path) ?? Promise.reject(new Error(`There is no ${path}`)),
  });
  return { kept, stamps, state, survey };
}

async function known() {
  const parts = opened();
  const last = await parts.kept.of(closed);
  parts.state.surveys = 0;
  return { ...parts, last };
}

test('a suite of which nothing has changed is not surveyed again', async () => {
  const { kept, state, last } = await known();
  assert.equal(await kept.of(closed), last);
  assert.equal(state.surveys, 0);
});

for (const [what, change] of [
  ['its file', { file: suite, stamp: '2' }],
  ['a dataset', { file: rows, stamp: '2' }],
  ['a dataset that was missing and is there', { file: gone, stamp: '1' }],
] as const) {
  test(`a suite is surveyed again once when this has changed: ${what}`, async () => {
    const { kept, stamps, state } = await known();
    stamps.set(change.file, change.stamp);
    await kept.of(closed);
    await kept.of(closed);
    assert.equal(state.surveys, 1);
  });
}

test('a file that is gone is a change', async () => {
  const { kept, stamps, state } = await known();
  stamps.delete(rows);
  await kept.of(closed);
  assert.equal(state.surveys, 1);
});

test('unsaved text, settings of providers and another folder count as what a survey is made of', async () => {
  for (const changed of [
    { ...closed, document: { ...closed.document, text: 'name: new' } },
    { ...closed, document: { ...closed.document, root: '/w/suites' } },
    { ...closed, user: { ...noUserProviders, providers: { openai: { variables: {}, baseUrl: 'http://x', limits: {} } } } },
  ]) {
    const { kept, state } = await known();
    await kept.of(changed);
    await kept.of(changed);
    assert.equal(state.surveys, 1);
  }
});

for (const written of [suite, rows]) {
  test(`what is written while a suite is surveyed is seen at the next look: ${written}`, async () => {
    const { kept, stamps, state, survey } = opened();
    state.next = async () => {
      const found = survey();
      if (state.surveys === 1) stamps.set(written, '2');
      return found;
    };
    for (let look = 0; look < 3; look++) await kept.of(closed);
    assert.equal(state.surveys, 2);
  });
}

test('a survey that failed or was not wanted is none to keep, and after a clear there is none', async () => {
  const { kept, state, survey } = opened();
  state.next = () => Promise.reject(new Error('The thread is closed'));
  await assert.rejects(kept.of(closed), /closed/);
  state.next = async () => null;
  assert.equal(await kept.of(closed), null);
  state.next = async () => survey();
  assert.notEqual(await kept.of(closed), null);
  assert.equal(state.surveys, 3);
  kept.clear();
  await kept.of(closed);
  assert.equal(state.surveys, 4);
});
