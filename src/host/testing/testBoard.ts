import type { TestItem, TestMessage, TestRun } from 'vscode';
import type { RunHandle } from '../../core/bench.ts';
import { modelLabel } from '../../core/report/comparison/candidateModel.ts';
import { sampleIdOf } from '../../core/runner/plan.ts';
import type { AttemptRecord, Score } from '../../shared/model/attempt.ts';
import type { AttemptId } from '../../shared/model/ids.ts';
import type { RunEvent } from '../../shared/model/run.ts';
import { scorerPlaces, type ScorerSpec } from '../../shared/model/scorer.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { l10n } from '../words.ts';
import { attemptLine } from './attemptLine.ts';
import { verdictOf, worstOf, type Complaint, type Verdict } from './verdict.ts';

export interface BoardParts {
  readonly run: Pick<TestRun, 'started' | 'passed' | 'failed' | 'errored' | 'skipped' | 'appendOutput'>;
  readonly leaf: (caseId: string, label: string) => TestItem | null;
  /** `null` where it cannot be had. */
  readonly answerOf: (record: AttemptRecord) => Promise<string | null>;
  readonly messageOf: (text: MessageText, item: TestItem) => TestMessage;
  readonly onError: (error: unknown) => void;
}

/** What is wrong with an answer. */
export interface MessageText {
  readonly told: string;
  /** `null`: nothing that could be held against the answer. */
  readonly expected: string | null;
  /** `null`: no answer, or none that could be read. */
  readonly actual: string | null;
}

/** A test item with the samples that are still to come for it. */
interface Leaf {
  readonly item: TestItem;
  waiting: number;
  isStarted: boolean;
  readonly states: Verdict['state'][];
  readonly messages: TestMessage[];
  readonly latencies: number[];
}

/** An answer that scorers with a thread or model of their own have still to grade. */
interface Ungraded {
  readonly record: AttemptRecord;
  readonly answer: string | null;
}

const mostMessages = 10;
const mostOfAnswer = 20_000;
/** Of runs with more samples, the answers that passed are not read again for the output. */
const fewSamples = 500;

