import { createHash } from 'node:crypto';
import type { AttemptRecord } from '../../src/shared/model/attempt.ts';
import type { AttemptId, RunId, SampleId, ScoringId } from '../../src/shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../src/shared/model/run.ts';
import type { ScoringRecord } from '../../src/shared/model/scoring.ts';
import type { DataCalls } from '../../src/core/data/spec.ts';
import type { Store } from '../../src/core/store/spec.ts';
import {
  detail,
  makeAttempt,
  makeFailure,
  makeGrade,
  makeRating,
  makeRun,
  makeScoring,
  scoringDetail,
} from '../unit/store/fixtures.ts';
import { pick } from './pick.ts';
import { carryOut } from './deeds.ts';
import type { Deed, Witness } from './deeds.ts';

interface LaneOptions {
  readonly store: Store;
  readonly witness: Witness;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Never the same twice. */
  readonly now: () => Date;
  /** Of the runs that are there, the lane goes on with its share: nobody else touches them. */
  readonly lane: number;
  readonly lanes: number;
  /** What can be done with the store as a whole. */
  readonly data?: Pick<DataCalls, 'check' | 'compact'>;
}

interface LaneRun {
  record: RunRecord;
  detail: RunDetail;
  readonly attempts: AttemptRecord[];
  readonly scorings: ScoringRecord[];
}

/** What the lanes of one store have in common. */
export interface WorkOptions extends Omit<LaneOptions, 'lane' | 'lanes'> {
  /** Of the stores that are worked on at the same time, the how manieth this is. */
  readonly writer: number;
  readonly writers: number;
  /** What a lane asks may be refused: then it goes on with the next. */
  readonly lenient?: boolean;
}

type Action = (lane: Lane) => Promise<void>;

const suitePaths = ['suites/support.bench.yaml', 'suites/extraction.bench.yaml'] as const;
const adoptedRuns = 5;
const runsAtOnce = 6;

/** Does what people do with a store, by chance: one thing after the other, but several attempts or grades at once. */
class Lane {
  readonly options: LaneOptions;
  readonly runs: LaneRun[] = [];

  constructor(options: LaneOptions) {
    this.options = options;
  }

  /** Takes up some of the runs that earlier ones left. */
  async adopt(): Promise<void> {
    const { store, lane, lanes } = this.options;
    const items = await store.listRuns();
    for (const { run } of items.filter(({ run: { id } }) => share(id, lanes) === lane).slice(0, adoptedRuns)) {
      const found = await store.run(run.id);
      if (!found) continue;
      const [attempts, scorings] = await Promise.all([store.attempts(run.id), store.scorings(run.id)]);
      this.runs.push({ record: found.run, detail: found.detail, attempts: [...attempts], scorings: [...scorings] });
    }
  }

  /** Does one thing. What the store refuses is told to the witness and goes no further. */
  async step(): Promise<void> {
    await this.pick(actions)(this);
  }

  get current(): LaneRun | undefined {
    return this.runs.length === 0 ? undefined : this.pick(this.runs);
  }

  async does(deed: Deed): Promise<boolean> {
    const { witness, store } = this.options;
    const number = witness.begun(deed);
    try {
      await carryOut(store, deed);
      witness.done(number);
      return true;
    } catch {
      // What a run that is to go away looks like after a failure is anybody's guess: it stays begun.
      if (deed.kind !== 'delete-run' && deed.kind !== 'prune-run') witness.refused(number);
      return false;
    }
  }

  async updateRun(run: LaneRun, changes: Partial<RunRecord>): Promise<void> {
    run.record = { ...run.record, ...changes };
    await this.does({ kind: 'update-run', run: run.record });
  }

  async updateScoring(run: LaneRun, scoring: ScoringRecord): Promise<void> {
    const index = run.scorings.findIndex(({ id }) => id === scoring.id);
    run.scorings[index] = scoring;
    await this.does({ kind: 'update-scoring', scoring });
  }

  pick<T>(values: readonly T[]): T {
    return pick(values, this.options.random);
  }

  chance(probability: number): boolean {
    return this.options.random() < probability;
  }

  id(): string {
    const hex = () =>
      Math.floor(this.options.random() * 0x1_0000_0000)
        .toString(16)
        .padStart(8, '0');
    return `${hex()}${hex()}${hex()}`;
  }

  /** One that falls to this lane when it is taken up later. */
  runId(): RunId {
    const { lane, lanes } = this.options;
    for (;;) {
      const id = this.id() as RunId;
      if (share(id, lanes) === lane) return id;
    }
  }

