import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { diskReader } from '../../../../src/core/diskReader.ts';
import { noUserProviders } from '../../../../src/core/ports.ts';
import { SuiteThread } from '../../../../src/core/suite/language/connect.ts';
import type { SuiteDocument } from '../../../../src/core/suite/language/spec.ts';
import { loadSuite } from '../../../../src/core/suite/loadSuite.ts';
import { suiteOptions } from '../../../../src/core/suiteOptions.ts';

const script = new URL('../../../../src/workers/suite.worker.ts', import.meta.url);
const mortal = new URL('mortal.worker.ts', import.meta.url);

function threadOf(t: TestContext, url = script): SuiteThread {
  const thread = new SuiteThread(url);
  t.after(() => thread.close());
  return thread;
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'suites-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

function documentIn(root: string, text: string | null): SuiteDocument {
  return { path: join(root, 'x.bench.yaml'), root, text };
}

/** Cases enough for several parts, two of them of one name. */
const manyCases = `models: [demo/atlas-large]
prompt: "{{q}}"
cases:
${Array.from({ length: 1203 }, (_, n) => `  - { name: case ${n % 1200}, vars: { q: "${n}" }, expect: [{ number: ${n} }] }`).join('\n')}
`;

const rows = (...questions: string[]) => `q,right\n${questions.map((question) => `${question},1`).join('\n')}\n`;
const ofDataset =
  'models: [demo/atlas-large]\nprompt: "{{q}}"\ncases: [{ dataset: rows.csv, expect: [{ contains: "{{right}}" }] }]\n';

test('a suite comes out of the thread as it is read without one', async (t) => {
  const thread = threadOf(t);
  const document = documentIn('/w', manyCases);
  const here = await loadSuite(document.path, '/w', diskReader, suiteOptions, manyCases);
  assert.equal(here.suite?.cases.length, 1203);
  assert.deepEqual(await thread.load(document, noUserProviders, 0), here);
  // The second is not put behind the first.
  assert.deepEqual(await thread.load(document, noUserProviders, 0), here);
});

test('a survey tells what a load tells, but for the cases', async (t) => {
  const thread = threadOf(t);
  for (const text of [manyCases, manyCases.replace('demo/atlas-large', 'demo/atlas-larg'), 'models: [', '']) {
    const document = documentIn('/w', text);
    const loaded = await thread.load(document, noUserProviders, 0);
    const survey = await thread.survey(document, noUserProviders, {});
    assert.deepEqual(survey?.problems, loaded.problems);
    assert.deepEqual(survey?.outline, loaded.outline);
    const { cases, ...head } = loaded.suite ?? { cases: null };
    assert.deepEqual(survey?.suite, cases && { ...head, caseCount: cases.length });
  }
});

test('an unsaved text stands in for the file, and a dataset that was written again is read again', async (t) => {
  const folder = await folderOf(t);
  const thread = threadOf(t);
  const count = async (text: string | null) =>
    (await thread.survey(documentIn(folder, text), noUserProviders, {}))?.suite?.caseCount;
  await writeFile(join(folder, 'x.bench.yaml'), ofDataset);
  assert.equal(await count(null), undefined);
  await writeFile(join(folder, 'rows.csv'), rows('a', 'b'));
  assert.equal(await count(null), 2);
  await writeFile(join(folder, 'rows.csv'), rows('a', 'b', 'c'));
  assert.equal(await count(null), 3);
  assert.equal(await count(ofDataset.replace('dataset: rows.csv,', 'vars: { q: x, right: y },')), 1);
});

test('the user’s own servers may be named, from the moment on that they are set', async (t) => {
  const thread = threadOf(t);
  const document = documentIn('/w', manyCases.replace('demo/atlas-large', 'mine/model'));
  const codes = async (user: typeof noUserProviders) =>
    (await thread.survey(document, user, {}))?.problems.map(({ code }) => code).filter((code) => code !== 'duplicate-case');
  assert.deepEqual(await codes(noUserProviders), ['unknown-provider']);
  const mine = { id: 'mine', api: 'openai-chat', baseUrl: 'http://127.0.0.1:1/v1' } as const;
  assert.deepEqual(await codes({ ...noUserProviders, endpoints: [mine] }), []);
});

test('a question that nobody waits for any more is not put, and one at the keyboard goes ahead', async (t) => {
  const thread = threadOf(t);
  const answered: string[] = [];
  const ask = (name: string, asking: { isUrgent?: boolean; isWanted?: () => boolean } = {}) =>
    thread.survey(documentIn('/w', ''), noUserProviders, asking).then((survey) => answered.push(survey ? name : `no ${name}`));
  await Promise.all([
    ask('first'),
    ask('listed'),
    ask('overtaken', { isUrgent: true, isWanted: () => false }),
    ask('typed', { isUrgent: true }),
  ]);
  assert.deepEqual(answered, ['first', 'no overtaken', 'typed', 'listed']);
});

test('what is asked about an open suite is answered in the thread', async (t) => {
  const thread = threadOf(t);
  const open = { ...documentIn('/w', manyCases), text: manyCases };
  const atVariable = { line: 1, character: 12 };
  const wanted = () => true;
  const symbols = await thread.ask((calls) => calls.symbols(open), wanted);
  assert.match(JSON.stringify(symbols), /case 1199/);
  const known = { listed: [], endpoints: [], disabled: {}, schemaIsServed: false };
  const hover = await thread.ask((calls) => calls.hover(open, { line: 0, character: 14 }, known), wanted);
  assert.match(hover?.markdown ?? '', /Atlas Large/);
  const offered = await thread.ask((calls) => calls.complete(open, { line: 0, character: 14 }, known), wanted);
  assert.ok(offered?.some(({ newText }) => newText === 'demo/atlas-mini'));
  assert.equal((await thread.ask((calls) => calls.definition(open, atVariable), wanted))?.length, 1203);
  assert.ok((await thread.ask((calls) => calls.references(open, atVariable), wanted))?.length);
  assert.ok(await thread.ask((calls) => calls.prepareRename(open, atVariable), wanted));
  const edits = await thread.ask((calls) => calls.rename(open, atVariable, 'question'), wanted);
  assert.ok(Array.isArray(edits) && edits.length > 1203);
  assert.equal(
    await thread.ask(
      (calls) => calls.symbols(open),
      () => false,
    ),
    null,
  );
});

test('where the thread dies the question is put to a new one', async (t) => {
  const folder = await folderOf(t);
  const thread = threadOf(t, mortal);
  const document = documentIn(folder, '');
  await writeFile(document.path, '');
  assert.deepEqual((await thread.survey(document, noUserProviders, {}))?.problems, []);
});

test('a question of which every thread dies is rejected, and the next one answered', async (t) => {
  const folder = await folderOf(t);
  const thread = threadOf(t, mortal);
  const document = documentIn(folder, 'for ever');
  await writeFile(document.path, '');
  await assert.rejects(thread.survey(document, noUserProviders, {}), /ended with code 3/);
  assert.deepEqual((await thread.survey(documentIn('/nowhere', ''), noUserProviders, {}))?.problems, []);
});

test('a thread that cannot begin rejects, each time', async (t) => {
  const thread = threadOf(t, new URL('missing.worker.ts', import.meta.url));
  await assert.rejects(thread.load(documentIn('/w', ''), noUserProviders, 0), /missing\.worker|ended with code 1/);
  await assert.rejects(thread.load(documentIn('/w', ''), noUserProviders, 0));
});

test('closing rejects what is under way, what waits and what comes later', async () => {
  const thread = new SuiteThread(script);
  const document = documentIn('/w', manyCases);
  const pending = [thread.load(document, noUserProviders, 0), thread.survey(document, noUserProviders, {})];
  thread.close();
  pending.push(thread.load(document, noUserProviders, 0));
  const outcomes = await Promise.allSettled(pending);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
});
