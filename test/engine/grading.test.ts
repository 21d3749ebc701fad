import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { AttemptRecord } from '../../src/shared/model/attempt.ts';
import type { Suite } from '../../src/shared/model/suite.ts';
import type { Script, SeenRequest, WireServer } from '../servers/wireServer.ts';
import { workspace } from './cli.ts';
import { bench } from './inProcess.ts';
import { modelOf, wireServer } from './servers.ts';

const limit = { timeout: 60_000 };

/** Models answer `<word> from <model>`; `judge` says what a judge replies. */
async function judging(context: TestContext, judge: (seen: SeenRequest) => Script): Promise<WireServer> {
  return wireServer(context, (seen) => {
    if (isJudged(seen)) return judge(seen);
    const word = /Say (\S+)\./.exec(JSON.stringify(seen.body))?.[1] ?? '';
    return { reply: { text: [`${word} from `, modelOf(seen)] } };
  });
}

function isJudged({ body }: SeenRequest): boolean {
  return /You (?:grade|compare) /.test(JSON.stringify(body));
}

function judged({ requests }: WireServer): readonly SeenRequest[] {
  return requests.filter(isJudged);
}

/** What a judge is shown between its tags. */
function shown({ body }: SeenRequest, name: string): string {
  const messages = body['messages'] as readonly { readonly content: string }[];
  return new RegExp(`<${name}-([0-9a-f]{8})>\\n([^]*?)\\n</${name}-\\1>`).exec(messages.at(-1)?.content ?? '')?.[2] ?? '';
}

function says(reply: object): Script {
  return { reply: { text: [JSON.stringify(reply)] } };
}

/** Knows that `good` is right and everything else is wrong. */
const truth = (seen: SeenRequest): Script =>
  says({ reason: 'as it is', score: shown(seen, 'answer').endsWith('from good') ? 5 : 1 });

function suiteAt(server: WireServer, changes: object = {}): object {
  return {
    name: 'Graded',
    endpoints: { local: { api: 'openai-chat', baseUrl: server.baseUrl('openai-chat') } },
    models: ['local/good', 'local/bad'],
    judge: 'local/judge',
    retries: { max: 2, baseMs: 1, capMs: 50 },
    prompt: 'Say {{word}}.',
    cases: ['one', 'two', 'three'].map((name) => ({ name, vars: { word: name } })),
    expect: [{ judge: 'It is right.' }, { contains: '{{word}}' }],
    ...changes,
  };
}

function qualities(
  attempts: readonly AttemptRecord[],
  grades: readonly { attemptId: string; quality: number | null }[],
): string[] {
  const of = new Map(grades.map(({ attemptId, quality }) => [attemptId, quality]));
  return attempts.map(({ id, model, caseId }) => `${model} ${caseId} ${of.get(id)}`).toSorted();
}

test(
  'judges are asked after the last measured call, and what they say is stored as the run’s own scoring',
  limit,
  async (context) => {
    const server = await judging(context, truth);
    const { bench: engine, start } = await bench(context);
    const run = await (await start(suiteAt(server, { repeats: 2, concurrency: 4 }))).finished;
    assert.equal(run.status, 'finished', run.statusMessage ?? '');
    assert.equal(server.requests.findIndex(isJudged), 12);
    assert.equal(judged(server).length, 6, 'equal answers are graded once');
    const lastMeasured = Math.max(...server.requests.filter((seen) => !isJudged(seen)).flatMap(({ writes }) => writes));
    assert.ok(judged(server).every(({ writes }) => (writes[0] ?? 0) > lastMeasured));

    const store = await engine.store();
    const attempts = await store.attempts(run.id);
    assert.ok(attempts.every(({ quality, passed, scores }) => quality === null && passed === null && scores.length === 1));
    const [scoring] = await store.scorings(run.id);
    assert.ok(scoring);
    assert.deepEqual([scoring.trigger, scoring.status, scoring.planned], ['run', 'finished', 12]);
    const grades = await store.grades(run.id, scoring.id);
    const wanted = ['one', 'two', 'three'].flatMap((word) => [
      `bad ${word} 0.5`,
      `bad ${word} 0.5`,
      `good ${word} 1`,
      `good ${word} 1`,
    ]);
    assert.deepEqual(qualities(attempts, grades), wanted.toSorted());
    const asked = grades.find(({ calls }) => calls === 1) ?? assert.fail();
    const [call] = await store.judgeCalls(run.id, scoring.id, asked.attemptId);
    assert.match(call?.prompt ?? '', /<rubric-[0-9a-f]{8}>\nIt is right\.\n/);
  },
);

