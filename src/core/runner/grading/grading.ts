import type { Attempt, AttemptBody, AttemptRecord } from '../../../shared/model/attempt.ts';
import type { AttemptId, RunId, ScoringId } from '../../../shared/model/ids.ts';
import type { GradingProgress, RunDetail } from '../../../shared/model/run.ts';
import type { ScorerSpec } from '../../../shared/model/scorer.ts';
import type { GradeRecord, GradeSink, ScoringDetail, ScoringRecord, ScoringStatus } from '../../../shared/model/scoring.ts';
import { isGradable } from '../../activeScoring.ts';
import type { Clock } from '../../ports.ts';
import { unlessEnded } from '../../providers/unlessEnded.ts';
import type { ScoringThread } from '../../scorers/spec.ts';
import { Tasks, type GivenAnswer } from './answers.ts';
import { sumOfCosts } from './costs.ts';
import { gradeAnswer, type GradeContext } from './gradeAnswer.ts';
import { GradingTally } from './gradingTally.ts';
import { GradingStopped, type JudgeDesk } from './judgeDesk.ts';
import { isOpponent } from './pairwise.ts';
import { asksModels } from './places.ts';

/** What has been kept of a run. */
export interface StoredAnswers {
  attempts(runId: RunId): Promise<readonly AttemptRecord[]>;
  body(runId: RunId, attemptId: AttemptId): Promise<AttemptBody | null>;
  grades(runId: RunId, id: ScoringId): Promise<readonly GradeRecord[]>;
}

export interface GradingPorts {
  readonly sink: GradeSink;
  readonly stored: StoredAnswers;
  readonly thread: ScoringThread;
  readonly clock: Clock;
  /** Hears of a grade once it is durable. */
  readonly graded: (grade: GradeRecord, progress: GradingProgress) => void;
  /** Grades that cannot be kept, or a fault of ours: whoever hears of it ends the grading. */
  readonly broke: (error: unknown, where: 'store' | 'grading') => void;
}

export interface GradingSpec {
  readonly record: ScoringRecord;
  readonly detail: ScoringDetail;
  readonly runDetail: RunDetail;
}

/** Answers that are graded while others are still measured; what is over is graded from the store later. */
const mostBeside = 256;
/** Answers in hand at a time when grading from the store: each waits for the disk, and some for a model. */
const mostInHand = 64;
/** Grades on their way to the disk. */
const mostWrites = 256;

/** One answer to grade, or with pairwise comparisons all answers to a case and repeat. */
interface Unit {
  readonly expect: readonly ScorerSpec[];
  readonly open: readonly AttemptRecord[];
  /** Graded before the open ones came, with which they are compared: what they are worth has changed. */
  readonly stale: readonly AttemptRecord[];
  /** Also those that are graded already: others may be compared with them. */
  readonly group: readonly AttemptRecord[];
}

/** One pass of scoring over the answers of a run, as they come or as they were stored. */
export class Grading {
  readonly #spec: GradingSpec;
  readonly #ports: GradingPorts;
  readonly #context: GradeContext;
  readonly #stop: AbortSignal;
  readonly #tally: GradingTally;
  /** Graded, or in hand. */
  readonly #taken = new Set<AttemptId>();
  /** Of answers that are graded once more: what the grade that goes has cost is spent all the same. */
  readonly #replaced = new Map<AttemptId, GradeRecord>();
  readonly #beside = new Set<Promise<void>>();
  readonly #writes = new Set<Promise<void>>();

  constructor(spec: GradingSpec, ports: GradingPorts, desk: JudgeDesk, stop: AbortSignal) {
    this.#spec = spec;
    this.#ports = ports;
    this.#context = { thread: ports.thread, desk, tasks: new Tasks(spec.runDetail) };
    this.#stop = stop;
    this.#tally = new GradingTally(spec.record.planned);
  }

  get progress(): GradingProgress {
    return this.#tally.progress;
  }

  /** Answers without a grade. */
  get open(): number {
    return this.#tally.open;
  }

  /** Makes the scoring known to the store. One that goes on after a pause keeps the grades that it has. */
  async begin(): Promise<void> {
    const { record, detail } = this.#spec;
    await this.#ports.sink.createScoring(record, detail);
    for (const grade of await this.#ports.stored.grades(record.runId, record.id)) {
      this.#taken.add(grade.attemptId);
      this.#tally.count(grade);
    }
  }

