import { crc32 } from 'node:zlib';
import type { AttemptRecord } from '../../shared/model/attempt.ts';
import type { Rating } from '../../shared/model/scoring.ts';
import { errorCode } from '../store/errors.ts';
import type { LogEntry } from '../store/logLine.ts';
import { readLines } from '../store/logReader.ts';
import type { ReadLine } from '../store/logReader.ts';
import { mayGrow, wholeBytes, withFile } from './logs.ts';
import type { StoredLog } from './logs.ts';
import type { DataParts } from './parts.ts';
import type { DataFault } from './spec.ts';
import { compareRanks, ratingRank } from './superseded.ts';
import type { Rank } from './superseded.ts';

/** What the logs of one run say, as far as it is held against the tables. */
export interface ReadRun {
  readonly lines: number;
  /** Of these, those that say something of the run: a crash may leave a log that was only opened. */
  readonly contents: number;
  readonly bytes: number;
  readonly faults: readonly DataFault[];
  /** Digests by id. */
  readonly attempts: ReadonlyMap<string, number>;
  /** Attempts that were graded, by scoring. */
  readonly grades: ReadonlyMap<string, ReadonlySet<string>>;
  readonly ratings: ReadonlySet<string>;
  readonly hasDetail: boolean;
  readonly isPruned: boolean;
  /** Somebody may write on. */
  readonly goesOn: boolean;
  /** The tables may have taken a line in before it was damaged. */
  readonly hasDamage: boolean;
}

/** A file of rubbish has no end of damaged lines. */
const faultsOfFile = 20;

export async function readRun(
  { files, clock }: Pick<DataParts, 'files' | 'clock'>,
  logs: readonly StoredLog[],
): Promise<ReadRun> {
  const reading = new Reading();
  for (const log of logs) {
    const where = `runs/${log.name}`;
    try {
      const growing = await mayGrow(files, log.path, clock.date());
      reading.goesOn ||= growing;
      await withFile(files, log.path, async (handle) => {
        const { size } = await handle.stat();
        const whole = await wholeBytes(handle);
        reading.bytes += size;
        const faults = new FileFaults(where);
        for await (const lines of readLines(handle, 0)) if (!reading.take(lines, faults)) break;
        // Of one that grows, the end may be on its way.
        if (whole < size && !growing) faults.torn(whole, size - whole);
        reading.faults.push(...faults.all());
      });
    } catch (error) {
      // Deleted or compacted meanwhile.
      if (errorCode(error) !== 'ENOENT') reading.faults.push(unreadable(where, error));
    }
  }
  return reading.result();
}

class Reading {
  lines = 0;
  bytes = 0;
  #contents = 0;
  goesOn = false;
  readonly faults: DataFault[] = [];
  readonly #attempts = new Map<string, number>();
  readonly #grades = new Map<string, Set<string>>();
  readonly #ratings = new Map<string, { readonly rank: Rank; readonly isEmpty: boolean }>();
  #hasDetail = false;
  #isPruned = false;

  /** False where a line of a later version ends the reading of the file, as it does in the store. */
  take(lines: readonly ReadLine[], faults: FileFaults): boolean {
    for (const { decoded, offset } of lines) {
      if (decoded.state === 'newer') {
        faults.newer(offset);
        return false;
      }
      this.lines++;
      if (decoded.state === 'damaged') faults.damaged(offset);
      else this.#note(decoded.entry);
    }
    return true;
  }