  at(): string {
    return this.options.now().toISOString();
  }
}

const lanesOfStore = 3;

/** Lanes side by side, each of them until `enough` says so; it is asked before each step. */
export async function work(
  { writer, writers, lenient = false, ...options }: WorkOptions,
  enough: (step: number) => boolean,
): Promise<void> {
  const lanes = writers * lanesOfStore;
  const works = Array.from({ length: lanesOfStore }, async (_, index) => {
    const lane = new Lane({ ...options, lane: writer * lanesOfStore + index, lanes });
    const tolerate = (error: unknown) => {
      if (!lenient) throw error;
    };
    await lane.adopt().catch(tolerate);
    for (let step = 0; !enough(step); step++) await lane.step().catch(tolerate);
  });
  await Promise.all(works);
}

/** The time, in steps of at least a millisecond. */
export function ticking(): () => Date {
  let last = 0;
  return () => new Date((last = Math.max(last + 1, Date.now())));
}

/** One of `lanes`, always the same for the same run. */
function share(id: RunId, lanes: number): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0) % lanes;
}

const beginRun: Action = async (lane) => {
  if (lane.runs.length >= runsAtOnce) return;
  const record = makeRun({ id: lane.runId(), suitePath: lane.pick(suitePaths), startedAt: lane.at() });
  lane.runs.push({ record, detail, attempts: [], scorings: [] });
  await lane.does({ kind: 'create-run', run: record, detail });
};

const sampleTogether: Action = async (lane) => {
  const run = lane.current;
  if (run?.record.status !== 'running') return;
  const samples = Array.from({ length: 1 + Math.floor(lane.options.random() * 10) }, () => sample(lane, run));
  await Promise.all(samples);
};

/** A call that may fail at first, and then go well; sometimes of a sample that was sent before, as when a run is resumed. */
async function sample(lane: Lane, { record: { id: runId }, attempts }: LaneRun): Promise<void> {
  const before = lane.chance(0.15) ? attempts.findLast(({ warmup }) => !warmup) : undefined;
  const retried = lane.chance(0.15);
  const same = {
    sampleId: before?.sampleId ?? (lane.id() as SampleId),
    candidateId: before?.candidateId ?? lane.pick(detail.candidates).id,
    warmup: before === undefined && lane.chance(0.03),
  };
  // A sample's attempts are counted on, whoever makes them.
  const earlier = attempts.filter(({ sampleId }) => sampleId === same.sampleId).length;
  if (retried) {
    const turn = { id: lane.id() as AttemptId, startedAt: lane.at(), final: false, attempt: earlier + 1 };
    const failure = makeFailure(runId, { ...same, ...turn });
    attempts.push(failure.record);
    await lane.does({ kind: 'append-attempt', attempt: failure });
  }
  const changes = { ...same, id: lane.id() as AttemptId, startedAt: lane.at(), attempt: earlier + (retried ? 2 : 1) };
  const answer = 'Sie haben 30 Tage – 日本語 '.repeat(lane.chance(0.03) ? 1500 : Math.floor(lane.options.random() * 8));
  const attempt = lane.chance(0.1) ? makeFailure(runId, changes) : makeAttempt(runId, changes, answer);
  attempts.push(attempt.record);
  const written = await lane.does({ kind: 'append-attempt', attempt });
  // The same id a second time is harmless.
  if (written && lane.chance(0.05)) await lane.does({ kind: 'append-attempt', attempt });
}

const endRun: Action = async (lane) => {
  const run = lane.current;
  if (run?.record.status !== 'running') return;
  await lane.updateRun(run, { status: lane.pick(['finished', 'cancelled'] as const), finishedAt: lane.at() });
};

const extendRun: Action = async (lane) => {
  const run = lane.current;
  if (!run || run.record.status === 'running') return;
  const extensions = run.record.extensions + 1;
  run.record = { ...run.record, status: 'running', finishedAt: null, extensions };
  run.detail = { ...detail, suite: { ...detail.suite, repeats: extensions + 1 } };
  await lane.does({ kind: 'extend-run', run: run.record, detail: run.detail });
};

const markRun: Action = async (lane) => {
  const run = lane.current;
  if (!run) return;
  if (lane.chance(0.5)) await lane.updateRun(run, { name: `Renamed ${lane.at()}` });
  else await lane.updateRun(run, { baselineAt: lane.chance(0.7) ? lane.at() : null });
};

