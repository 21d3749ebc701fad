import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownTab, tabAfter, tabsOf } from '../../../webview/logic/tabs.ts';
import { fiveModels, fixture, type FixtureOptions } from '../../tools/panel-harness/fixture.ts';

const tabs = (options: FixtureOptions = {}) => tabsOf(fixture(options).comparison, false);
const ids = (options?: FixtureOptions) => tabs(options).map(({ id }) => id);

test('there are tabs for what the run has: live while it goes on, charts once something was answered', () => {
  assert.deepEqual(ids(), ['evidence', 'charts', 'answers', 'history']);
  assert.deepEqual(ids({ status: 'running', done: 0.4 }), ['live', 'evidence', 'charts', 'answers', 'history']);
  assert.deepEqual(ids({ models: fiveModels.map((model) => ({ ...model, failures: 1 })) }), ['evidence', 'answers', 'history']);
});

test('a run shows how it goes on until it ends, and then its evidence, unless the user chose otherwise', () => {
  const running = tabs({ status: 'running', done: 0.4 });
  assert.equal(shownTab(null, running), 'live');
  assert.equal(shownTab(null, tabs()), 'evidence');
  assert.equal(shownTab('live', tabs()), 'evidence');
  assert.equal(shownTab('answers', running), 'answers');
  assert.equal(shownTab('answers', tabs()), 'answers');
});

test('arrows go round the tabs, Home and End to the first and last, other keys nowhere', () => {
  const all = tabs();
  assert.equal(tabAfter('evidence', 'ArrowRight', all), 'charts');
  assert.equal(tabAfter('evidence', 'ArrowLeft', all), 'history');
  assert.equal(tabAfter('history', 'ArrowRight', all), 'evidence');
  assert.equal(tabAfter('answers', 'Home', all), 'evidence');
  assert.equal(tabAfter('charts', 'End', all), 'history');
  for (const key of ['ArrowDown', 'Enter', 'toString', 'a']) assert.equal(tabAfter('charts', key, all), null);
});

test('an exported report has no tab of what only the other runs of its suite could fill', () => {
  const exported = tabsOf(fixture({}).comparison, true);
  assert.deepEqual(
    exported.map(({ id }) => id),
    ['evidence', 'charts', 'answers'],
  );
  assert.equal(tabAfter('answers', 'ArrowRight', exported), 'evidence');
  assert.equal(shownTab('history', exported), 'evidence');
});