/** Tells a test run how the samples of one run go. An item has its result once all samples that belong to it have ended. */
export class TestBoard {
  readonly #parts: BoardParts;
  readonly #bySample = new Map<string, Leaf>();
  readonly #leaves = new Map<TestItem, Leaf>();
  readonly #expect = new Map<string, readonly ScorerSpec[]>();
  readonly #ungraded = new Map<AttemptId, Ungraded>();
  #prompts = 1;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: BoardParts) {
    this.#parts = parts;
  }

  follow(handle: RunHandle, suite: Suite): void {
    this.#prompts = suite.prompts.length;
    for (const { id, expect } of suite.cases) this.#expect.set(id, expect);
    for (const candidate of handle.candidates) {
      const label = modelLabel(candidate);
      for (const { id } of suite.cases) this.#plan(this.#parts.leaf(id, label), candidate.id, id, suite.repeats);
    }
    handle.events((event) => this.#hear(event));
  }

  /** Resolves once all that was heard has been told. Of what never ended nothing is known. */
  async finish(): Promise<void> {
    await this.#work;
    for (const leaf of this.#leaves.values()) if (leaf.waiting > 0) this.#parts.run.skipped(leaf.item);
  }

  #plan(item: TestItem | null, candidateId: AttemptRecord['candidateId'], caseId: string, repeats: number): void {
    if (!item) return;
    const fresh = { item, waiting: 0, isStarted: false, states: [], messages: [], latencies: [] };
    const leaf: Leaf = this.#leaves.get(item) ?? fresh;
    this.#leaves.set(item, leaf);
    leaf.waiting += repeats;
    for (let repeat = 1; repeat <= repeats; repeat++) this.#bySample.set(sampleIdOf(candidateId, caseId, repeat), leaf);
  }

  #hear(event: RunEvent): void {
    if (event.type === 'attempt-started') this.#start(this.#bySample.get(event.sampleId));
    // Answers are read from the store meanwhile: what comes later is told later.
    if (event.type === 'attempt-finished' || event.type === 'answer-graded') {
      this.#work = this.#work.then(() => this.#take(event)).catch(this.#parts.onError);
    }
  }

  #start(leaf: Leaf | undefined): void {
    if (!leaf || leaf.isStarted) return;
    leaf.isStarted = true;
    this.#parts.run.started(leaf.item);
  }

  async #take(event: Extract<RunEvent, { type: 'attempt-finished' | 'answer-graded' }>): Promise<void> {
    if (event.type === 'attempt-finished') return this.#finished(event.record);
    const { attemptId, passed, scores } = event.grade;
    const found = this.#ungraded.get(attemptId);
    if (!found) return;
    this.#ungraded.delete(attemptId);
    this.#settle(found, passed, scores);
  }

  async #finished(record: AttemptRecord): Promise<void> {
    const leaf = this.#bySample.get(record.sampleId);
    if (!leaf || record.warmup) return;
    const isTold = this.#bySample.size <= fewSamples || record.passed !== true;
    const answer = record.status === 'ok' && isTold ? await this.#answerOf(record) : null;
    this.#parts.run.appendOutput(`${attemptLine(record, answer)}\r\n`, undefined, leaf.item);
    if (!record.final) return;
    const isGradedLater = this.#expectOf(record).some(({ scorer }) => scorerPlaces[scorer] !== 'inline');
    if (record.status === 'ok' && isGradedLater) this.#ungraded.set(record.id, { record, answer });
    else this.#settle({ record, answer }, record.passed, record.scores);
  }

  /** Without it a result is still one. */
  async #answerOf(record: AttemptRecord): Promise<string | null> {
    try {
      return await this.#parts.answerOf(record);
    } catch (error) {
      this.#parts.onError(error);
      return null;
    }
  }

  #settle({ record, answer }: Ungraded, passed: boolean | null, scores: readonly Score[]): void {
    const leaf = this.#bySample.get(record.sampleId);
    if (!leaf) return;
    const verdict = verdictOf({ record, passed, scores, expect: this.#expectOf(record) });
    leaf.states.push(verdict.state);
    if (record.timing.e2eMs !== null) leaf.latencies.push(record.timing.e2eMs);
    if (verdict.state === 'failed' || verdict.state === 'errored') {
      const room = mostMessages - leaf.messages.length;
      const messages = verdict.complaints.map((complaint) => this.#message(complaint, record, answer, leaf.item));
      leaf.messages.push(...messages.slice(0, room));
    }
    leaf.waiting--;
    if (leaf.waiting === 0) this.#report(leaf);
  }

  #report({ item, states, messages, latencies }: Leaf): void {
    const { run } = this.#parts;
    const meanMs = latencies.length === 0 ? undefined : latencies.reduce((sum, ms) => sum + ms, 0) / latencies.length;
    const state = worstOf(states);
    if (state === 'passed') run.passed(item, meanMs);
    if (state === 'failed') run.failed(item, messages, meanMs);
    if (state === 'errored') run.errored(item, messages, meanMs);
    if (state === 'skipped') run.skipped(item);
  }

  #message({ text, expected }: Complaint, record: AttemptRecord, answer: string | null, item: TestItem): TestMessage {
    const where = [this.#prompts > 1 ? record.promptId : null, record.repeat > 1 ? l10n.t('repeat {0}', record.repeat) : null];
    const told = [...where.filter((part) => part !== null), text].join(' · ');
    const actual = answer?.slice(0, mostOfAnswer) ?? null;
    return this.#parts.messageOf({ told, expected, actual }, item);
  }

  #expectOf({ caseId }: AttemptRecord): readonly ScorerSpec[] {
    return this.#expect.get(caseId) ?? [];
  }
}
