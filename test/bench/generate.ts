import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Writer } from '../../src/core/store/writer.ts';
import { encodeLine } from '../../src/core/store/logLine.ts';
import type { Timing } from '../../src/shared/model/attempt.ts';
import type { AttemptId, CandidateId, RunId, SampleId } from '../../src/shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../src/shared/model/run.ts';
import { mulberry32 } from '../engine/random.ts';
import { detail, makeAttempt, makeFailure, makeRun } from '../unit/store/fixtures.ts';

/** A finished run to be made: every model answers every case once. */
export interface MadeRun {
  readonly id: RunId;
  readonly suitePath: string;
  readonly startedAt: Date;
  readonly models: number;
  readonly cases: number;
}

/** No process has this id any more. */
const deadWriter: Writer = { pid: 0, host: 'generated', at: '2026-01-01T00:00:00.000Z', processStart: null };
const answer = 'Sie haben 30 Tage Zeit, die Ware zurückzugeben. '.repeat(4);
const flushBytes = 1024 * 1024;

/** Writes logs as a store would have, without one: nothing else is as fast. */
export async function writeRuns(folder: string, runs: readonly MadeRun[]): Promise<void> {
  await mkdir(join(folder, 'runs'), { recursive: true });
  for (const run of runs) await writeRun(folder, run);
}

async function writeRun(folder: string, made: MadeRun): Promise<void> {
  const out = createWriteStream(join(folder, 'runs', `${made.id}.generated.1.jsonl`), { highWaterMark: flushBytes });
  for (const line of linesOf(made)) if (!out.write(line)) await once(out, 'drain');
  out.end();
  await once(out, 'close');
}

function* linesOf(made: MadeRun): Generator<Buffer> {
  const run = recordOf(made);
  const random = mulberry32(made.startedAt.getTime() % 2 ** 31);
  yield encodeLine({ type: 'log-opened', runId: made.id, writer: deadWriter });
  yield encodeLine({ type: 'run-created', run: { ...run, status: 'running', finishedAt: null }, detail: detailOf(made) });
  for (let index = 0; index < made.models * made.cases; index++) yield attemptLine(made, index, random);
  yield encodeLine({ type: 'run-updated', run, revision: 1, at: run.finishedAt ?? run.startedAt });
  yield encodeLine({ type: 'log-closed' });
}

function attemptLine(made: MadeRun, index: number, random: () => number): Buffer {
  const model = index % made.models;
  const caseIndex = Math.floor(index / made.models);
  const passed = random() < 0.6 + 0.03 * (model % 10);
  const timing = someTiming(random);
  const changes = {
    id: `${made.id}-${index}` as AttemptId,
    sampleId: `s-${made.id}-${index}` as SampleId,
    candidateId: modelName(model) as CandidateId,
    provider: 'local',
    model: modelName(model),
    caseId: caseName(caseIndex),
    category: `category ${caseIndex % 7}`,
    startedAt: new Date(made.startedAt.getTime() + index * 40).toISOString(),
  };
  const attempt =
    random() < 0.01
      ? makeFailure(made.id, changes)
      : makeAttempt(made.id, { ...changes, timing, passed, quality: passed ? 1 : 0 }, `${answer}${index}`);
  return encodeLine({ type: 'attempt', attempt });
}

export function recordOf(made: MadeRun): RunRecord {
  const startedAt = made.startedAt.toISOString();
  const samples = made.models * made.cases;
  return makeRun({
    id: made.id,
    suitePath: made.suitePath,
    suiteName: made.suitePath,
    startedAt,
    finishedAt: new Date(made.startedAt.getTime() + samples * 40).toISOString(),
    status: 'finished',
    plannedSamples: samples,
  });
}

function detailOf({ models, cases }: MadeRun): RunDetail {
  const vars = { question: 'How long can I return it?' };
  return {
    ...detail,
    suite: {
      ...detail.suite,
      cases: Array.from({ length: cases }, (_, i) => ({
        id: caseName(i),
        name: caseName(i),
        category: `category ${i % 7}`,
        vars,
        expect: [],
      })),
    },
    candidates: Array.from({ length: models }, (_, i) => ({
      id: modelName(i) as CandidateId,
      label: modelName(i),
      provider: 'local',
      model: modelName(i),
      promptId: 'prompt 1',
    })),
  };
}

function modelName(index: number): string {
  return `model-${index}`;
}

function caseName(index: number): string {
  return `case ${index}`;
}

/** No two alike, and a long tail. */
export function someTiming(random: () => number): Timing {
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