  result(): ReadRun {
    return {
      lines: this.lines,
      contents: this.#contents,
      bytes: this.bytes,
      faults: this.faults,
      attempts: this.#attempts,
      grades: this.#grades,
      ratings: new Set([...this.#ratings].filter(([, { isEmpty }]) => !isEmpty).map(([id]) => id)),
      hasDetail: this.#hasDetail,
      isPruned: this.#isPruned,
      goesOn: this.goesOn,
      hasDamage: this.faults.some(({ kind }) => kind === 'damaged-line' || kind === 'unreadable-file'),
    };
  }

  #note(entry: LogEntry): void {
    if (entry.type !== 'log-opened' && entry.type !== 'log-closed') this.#contents++;
    switch (entry.type) {
      case 'run-created':
      case 'run-extended':
        this.#hasDetail = true;
        break;
      case 'run-pruned':
        this.#isPruned = true;
        break;
      case 'attempt':
        if (!this.#attempts.has(entry.attempt.record.id)) {
          this.#attempts.set(entry.attempt.record.id, digestOf(entry.attempt.record));
        }
        break;
      case 'scoring-created':
        this.#gradesOf(entry.scoring.id);
        break;
      case 'grade':
        this.#gradesOf(entry.grade.record.scoringId).add(entry.grade.record.attemptId);
        break;
      case 'rated':
        this.#noteRating(entry.rating, entry.revision);
        break;
      case 'log-opened':
      case 'log-closed':
      case 'run-updated':
      case 'scoring-updated':
        break;
    }
  }

  #gradesOf(scoringId: string): Set<string> {
    const known = this.#grades.get(scoringId);
    if (known) return known;
    const none = new Set<string>();
    this.#grades.set(scoringId, none);
    return none;
  }

  #noteRating(rating: Rating, revision: number): void {
    const { attemptId, thumb, stars, note } = rating;
    const rank = ratingRank(rating, revision);
    const known = this.#ratings.get(attemptId);
    if (known && compareRanks(rank, known.rank) <= 0) return;
    this.#ratings.set(attemptId, { rank, isEmpty: thumb === null && stars === null && note === '' });
  }
}

/** Of what figures are made of. `final` is left out: it depends on the other attempts. */
export function digestOf({ startedAt, status, timing, usage, cost, quality, passed, error }: AttemptRecord): number {
  const { inputTokens, outputTokens } = usage;
  const figures = [timing.e2eMs, timing.ttftMs, timing.totalMs, inputTokens, outputTokens, cost.usd, quality];
  return crc32(JSON.stringify([startedAt, status, passed, error?.kind ?? null, ...figures]));
}

class FileFaults {
  readonly #where: string;
  readonly #faults: DataFault[] = [];
  #left = 0;

  constructor(where: string) {
    this.#where = where;
  }

  damaged(offset: number): void {
    this.#add({
      kind: 'damaged-line',
      where: `${this.#where}, byte ${offset}`,
      message: 'This line was changed after it was written: what it said is lost, all other lines are read.',
      advice: 'If a backup is older than the damage, restore it or import it.',
      mended: false,
    });
  }

  newer(offset: number): void {
    this.#add({
      kind: 'newer-line',
      where: `${this.#where}, byte ${offset}`,
      message: 'From here on the log was written by a newer version of LLM Bench.',
      advice: 'Update LLM Bench to see the rest; nothing is lost.',
      mended: false,
    });
  }

  torn(offset: number, bytes: number): void {
    this.#add({
      kind: 'torn-line',
      where: `${this.#where}, byte ${offset}`,
      message: `The log ends in ${bytes} bytes of an unfinished line, as a crash in the middle of a write leaves them.`,
      advice: 'Nothing that was ever reported as stored is lost. Compacting takes it away.',
      mended: true,
    });
  }

  all(): readonly DataFault[] {
    const last = this.#faults.at(-1);
    if (this.#left === 0 || !last) return this.#faults;
    return [...this.#faults, { ...last, where: this.#where, message: `${this.#left} more lines are like that.` }];
  }

  #add(fault: DataFault): void {
    if (this.#faults.length < faultsOfFile) this.#faults.push(fault);
    else this.#left++;
  }
}

function unreadable(where: string, error: unknown): DataFault {
  return {
    kind: 'unreadable-file',
    where,
    message: `It cannot be read (${errorCode(error) ?? String(error)}).`,
    advice: 'Look at the permissions of the file and at the disk, then check again.',
    mended: false,
  };
}
