// Appends to the store in argv[2] until it is killed; prints each id once its append has resolved.
import { openStore } from '../../src/core/store/openStore.ts';
import { detail, makeAttempt, makeRun } from '../unit/store/fixtures.ts';

const lanes = 8;
const appendsBetweenCheckpoints = 40;

const store = await openStore(process.argv[2] ?? '');
const run = makeRun();
await store.createRun(run, detail);
console.log(`run ${run.id}`);

let appended = 0;
async function appendForEver(): Promise<never> {
  for (;;) {
    const attempt = makeAttempt(run.id, {}, `answer ${'x'.repeat(appended % 3000)}`);
    await store.appendAttempt(attempt);
    console.log(`attempt ${attempt.record.id}`);
    if (++appended % appendsBetweenCheckpoints !== 0) continue;
    console.log('checkpoint');
    await store.checkpoint();
  }
}
await Promise.all(Array.from({ length: lanes }, appendForEver));
