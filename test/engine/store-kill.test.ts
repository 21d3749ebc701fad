import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AttemptId, RunId } from '../../src/shared/model/ids.ts';
import { openStore } from '../../src/core/store/openStore.ts';
import { removeDerived } from '../unit/store/filled.ts';
import { temporaryFolder } from '../unit/store/fixtures.ts';

const child = fileURLToPath(new URL('store-kill-child.ts', import.meta.url));

/** When to kill: after so many lines of output, or right after so many checkpoints have begun. */
type Moment = { readonly lines: number } | { readonly checkpoints: number };

interface Reported {
  readonly run: RunId | null;
  readonly attempts: readonly AttemptId[];
  /** Attempts whose grade was reported. */
  readonly graded: readonly AttemptId[];
}

/** Runs the child, kills it at the moment, and returns what it had reported until then. */
async function runUntilKilled(folder: string, moment: Moment): Promise<Reported> {
  const forked = spawn(process.execPath, [child, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(forked, 'exit');
  let lines = 0;
  let checkpoints = 0;
  let run: RunId | null = null;
  const attempts: AttemptId[] = [];
  const graded: AttemptId[] = [];
  for await (const line of createInterface(forked.stdout)) {
    const [what, id = ''] = line.split(' ');
    if (what === 'run') run = id as RunId;
    if (what === 'attempt') attempts.push(id as AttemptId);
    if (what === 'grade') graded.push(id as AttemptId);
    if (what === 'checkpoint') checkpoints++;
    lines++;
    if ('lines' in moment ? lines === moment.lines : checkpoints === moment.checkpoints) forked.kill('SIGKILL');
  }
  const [, signal] = await exited;
  assert.equal(signal, 'SIGKILL');
  return { run, attempts, graded };
}

/** mulberry32: the same moments at every run. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

async function assertHolds(folder: string, reported: readonly Reported[]): Promise<void> {
  const store = await openStore(folder);
  assert.equal(store.health.state, 'ok');
  const runs = new Map((await store.listRuns()).map(({ run }) => [run.id, run.status]));
  for (const { run, attempts, graded } of reported) {
    if (run === null) continue;
    assert.equal(runs.get(run), 'interrupted');
    const stored = new Set((await store.attempts(run)).map(({ id }) => id));
    assert.deepEqual(
      attempts.filter((id) => !stored.has(id)),
      [],
    );
    const [scoring] = await store.scorings(run);
    assert.equal(scoring?.status, 'cancelled');
    const grades = new Set((await store.grades(run, scoring.id)).map(({ attemptId }) => attemptId));
    assert.deepEqual(
      graded.filter((id) => !grades.has(id)),
      [],
    );
    for (const id of graded.slice(-20)) assert.equal((await store.judgeCalls(run, scoring.id, id)).length, 1);
    for (const id of attempts.slice(-20)) assert.match((await store.body(run, id))?.answer ?? '', /^answer x*$/);
  }
  await store.close();
}

test('kill -9 at any moment, several processes at once: no reported attempt or grade is lost, and no derived file is unreadable', async () => {
  await using folder = await temporaryFolder();
  const random = makeRandom(20_260_301);
  const reported: Reported[] = [];
  for (let round = 0; round < 4; round++) {
    const moments: Moment[] = [
      { lines: 1 + Math.floor(random() * 10) },
      { lines: 10 + Math.floor(random() * 400) },
      { lines: 10 + Math.floor(random() * 400) },
      { checkpoints: 1 + Math.floor(random() * 6) },
    ];
    reported.push(...(await Promise.all(moments.map((moment) => runUntilKilled(folder.path, moment)))));
    await assertHolds(folder.path, reported);
  }
  assert.ok(reported.some(({ attempts }) => attempts.length > 100));
  await removeDerived(folder.path);
  await assertHolds(folder.path, reported);
});
