// Appends attempts and their grades to the store in argv[2] until it is killed; prints each id once its append has resolved.
import { openStore } from '../../src/core/store/openStore.ts';
import { detail, makeAttempt, makeGrade, makeRun, makeScoring, scoringDetail } from '../unit/store/fixtures.ts';

const lanes = 8;
const appendsBetweenCheckpoints = 40;

const store = await openStore(process.argv[2] ?? '');
const run = makeRun();
await store.createRun(run, detail);
const scoring = makeScoring(run.id, { trigger: 'run' });
await store.createScoring(scoring, scoringDetail);
console.log(`run ${run.id}`);

let appended = 0;
async function appendForEver(): Promise<never> {
  for (;;) {
    const attempt = makeAttempt(run.id, {}, `answer ${'x'.repeat(appended % 3000)}`);
    await store.appendAttempt(attempt);
    console.log(`attempt ${attempt.record.id}`);
    await store.appendGrade(makeGrade(scoring, attempt.record.id));
    console.log(`grade ${attempt.record.id}`);
    if (++appended % appendsBetweenCheckpoints !== 0) continue;
    console.log('checkpoint');
    await store.checkpoint();
  }
}
await Promise.all(Array.from({ length: lanes }, appendForEver));