test('scorers of every place make one grade, in the order of the expectations', limit, async (context) => {
  const server = await judging(context, truth);
  const { bench: engine, start } = await bench(context);
  const expect = [
    { javascript: 'answer.includes("good")' },
    { contains: 'from' },
    { judge: 'It is right.' },
    { similarity: { value: 'one from good', threshold: 0.9 } },
  ];
  const run = await (await start(suiteAt(server, { expect }))).finished;
  const store = await engine.store();
  const [scoring] = await store.scorings(run.id);
  const grades = scoring ? await store.grades(run.id, scoring.id) : [];
  assert.equal(grades.length, 6);
  for (const { scores } of grades) {
    assert.deepEqual(
      scores.map(({ scorer }) => scorer),
      ['javascript', 'contains', 'judge', 'similarity'],
    );
    assert.ok(
      scores.every(({ value }) => value !== null),
      JSON.stringify(scores),
    );
  }
});

for (const [name, choose, wanted] of [
  ['that knows the truth finds it in both orders', (first: string) => (first.endsWith('good') ? 'first' : 'second'), [0, 1]],
  ['that always prefers the first place says nothing', () => 'first', [0.5, 0.5]],
] as const) {
  test(`a judge of pairs ${name}`, limit, async (context) => {
    const server = await judging(context, (seen) => says({ reason: 'so', winner: choose(shown(seen, 'first')) }));
    const { bench: engine, start } = await bench(context);
    const run = await (await start(suiteAt(server, { expect: [{ pairwise: 'Which is better?' }] }))).finished;
    const store = await engine.store();
    const [scoring] = await store.scorings(run.id);
    const found = qualities(await store.attempts(run.id), scoring ? await store.grades(run.id, scoring.id) : []);
    const all = ['one', 'three', 'two'].flatMap((word) => [`bad ${word} ${wanted[0]}`, `good ${word} ${wanted[1]}`]);
    assert.deepEqual(found, all.toSorted());
    assert.equal(judged(server).length, 2 * 3);
  });
}

test('a judge under load, and one out of its format', limit, async (context) => {
  let n = 0;
  const busy: Script = {
    reply: { text: [] },
    fault: { type: 'status', status: 429, body: '{"error":{"message":"slow down"}}' },
  };
  const server = await judging(context, (seen) => {
    if (shown(seen, 'answer').startsWith('two')) return { reply: { text: ['I like it a lot!'] } };
    return n++ === 0 ? busy : truth(seen);
  });
  const { bench: engine, start } = await bench(context);
  const run = await (await start(suiteAt(server, { concurrency: 1, expect: [{ judge: 'It is right.' }] }))).finished;
  assert.equal(run.status, 'finished');
  const store = await engine.store();
  const [scoring] = await store.scorings(run.id);
  const grades = scoring ? await store.grades(run.id, scoring.id) : [];
  assert.deepEqual(qualities(await store.attempts(run.id), grades), [
    'bad one 0',
    'bad three 0',
    'bad two null',
    'good one 1',
    'good three 1',
    'good two null',
  ]);
  const failed = grades.find(({ quality }) => quality === null)?.scores[0];
  assert.match(failed?.reason ?? '', /out of its format: I like it a lot!/);
  assert.equal(judged(server).length, 7);
});

