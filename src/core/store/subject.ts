import type { AttemptBody } from '../../shared/model/attempt.ts';
import type { AttemptId } from '../../shared/model/ids.ts';
import type { LogEntry } from './logLine.ts';

/** What an entry is about: of two with the same subject, the later one takes the other's place. */
export function subjectOf(entry: LogEntry): string {
  switch (entry.type) {
    case 'log-opened':
    case 'log-closed':
      return entry.type;
    case 'run-created':
    case 'run-extended':
    case 'run-updated':
    case 'run-pruned':
      return runSubject(entry.type, entry.run.id);
    case 'attempt':
      return attemptSubject(entry.attempt.record.id);
    case 'scoring-created':
    case 'scoring-updated':
      return scoringSubject(entry.type, entry.scoring.id);
    case 'grade':
      return gradeSubject(entry.grade.record.scoringId, entry.grade.record.attemptId);
    case 'rated':
      return `rated ${entry.rating.attemptId}`;
  }
}

export function runSubject(type: 'run-created' | 'run-extended' | 'run-updated' | 'run-pruned', id: string): string {
  return `${type} ${id}`;
}

export function attemptSubject(id: string): string {
  return `attempt ${id}`;
}

export function scoringSubject(type: 'scoring-created' | 'scoring-updated', id: string): string {
  return `${type} ${id}`;
}

export function gradeSubject(scoringId: string, attemptId: string): string {
  return `grade ${scoringId} ${attemptId}`;
}

/** What belongs to the attempt; `null` where the entry is about something else. */
export function bodyOf(entry: LogEntry | null, id: AttemptId): AttemptBody | null {
  return entry?.type === 'attempt' && entry.attempt.record.id === id ? entry.attempt.body : null;
}
