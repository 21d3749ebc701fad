import { fileURLToPath, pathToFileURL } from 'node:url';
import { spawnStore } from '../../src/core/benchStore.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { Suite } from '../../src/shared/model/suite.ts';
import type { Timing } from '../../src/shared/model/attempt.ts';
import { mulberry32 } from '../engine/random.ts';
import { detail, makeAttempt, makeRun, temporaryFolder } from '../unit/store/fixtures.ts';
import { cliPath } from './child.ts';
import { figure, median, printTable } from './table.ts';

const cases = 1000;
const models = 10;
const rounds = 5;

/** The figures of one run of 10,000 results, made in the store's worker. */
export async function comparison(): Promise<void> {
  await using folder = await temporaryFolder();
  const built = (file: string) => new URL(file, pathToFileURL(cliPath));
  const store = await spawnStore(built('store.worker.js'), folder.path, fileURLToPath(built('sql-wasm.wasm')));
  const run = makeRun({ plannedSamples: cases * models });
  const names = Array.from({ length: models }, (_, i) => `model-${i}`);
  const caseIds = Array.from({ length: cases }, (_, i) => `case ${i}`);
  const random = mulberry32(1);
  const suite: Suite = {
    ...detail.suite,
    cases: caseIds.map((id) => ({ id, name: id, category: `category ${id.length}`, vars: {}, expect: [] })),
  };
  const candidates = names.map((name) => ({
    id: name as CandidateId,
    label: name,
    provider: 'local',
    model: name,
    promptId: 'prompt 1',
  }));
  await store.createRun(run, { ...detail, suite, candidates });
  for (const [m, name] of names.entries()) {
    await Promise.all(
      caseIds.map((caseId) => {
        const passed = random() < 0.6 + 0.03 * m;
        const changes = { candidateId: name as CandidateId, model: name, caseId, timing: someTiming(random) };
        return store.appendAttempt(makeAttempt(run.id, { ...changes, passed, quality: passed ? 1 : 0 }));
      }),
    );
  }
  await store.updateRun({ ...run, status: 'finished', finishedAt: run.startedAt });
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await store.comparison(run.id);
    times.push(performance.now() - start);
  }
  await store.close();
  printTable('Comparison of one run, in the worker', [
    ['results', 'first, ms', `median of ${rounds}, ms`],
    [(cases * models).toLocaleString('en'), figure(times[0] ?? NaN), figure(median(times))],
  ]);
}

/** No two alike, and a long tail. */
function someTiming(random: () => number): Timing {
  const ttftMs = 100 - 80 * Math.log(1 - random());
  const e2eMs = ttftMs + 200 - 300 * Math.log(1 - random());
  const tpotMs = (e2eMs - ttftMs) / 49;
  return {
    queueMs: 1,
    backoffMs: 0,
    ttftMs,
    ttfaMs: ttftMs,
    e2eMs,
    tpotMs,
    decodeTokensPerSecond: 1000 / tpotMs,
    e2eTokensPerSecond: 50_000 / e2eMs,
    totalMs: e2eMs + 1,
  };
}