/** A new one, or one that ended taken up again. */
const beginScoring: Action = async (lane) => {
  const run = lane.current;
  if (!run) return;
  const ended = run.scorings.find(({ status }) => status !== 'running');
  if (ended && lane.chance(0.4)) {
    const scoring: ScoringRecord = { ...ended, status: 'running', finishedAt: null, statusMessage: null };
    run.scorings[run.scorings.indexOf(ended)] = scoring;
    await lane.does({ kind: 'create-scoring', scoring, detail: { ...scoringDetail, judges: [lane.at()] } });
    return;
  }
  if (run.scorings.length > 2) return;
  const trigger = run.record.status === 'running' && run.scorings.length === 0 ? 'run' : 'rescore';
  const scoring = makeScoring(run.record.id, { id: lane.id() as ScoringId, trigger, createdAt: lane.at() });
  run.scorings.push(scoring);
  await lane.does({ kind: 'create-scoring', scoring, detail: scoringDetail });
};

const gradeTogether: Action = async (lane) => {
  const run = lane.current;
  const scoring = run?.scorings.find(({ status }) => status === 'running');
  if (!run || !scoring) return;
  const answers = run.attempts.filter(({ status, final, warmup }) => status === 'ok' && final && !warmup);
  const chosen = new Set(answers.filter(() => lane.chance(8 / answers.length)).map(({ id }) => id));
  await Promise.all(
    [...chosen].map((attemptId) => {
      const quality = Math.round(lane.options.random() * 4) / 4;
      return lane.does({ kind: 'append-grade', grade: makeGrade(scoring, attemptId, { at: lane.at(), quality }) });
    }),
  );
};

const endScoring: Action = async (lane) => {
  const run = lane.current;
  const scoring = run?.scorings.find(({ status }) => status === 'running');
  if (!run || !scoring) return;
  await lane.updateScoring(run, { ...scoring, status: lane.pick(['finished', 'cancelled'] as const), finishedAt: lane.at() });
};

const rate: Action = async (lane) => {
  const run = lane.current;
  if (!run || run.attempts.length === 0) return;
  const { id } = lane.pick(run.attempts);
  const stars = 1 + Math.floor(lane.options.random() * 5);
  await lane.does({ kind: 'rate', rating: makeRating(run.record.id, id, { at: lane.at(), stars }) });
};

const takeAway: Action = async (lane) => {
  const run = lane.current;
  if (!run || run.record.status === 'running' || run.scorings.some(({ status }) => status === 'running')) return;
  if (lane.runs.length < 3) return;
  lane.runs.splice(lane.runs.indexOf(run), 1);
  const runId = run.record.id;
  if (lane.chance(0.5)) await lane.does({ kind: 'delete-run', runId });
  else await lane.does({ kind: 'prune-run', runId, figures: figuresOf(runId) });
};

/** What is only derived: nobody is told whether it was written. */
const keepDerived: Action = async (lane) => {
  const run = lane.current;
  if (!run) return;
  const { store } = lane.options;
  const stamp = await store.stamp(run.record.id);
  if (stamp === null) return;
  await store.putView(run.record.id, viewName, stamp, viewText(stamp));
  await store.putFigures(run.record.id, { ...figuresOf(run.record.id), stamp });
};

const look: Action = async ({ options: { store } }) => {
  await store.listRuns({ limit: 5 });
  await store.reliability('2026-01-01T00:00:00.000Z');
};

const checkpoint: Action = async ({ options: { store } }) => store.checkpoint();

/** Seldom: it reads all there is. */
const takeCare: Action = async (lane) => {
  const { data } = lane.options;
  if (lane.chance(0.6)) return;
  if (lane.chance(0.7)) await data?.compact();
  else await data?.check();
};

/** As often as each is named. */
const actions: readonly Action[] = [
  ...[beginRun, beginRun, endRun, endRun, extendRun, markRun, beginScoring, endScoring, rate, takeAway, takeAway],
  ...[sampleTogether, sampleTogether, sampleTogether, sampleTogether, gradeTogether, gradeTogether],
  ...[keepDerived, look, checkpoint, takeCare],
];

function figuresOf(runId: RunId) {
  return { version: 1, stamp: `as pruned ${runId}`, questions: 'q1', candidates: [] };
}

export const viewName = 'of-the-workload';

export function viewText(stamp: string): string {
  return `made of ${stamp}`;
}