test('a run is scored again without a request; a new judge is asked, and nobody else', limit, async (context) => {
  const server = await judging(context, truth);
  const { bench: engine, start, load } = await bench(context);
  const run = await (await start(suiteAt(server, { expect: [{ contains: 'good' }] }))).finished;
  const before = server.requests.length;
  const again = async (changes: object): Promise<readonly string[]> => {
    const suite: Suite = await load(suiteAt(server, changes));
    const handle = await engine.startScoring(await engine.prepareScoring(run.id, suite), 'test');
    const told: string[] = [];
    handle.events((event) => void told.push(event.type));
    const scoring = await handle.finished;
    assert.deepEqual([scoring.status, scoring.trigger], ['finished', 'rescore'], scoring.statusMessage ?? '');
    assert.deepEqual(told, [...Array<string>(6).fill('answer-rescored'), 'scoring-finished']);
    const store = await engine.store();
    return qualities(await store.attempts(run.id), await store.grades(run.id, scoring.id));
  };
  const words = ['one', 'three', 'two'];
  const all = (bad: number, good: number) => [
    ...words.map((word) => `bad ${word} ${bad}`),
    ...words.map((word) => `good ${word} ${good}`),
  ];
  assert.deepEqual(await again({ expect: [{ contains: 'bad' }, { javascript: 'answer.length > 0' }] }), all(1, 0.5));
  assert.equal(server.requests.length, before);
  assert.deepEqual(await again({ expect: [{ judge: 'It is right.' }] }), all(0, 1));
  assert.equal(server.requests.length - before, judged(server).length);
  assert.equal(judged(server).length, 6);
});

test(
  'cancelled while a judge thinks, the run ends at once; what is left is graded by going on with it',
  limit,
  async (context) => {
    let stalled = true;
    const thinking = Promise.withResolvers<void>();
    const server = await judging(context, (seen) => {
      if (judged(server).length < 3 || !stalled) return truth(seen);
      thinking.resolve();
      return { ...truth(seen), fault: { type: 'stall', after: 1 } };
    });
    const { bench: engine, start, load } = await bench(context);
    const suite = suiteAt(server, { concurrency: 1, expect: [{ judge: 'It is right.' }] });
    const handle = await start(suite);
    await thinking.promise;
    handle.cancel();
    const run = await handle.finished;
    assert.deepEqual([run.status, run.statusMessage], ['cancelled', 'Cancelled with 4 answers not graded.']);
    await judged(server).at(-1)?.closed;
    const store = await engine.store();
    const [scoring] = await store.scorings(run.id);
    assert.equal(scoring?.status, 'cancelled');
    assert.equal((await store.grades(run.id, scoring.id)).length, 2);

    stalled = false;
    const measured = server.requests.length - judged(server).length;
    const extended = await (await engine.extend(run.id, await engine.prepare(await load(suite)))).finished;
    assert.equal(extended.status, 'finished', extended.statusMessage ?? '');
    assert.equal(server.requests.length - judged(server).length, measured, 'no model is asked again');
    assert.equal((await store.grades(run.id, scoring.id)).length, 6);
    assert.equal((await store.scorings(run.id))[0]?.status, 'finished');
  },
);

test('kill -9 while judges are at work: every answer is kept, and no run goes on for ever', limit, async (context) => {
  const reached = Promise.withResolvers<void>();
  const server = await judging(context, (seen) => {
    if (judged(server).length < 3) return truth(seen);
    reached.resolve();
    return { ...truth(seen), fault: { type: 'stall', after: 1 } };
  });
  const folder = await workspace(context);
  const cli = folder.start(['run', await folder.suite(suiteAt(server, { concurrency: 1 }))]);
  await reached.promise;
  cli.kill('SIGKILL');
  await cli.ended;
  const { run, attempts } = await folder.report();
  assert.deepEqual([run.status, attempts.length], ['interrupted', 6]);
  assert.ok(attempts.every(({ answer }) => answer?.includes(' from ')));
});
