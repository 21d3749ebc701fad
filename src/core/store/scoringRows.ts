import type { Score } from '../../shared/model/attempt.ts';
import type { GradeRecord, Rating, ScoringRecord } from '../../shared/model/scoring.ts';
import { jsonOrNull, number, numberOrNull, text, textOrNull } from './rows.ts';
import type { Columns } from './rows.ts';
import type { Row } from './sql.ts';

export function scoringColumns(scoring: ScoringRecord): Columns {
  return {
    id: scoring.id,
    run_id: scoring.runId,
    trigger: scoring.trigger,
    created_at: scoring.createdAt,
    finished_at: scoring.finishedAt,
    status: scoring.status,
    status_message: scoring.statusMessage,
    planned: scoring.planned,
    source: scoring.source,
  };
}

export function scoringFromRow(row: Row): ScoringRecord {
  return {
    id: text(row, 'id') as ScoringRecord['id'],
    runId: text(row, 'run_id') as ScoringRecord['runId'],
    trigger: text(row, 'trigger') as ScoringRecord['trigger'],
    createdAt: text(row, 'created_at'),
    finishedAt: textOrNull(row, 'finished_at'),
    status: text(row, 'status') as ScoringRecord['status'],
    statusMessage: textOrNull(row, 'status_message'),
    planned: number(row, 'planned'),
    source: text(row, 'source'),
  };
}

export function gradeColumns(grade: GradeRecord): Columns {
  return {
    scoring_id: grade.scoringId,
    attempt_id: grade.attemptId,
    run_id: grade.runId,
    at: grade.at,
    quality: grade.quality,
    passed: grade.passed === null ? null : Number(grade.passed),
    cost_usd: grade.cost.usd,
    cost_estimated: Number(grade.cost.estimated),
    cost_source: grade.cost.source,
    calls: grade.calls,
    scores: JSON.stringify(grade.scores),
  };
}

export function gradeFromRow(row: Row): GradeRecord {
  return {
    scoringId: text(row, 'scoring_id') as GradeRecord['scoringId'],
    runId: text(row, 'run_id') as GradeRecord['runId'],
    attemptId: text(row, 'attempt_id') as GradeRecord['attemptId'],
    at: text(row, 'at'),
    scores: jsonOrNull(row, 'scores') as readonly Score[],
    quality: numberOrNull(row, 'quality'),
    passed: row['passed'] === null ? null : row['passed'] === 1,
    cost: {
      usd: numberOrNull(row, 'cost_usd'),
      estimated: row['cost_estimated'] === 1,
      source: textOrNull(row, 'cost_source') as GradeRecord['cost']['source'],
    },
    calls: number(row, 'calls'),
  };
}

export function ratingColumns(rating: Rating): Columns {
  return {
    attempt_id: rating.attemptId,
    run_id: rating.runId,
    at: rating.at,
    thumb: rating.thumb,
    stars: rating.stars,
    note: rating.note,
  };
}

export function ratingFromRow(row: Row): Rating {
  return {
    runId: text(row, 'run_id') as Rating['runId'],
    attemptId: text(row, 'attempt_id') as Rating['attemptId'],
    at: text(row, 'at'),
    thumb: textOrNull(row, 'thumb') as Rating['thumb'],
    stars: numberOrNull(row, 'stars'),
    note: text(row, 'note'),
  };
}
