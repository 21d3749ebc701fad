import type { AttemptId, RunId, ScoringId } from '../../shared/model/ids.ts';
import type { GradeRecord, Rating, ScoringRecord } from '../../shared/model/scoring.ts';
import type { LogEntry } from './logLine.ts';
import { number } from './rows.ts';
import type { Columns } from './rows.ts';
import { gradeColumns, gradeFromRow, ratingColumns, ratingFromRow, scoringColumns, scoringFromRow } from './scoringRows.ts';
import type { Sql } from './sql.ts';
import { newerOrPlaced, newerRevision, placedEarlier } from './tables.ts';
import type { StoredPlace, Tables } from './tables.ts';

type EntryOf<Type extends LogEntry['type']> = Extract<LogEntry, { type: Type }>;

/** The part of the index that says what answers are worth: scorings with their grades, and people's ratings. */
export class ScoringIndex {
  readonly #sql: Sql;
  readonly #tables: Tables;

  constructor(sql: Sql, tables: Tables) {
    this.#sql = sql;
    this.#tables = tables;
  }

  putScoring({ scoring, revision, at }: EntryOf<'scoring-created' | 'scoring-updated'>): void {
    const columns = { ...scoringColumns(scoring), revision, revised_at: at };
    this.#tables.put('scorings', columns, ['id'], newerRevision('scorings'));
  }

  putDetail({ scoring, revision, at }: EntryOf<'scoring-created'>, place: Columns): void {
    const columns = { scoring_id: scoring.id, run_id: scoring.runId, revision, revised_at: at, ...place };
    this.#tables.put('scoring_details', columns, ['scoring_id'], newerOrPlaced('scoring_details'));
  }

  putGrade({ grade }: EntryOf<'grade'>, place: Columns): void {
    this.#tables.put('grades', { ...gradeColumns(grade.record), ...place }, ['scoring_id', 'attempt_id'], laterGrade);
  }

  putRating({ rating, revision }: EntryOf<'rated'>): void {
    this.#tables.put('ratings', { ...ratingColumns(rating), revision }, ['attempt_id'], laterRating);
  }

  /** Newest first. */
  scorings(runId: RunId): ScoringRecord[] {
    return this.#sql.all('SELECT * FROM scorings WHERE run_id = ? ORDER BY created_at DESC, id', runId).map(scoringFromRow);
  }

  /** `null`: it is not known. */
  revision(id: ScoringId): number | null {
    const row = this.#sql.get('SELECT revision FROM scorings WHERE id = ?', id);
    return row && number(row, 'revision');
  }

  detailPlace(id: ScoringId): StoredPlace | null {
    return this.#tables.place('scoring_details', 'scoring_id = ?', id);
  }

  /** In the order in which they were written. */
  grades(id: ScoringId): GradeRecord[] {
    return this.#tables.inOrder('grades', 'scoring_id', id).map(gradeFromRow);
  }

  gradePlace(id: ScoringId, attemptId: AttemptId): StoredPlace | null {
    return this.#tables.place('grades', 'scoring_id = ? AND attempt_id = ?', id, attemptId);
  }

  /** Those taken back are left out. */
  ratings(runId: RunId): Rating[] {
    return this.#sql.all(ratingsSql, runId).map(ratingFromRow);
  }

  ratingRevision(attemptId: AttemptId): number {
    return number(this.#sql.get('SELECT revision FROM ratings WHERE attempt_id = ?', attemptId) ?? { revision: 0 }, 'revision');
  }

  markInterrupted(id: string): void {
    const message = 'The process that scored ended before it was through. Score the run again.';
    this.#sql.run(
      "UPDATE scorings SET status = 'cancelled', status_message = ? WHERE id = ? AND status = 'running'",
      message,
      id,
    );
  }

  clear(): void {
    for (const table of ['grades', 'scoring_details', 'scorings', 'ratings']) this.#sql.run(`DELETE FROM ${table}`);
  }
}

/** An answer may be graded once more within a scoring, where a scorer failed at first. The text decides between equal times. */
const laterGrade = `
  (excluded.at, excluded.scores) > (grades.at, grades.scores)
  OR (excluded.at, excluded.scores) = (grades.at, grades.scores) AND ${placedEarlier('grades')}`;

/** Two windows may give the same revision in the same millisecond: then what was said decides, so that all agree. */
const laterRating = `
  (excluded.revision, excluded.at, coalesce(excluded.thumb, ''), coalesce(excluded.stars, 0), excluded.note)
  > (ratings.revision, ratings.at, coalesce(ratings.thumb, ''), coalesce(ratings.stars, 0), ratings.note)`;

const ratingsSql = `
  SELECT * FROM ratings
  WHERE run_id = ? AND (thumb IS NOT NULL OR stars IS NOT NULL OR note <> '')
  ORDER BY at, attempt_id`;