  /** Of a sample that is over. One that asks for no model is graded now; one that came to nothing needs no grade. */
  take({ record, body }: Attempt): void {
    const expect = this.#expectOf(record);
    if (expect === null || record.warmup || !record.final) return;
    if (record.status === 'error') this.#tally.planned--;
    if (!isGradable(record) || asksModels(expect) || this.#beside.size >= mostBeside) return;
    const grading = this.#grade({ record, body }, expect, []).finally(() => this.#beside.delete(grading));
    this.#beside.add(grading);
  }

  /** Grades every stored answer that is still open. Resolves once all that could be graded is durable. */
  async gradeStored(): Promise<void> {
    await Promise.all(this.#beside);
    const records = (await this.#ports.stored.attempts(this.#spec.record.runId)).filter(
      (record) => isGradable(record) && this.#expectOf(record) !== null,
    );
    // What was to be called and was not has no answer that could be open.
    this.#tally.planned = records.length;
    if (!this.#stop.aborted) await this.#gradeOpen(records);
    await Promise.all(this.#writes);
  }

  async finish(status: Exclude<ScoringStatus, 'running'>, statusMessage: string | null): Promise<ScoringRecord> {
    const finishedAt = this.#ports.clock.date().toISOString();
    const record: ScoringRecord = { ...this.#spec.record, status, statusMessage, finishedAt, planned: this.#tally.planned };
    await this.#ports.sink.updateScoring(record).catch((error: unknown) => this.#ports.broke(error, 'store'));
    return record;
  }

  async #gradeOpen(records: readonly AttemptRecord[]): Promise<void> {
    const units = this.#unitsOf(records);
    await this.#reopen(units.flatMap(({ stale }) => stale));
    const rest = units.values();
    const hand = async (): Promise<void> => {
      for (const unit of rest) {
        if (this.#stop.aborted) return;
        await this.#gradeUnit(unit);
      }
    };
    await Promise.all(Array.from({ length: mostInHand }, hand));
  }

  async #reopen(stale: readonly AttemptRecord[]): Promise<void> {
    if (stale.length === 0) return;
    const { runId, id } = this.#spec.record;
    const ids = new Set(stale.map((answer) => answer.id));
    for (const grade of await this.#ports.stored.grades(runId, id)) {
      if (!ids.has(grade.attemptId)) continue;
      this.#replaced.set(grade.attemptId, grade);
      this.#tally.reopen(grade);
    }
  }

  /** `null` where the case is not part of this scoring. */
  #expectOf({ caseId }: AttemptRecord): readonly ScorerSpec[] | null {
    const { expect } = this.#spec.detail;
    return Object.hasOwn(expect, caseId) ? (expect[caseId] ?? null) : null;
  }

  /** Case by case, as the suite has them. */
  #unitsOf(records: readonly AttemptRecord[]): Unit[] {
    const byCase = Map.groupBy(records, ({ caseId }) => caseId);
    return this.#spec.runDetail.suite.cases.flatMap(({ id }) => {
      const answers = byCase.get(id) ?? [];
      const expect = answers[0] ? this.#expectOf(answers[0]) : null;
      if (expect === null) return [];
      const compared = expect.some(({ scorer }) => scorer === 'pairwise');
      const groups = compared ? [...Map.groupBy(answers, ({ repeat }) => repeat).values()] : answers.map((answer) => [answer]);
      return groups.map((group) => this.#unitOf(expect, group)).filter(({ open }) => open.length > 0);
    });
  }

  #unitOf(expect: readonly ScorerSpec[], group: readonly AttemptRecord[]): Unit {
    const open = group.filter(({ id }) => !this.#taken.has(id));
    const stale = group.filter(
      (answer) => !open.includes(answer) && open.some((other) => this.#dependsOn(answer, other, expect)),
    );
    return { expect, open, stale, group };
  }

  #dependsOn(answer: AttemptRecord, other: AttemptRecord, expect: readonly ScorerSpec[]): boolean {
    return expect.some((spec) => spec.scorer === 'pairwise' && isOpponent(answer, other, spec.args.against, this.#context.tasks));
  }

  async #gradeUnit({ expect, open, stale, group }: Unit): Promise<void> {
    if (asksModels(expect) && this.#context.desk.isClosed) return;
    const answers = await Promise.all(group.map((record) => this.#given(record)));
    const given = answers.filter((answer) => answer !== null);
    const gradeAll = (which: readonly AttemptRecord[]): Promise<unknown> =>
      Promise.all(given.filter(({ record }) => which.includes(record)).map((answer) => this.#grade(answer, expect, given)));
    await gradeAll(stale);
    // As long as a new answer has no grade, the next pass will know that the others' are stale.
    if (stale.every(({ id }) => this.#taken.has(id))) await gradeAll(open);
    while (this.#writes.size >= mostWrites) await Promise.race(this.#writes);
  }

  /** `null` where the answer's text cannot be had: it stays open. */
  async #given(record: AttemptRecord): Promise<GivenAnswer | null> {
    const body = await this.#ports.stored.body(record.runId, record.id).catch((error: unknown) => {
      this.#ports.broke(error, 'store');
      return null;
    });
    return body && { record, body };
  }

  async #grade(answer: GivenAnswer, expect: readonly ScorerSpec[], group: readonly GivenAnswer[]): Promise<void> {
    const { id, runId } = answer.record;
    this.#taken.add(id);
    try {
      const graded = await unlessEnded(gradeAnswer(answer, expect, group, this.#context), this.#stop);
      if (graded === null) return void this.#taken.delete(id);
      const { judgeCalls, ...scored } = graded;
      const at = this.#ports.clock.date().toISOString();
      const earlier = this.#replaced.get(id);
      const spent = earlier && { cost: sumOfCosts([earlier.cost, scored.cost]), calls: earlier.calls + scored.calls };
      this.#keep({ scoringId: this.#spec.record.id, runId, attemptId: id, at, ...scored, ...spent }, judgeCalls);
    } catch (error) {
      this.#taken.delete(id);
      if (!this.#stop.aborted && !(error instanceof GradingStopped)) this.#ports.broke(error, 'grading');
    }
  }

  /** Makes the grade durable, then tells of it. Nobody waits for the disk but at the end. */
  #keep(record: GradeRecord, calls: Parameters<GradeSink['appendGrade']>[0]['calls']): void {
    const write = this.#ports.sink
      .appendGrade({ record, calls })
      .then(() => {
        this.#tally.count(record);
        this.#ports.graded(record, this.#tally.progress);
      })
      .catch((error: unknown) => this.#ports.broke(error, 'store'))
      .finally(() => this.#writes.delete(write));
    this.#writes.add(write);
  }
}
