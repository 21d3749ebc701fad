import stringWidth from 'string-width';
import type { AttemptRecord } from '../../shared/model/attempt.ts';
import type { RunEvent, RunProgress } from '../../shared/model/run.ts';
import { errorTitles } from '../../shared/errorTitles.ts';
import { formatMs, formatUsd } from '../../shared/format.ts';
import { cutToWidth, plainLine } from '../report/terminalText.ts';

export interface Output {
  readonly isTTY: boolean;
  readonly columns: number;
  write(text: string): void;
}

/** Shows a run as it goes: one line redrawn in place on a terminal, a plain line for each result elsewhere. */
export class ProgressView {
  readonly #out: Output;
  readonly #labels: ReadonlyMap<string, string>;
  /** Failures that were told in full: a wrong key fails every call in the same words. */
  readonly #told = new Set<string>();
  readonly #startedAt = performance.now();
  #drawn = false;
  #progress: RunProgress;
  #line = 'waiting for the first answer';
  #ticker: NodeJS.Timeout | null = null;

  /** @param done what a run that goes on had before */
  constructor(out: Output, labels: ReadonlyMap<string, string>, planned: number, done = 0) {
    this.#out = out;
    this.#labels = labels;
    this.#progress = { done, planned, failed: 0, inFlight: 0, costUsd: 0, grading: null };
    if (!out.isTTY) return;
    this.#draw();
    // Answers may take minutes: the seconds show that the run is alive.
    this.#ticker = setInterval(() => this.#draw(), 1000);
  }

  /** Takes the line away. */
  dispose(): void {
    if (this.#ticker !== null) clearInterval(this.#ticker);
    this.#ticker = null;
    this.#clear();
  }

  show(event: RunEvent): void {
    if (event.type === 'run-finished') return this.dispose();
    if (event.type === 'answer-graded') return this.#showGrade(event);
    if (event.type !== 'attempt-finished' || event.record.warmup) return;
    const line = plainLine(this.#resultLine(event.record, event.progress));
    if (!this.#out.isTTY) return this.#out.write(`${counter(event.progress)} ${line}\n`);
    this.#clear();
    // Failures stay on the screen; what went well is in the table.
    if (event.record.status === 'error') this.#out.write(`${line}\n`);
    this.#progress = event.progress;
    this.#line = line;
    this.#draw();
  }

  /** A line of its own only where a scorer failed: there is one for the answer already. */
  #showGrade({ grade, progress }: Extract<RunEvent, { type: 'answer-graded' }>): void {
    const failed = grade.scores.find((score) => score.value === null);
    if (failed) {
      const line = plainLine(`✗ scorer ${failed.name} failed: ${failed.reason}`);
      this.#clear();
      if (!this.#told.has(line)) this.#out.write(`${line}\n`);
      this.#told.add(line);
    }
    this.#progress = progress;
    this.#line = 'scoring the answers';
    if (this.#out.isTTY) this.#draw();
  }

  #draw(): void {
    this.#clear();
    this.#out.write(this.#bar(this.#progress, this.#line));
    this.#drawn = true;
  }

  #clear(): void {
    if (this.#drawn) this.#out.write('\r\u001b[2K');
    this.#drawn = false;
  }

  #resultLine(record: AttemptRecord, { grading }: RunProgress): string {
    const who = `${this.#labels.get(record.candidateId) ?? record.model} · ${record.caseId}`;
    if (record.error) return `✗ ${who}: ${this.#failure(record, record.error)}`;
    if (record.status === 'cancelled') return `– ${who}: cancelled`;
    const quality =
      record.quality === null ? (grading === null ? 'not scored' : 'to be graded') : `quality ${record.quality.toFixed(2)}`;
    return `✓ ${who}: ${quality}, ${record.timing.e2eMs === null ? 'no latency' : formatMs(record.timing.e2eMs)}`;
  }

  #failure({ candidateId, final }: AttemptRecord, { kind, message, advice }: NonNullable<AttemptRecord['error']>): string {
    const told = `${final ? 'failed' : 'failed, trying again'}: ${errorTitles[kind]}`;
    const full = `${told}: ${message.replace(/\.$/, '')}.${final ? ` ${advice}` : ''}`;
    const known = `${candidateId} ${full}`;
    if (this.#told.has(known)) return `${told}, as above`;
    this.#told.add(known);
    return full;
  }

  #bar(progress: RunProgress, line: string): string {
    const room = Math.max(20, this.#out.columns - 1);
    const width = room < 90 ? 8 : 24;
    const filled = Math.round((progress.done / Math.max(1, progress.planned)) * width);
    const cost = progress.costUsd === null ? 'cost unknown' : formatUsd(progress.costUsd);
    const failed = progress.failed > 0 ? ` · ${progress.failed} failed` : '';
    const seconds = Math.round((performance.now() - this.#startedAt) / 1000);
    const { grading } = progress;
    const graded = grading === null || progress.done < progress.planned ? '' : ` · ${grading.done} of ${grading.planned} scored`;
    const inFlight = progress.inFlight > 0 ? ` · ${progress.inFlight} in flight` : '';
    const head = `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${counter(progress)}${inFlight}${failed}${graded} · ${cost} · ${seconds} s`;
    // One row exactly: a longer line could not be cleared, and half a result says nothing.
    const left = room - 2 - stringWidth(head);
    return left < 24 ? cutToWidth(head, room) : `${head}  ${cutToWidth(line, left)}`;
  }
}

function counter(progress: RunProgress): string {
  const planned = String(progress.planned);
  return `[${String(progress.done).padStart(planned.length)}/${planned}]`;
}
