import type { Rating } from '../../shared/model/scoring.ts';
import type { LogEntry } from '../store/logLine.ts';
import { compareTexts } from './logs.ts';

/** What decides between two entries about the same thing: the greater one counts, of equal ones the first. */
export type Rank = readonly (string | number)[];

interface Claim {
  readonly subject: string;
  readonly rank: Rank;
}

/**
 * Tells which lines of a run's logs still say something. The rules are those by which the store's tables take entries in
 * (`RunIndex`, `ScoringIndex`): a test holds the two together.
 */
export class Counting<Place> {
  readonly #winners = new Map<string, { readonly rank: Rank; readonly place: Place }>();

  add(entry: LogEntry, place: Place): void {
    for (const { subject, rank } of claims(entry)) {
      const best = this.#winners.get(subject);
      if (!best || compareRanks(rank, best.rank) > 0) this.#winners.set(subject, { rank, place });
    }
  }

  /** Places of the lines that count. */
  places(): ReadonlySet<Place> {
    return new Set([...this.#winners.values()].map(({ place }) => place));
  }
}

/** A run's creation gives its record and its detail, each of which a later entry may replace; and so with a scoring. */
function claims(entry: LogEntry): readonly Claim[] {
  switch (entry.type) {
    case 'run-created': {
      const rank = [0, entry.run.startedAt];
      return [
        { subject: 'record', rank },
        { subject: 'detail', rank },
      ];
    }
    case 'run-extended': {
      const rank = [entry.revision, entry.at];
      return [
        { subject: 'record', rank },
        { subject: 'detail', rank },
      ];
    }
    case 'run-updated':
      return [{ subject: 'record', rank: [entry.revision, entry.at] }];
    case 'run-pruned':
      return [{ subject: 'pruned', rank: [entry.revision, entry.at] }];
    case 'attempt':
      return [{ subject: `attempt ${entry.attempt.record.id}`, rank: [] }];
    case 'scoring-created': {
      const rank = [entry.revision, entry.at];
      return [
        { subject: `scoring ${entry.scoring.id}`, rank },
        { subject: `scoring detail ${entry.scoring.id}`, rank },
      ];
    }
    case 'scoring-updated':
      return [{ subject: `scoring ${entry.scoring.id}`, rank: [entry.revision, entry.at] }];
    case 'grade': {
      const { scoringId, attemptId, at, scores } = entry.grade.record;
      return [{ subject: `grade ${scoringId} ${attemptId}`, rank: [at, JSON.stringify(scores)] }];
    }
    case 'rated':
      return [{ subject: `rating ${entry.rating.attemptId}`, rank: ratingRank(entry.rating, entry.revision) }];
    case 'log-opened':
    case 'log-closed':
      return [];
  }
}

export function ratingRank({ at, thumb, stars, note }: Rating, revision: number): Rank {
  return [revision, at, thumb ?? '', stars ?? 0, note];
}

export function compareRanks(a: Rank, b: Rank): number {
  for (const [i, one] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    const order = typeof one === 'number' && typeof other === 'number' ? one - other : compareTexts(String(one), String(other));
    if (order !== 0) return order;
  }
  return 0;
}
