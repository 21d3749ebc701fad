import { isDeepStrictEqual } from 'node:util';
import type { Attempt } from '../../src/shared/model/attempt.ts';
import type { RunFigures } from '../../src/shared/model/history.ts';
import type { AttemptId, RunId, ScoringId } from '../../src/shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../src/shared/model/run.ts';
import type { Grade, Rating, ScoringDetail, ScoringRecord } from '../../src/shared/model/scoring.ts';
import type { LogEntry } from '../../src/core/store/logLine.ts';
import type { Deed, Witness } from './deeds.ts';

interface Said<T> {
  readonly value: T;
  state: 'begun' | 'done' | 'refused';
}

/**
 * All that was ever said about one thing. What was reported last must hold, or what was begun after it: of that, nothing is
 * known. Nobody says two things about the same one at once.
 */
export class Known<T> {
  readonly #said: Said<T>[] = [];
  #doubted = false;

  say(value: T): Said<T> {
    const said: Said<T> = { value, state: 'begun' };
    this.#said.push(said);
    return said;
  }

  /** Its line was damaged: whatever was ever said may hold, or nothing. Returns what ends the doubt. */
  doubt(): () => void {
    this.#doubted = true;
    return () => (this.#doubted = false);
  }

  get isDoubted(): boolean {
    return this.#doubted;
  }

  get isSure(): boolean {
    return !this.#doubted && this.#said.some(({ state }) => state === 'done');
  }

  /** At least begun. */
  get isPossible(): boolean {
    return this.#said.length > 0;
  }

  /** `null`: nothing is there. */
  allows<Actual>(actual: Actual | null, same: (actual: Actual, said: T) => boolean = isDeepStrictEqual): boolean {
    if (actual === null) return !this.isSure;
    const first = this.#doubted ? 0 : this.#said.findLastIndex(({ state }) => state === 'done');
    return this.#said.slice(Math.max(first, 0)).some(({ value }) => same(actual, value));
  }

  /** As it was said last. */
  get last(): T | null {
    return this.#said.at(-1)?.value ?? null;
  }
}

export class ExpectedScoring {
  readonly record = new Known<ScoringRecord>();
  readonly detail = new Known<ScoringDetail>();
  readonly grades = new Map<AttemptId, Known<Grade>>();
}

export class ExpectedRun {
  readonly record = new Known<RunRecord>();
  readonly detail = new Known<RunDetail>();
  readonly attempts = new Map<AttemptId, Known<Attempt>>();
  readonly scorings = new Map<ScoringId, ExpectedScoring>();
  readonly ratings = new Map<AttemptId, Known<Rating>>();
  readonly deleted = new Known<true>();
  readonly pruned = new Known<RunFigures>();
}

/** What a store has to hold, by what it was told to write and what it said of that. */
export class Expected implements Witness {
  readonly runs = new Map<RunId, ExpectedRun>();
  readonly #said: Said<unknown>[][] = [];

  begun(deed: Deed): number {
    return this.#said.push(this.#say(deed)) - 1;
  }

  done(number: number): void {
    for (const said of this.#said[number] ?? []) said.state = 'done';
  }

  refused(number: number): void {
    for (const said of this.#said[number] ?? []) said.state = 'refused';
  }

  /** Everything that was refused has been written after all. */
  refusedAreDone(): void {
    for (const said of this.#said.flat()) if (said.state === 'refused') said.state = 'done';
  }

  /** Writes that were reported. */
  get doneCount(): number {
    return this.#said.filter((all) => all.some(({ state }) => state === 'done')).length;
  }

  /** The line with this entry was damaged. Returns what ends the doubt. */
  doubt(entry: LogEntry): () => void {
    const ends = this.#about(entry).map((known) => known.doubt());
    return () => ends.forEach((end) => end());
  }

  #about(entry: LogEntry): Known<unknown>[] {
    switch (entry.type) {
      case 'run-created':
      case 'run-extended':
        return [this.run(entry.run.id).record, this.run(entry.run.id).detail];
      case 'run-updated':
        return [this.run(entry.run.id).record];
      case 'run-pruned':
        return [this.run(entry.run.id).record, this.run(entry.run.id).pruned];
      case 'attempt':
        return known(this.run(entry.attempt.record.runId).attempts.get(entry.attempt.record.id));
      case 'scoring-created':
      case 'scoring-updated': {
        const { record, detail } = this.scoring(entry.scoring.runId, entry.scoring.id);
        return entry.type === 'scoring-created' ? [record, detail] : [record];
      }
      case 'grade': {
        const { runId, scoringId, attemptId } = entry.grade.record;
        return known(this.scoring(runId, scoringId).grades.get(attemptId));
      }
      case 'rated':
        return known(this.run(entry.rating.runId).ratings.get(entry.rating.attemptId));
      case 'log-opened':
      case 'log-closed':
        return [];
    }
  }

  #say(deed: Deed): Said<unknown>[] {
    switch (deed.kind) {
      case 'create-run':
      case 'extend-run':
        return [this.run(deed.run.id).record.say(deed.run), this.run(deed.run.id).detail.say(deed.detail)];
      case 'update-run':
        return [this.run(deed.run.id).record.say(deed.run)];
      case 'append-attempt': {
        const { id, runId } = deed.attempt.record;
        return [at(this.run(runId).attempts, id, newKnown<Attempt>).say(deed.attempt)];
      }
      case 'create-scoring': {
        const scoring = this.scoring(deed.scoring.runId, deed.scoring.id);
        return [scoring.record.say(deed.scoring), scoring.detail.say(deed.detail)];
      }
      case 'update-scoring':
        return [this.scoring(deed.scoring.runId, deed.scoring.id).record.say(deed.scoring)];
      case 'append-grade': {
        const { runId, scoringId, attemptId } = deed.grade.record;
        return [at(this.scoring(runId, scoringId).grades, attemptId, newKnown<Grade>).say(deed.grade)];
      }
      case 'rate':
        return [at(this.run(deed.rating.runId).ratings, deed.rating.attemptId, newKnown<Rating>).say(deed.rating)];
      case 'delete-run':
        return [this.run(deed.runId).deleted.say(true as const)];
      case 'prune-run':
        return [this.run(deed.runId).pruned.say(deed.figures)];
    }
  }

  run(id: RunId): ExpectedRun {
    return at(this.runs, id, () => new ExpectedRun());
  }

  scoring(runId: RunId, id: ScoringId): ExpectedScoring {
    return at(this.run(runId).scorings, id, () => new ExpectedScoring());
  }
}

function known(found: Known<unknown> | undefined): Known<unknown>[] {
  return found ? [found] : [];
}

function newKnown<T>(): Known<T> {
  return new Known<T>();
}

function at<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
