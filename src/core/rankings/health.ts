import { rankingBoards, rankingCategories, rankingSources } from '../../shared/model/rankings.ts';
import type { RankingBoard, RankingHealth, RankingSource, SourceHealth, SourceUse } from '../../shared/model/rankings.ts';
import { ageMs, isYounger, rankingAge } from './age.ts';
import { bestKept, newestKept, waitsUntil } from './kept.ts';
import { nextRefresh, refreshIntervalMs, useLevel } from './refreshRule.ts';
import type { LastRefresh, RefreshSetting } from './refreshRule.ts';
import type { KeptRankings } from './spec.ts';

const dayMs = 24 * 60 * 60 * 1000;

export interface HealthSources {
  /** The newest last. Those of the last 24 h are counted; the older ones tell the last success. */
  readonly uses: readonly SourceUse[];
  /** ISO; of the last week. */
  readonly reads: readonly string[];
  readonly kept: KeptRankings;
  readonly setting: RefreshSetting;
  readonly now: Date;
}

export function rankingHealth({ uses: recorded, reads, kept, setting, now }: HealthSources): RankingHealth {
  const uses = recorded.filter(({ at }) => isPast(at, now));
  const use = useLevel(reads, now);
  const last = lastRefresh(kept, uses, now);
  return {
    at: now.toISOString(),
    sources: rankingSources.map((source) => sourceHealth(source, uses, kept, now)),
    cache: cacheHealth(kept, now),
    lastFetchAt: last.fetchedAt,
    nextRefreshAt: nextRefresh(last, refreshIntervalMs(setting, use), now)?.toISOString() ?? null,
    use,
  };
}

/** For the rule: when boards last answered, and when they were last asked. */
export function lastRefresh(kept: KeptRankings, uses: readonly SourceUse[], now: Date): LastRefresh {
  const asked = uses.filter((use) => isBoard(use.source) && use.outcome !== 'skipped').map(({ at }) => at);
  const fetched = kept.rankings.filter(({ origin }) => isBoard(origin)).map(({ fetchedAt }) => fetchedAt);
  // A time ahead of the clock is better than none: it says that something was fetched.
  return { fetchedAt: latest(fetched, now) ?? fetched[0] ?? null, triedAt: latest(asked, now) };
}

function sourceHealth(source: RankingSource, uses: readonly SourceUse[], kept: KeptRankings, now: Date): SourceHealth {
  const asked = uses.filter((use) => use.source === source && use.outcome !== 'skipped');
  const recent = asked.filter(({ at }) => isYounger(at, now, dayMs));
  const successes = recent.filter(({ outcome }) => outcome === 'success').length;
  const failure = asked.findLast(({ outcome }) => outcome === 'failure');
  return {
    source,
    attempts: recent.length,
    successes,
    failures: recent.length - successes,
    successRate: recent.length === 0 ? null : successes / recent.length,
    lastSuccessAt: asked.findLast(({ outcome }) => outcome === 'success')?.at ?? null,
    lastFailure: failure?.error ? { at: failure.at, error: failure.error } : null,
    waitsUntil: isBoard(source) ? waitsUntil(kept, source, now) : null,
  };
}

function cacheHealth(kept: KeptRankings, now: Date): RankingHealth['cache'] {
  return rankingCategories.flatMap((category) => {
    const ranking = bestKept(kept, category, now) ?? newestKept(kept, category);
    if (ranking === null) return [];
    const { origin, fetchedAt, models } = ranking;
    return [{ category, origin, ageMs: ageMs(fetchedAt, now), age: rankingAge(fetchedAt, now), models: models.length }];
  });
}

function isBoard(source: RankingSource): source is RankingBoard {
  return rankingBoards.some((board) => board === source);
}

/** False of what was written while the clock was wrong. */
function isPast(at: string, now: Date): boolean {
  return isYounger(at, now, Infinity);
}

/** ISO times of one zone sort as texts. */
function latest(times: readonly string[], now: Date): string | null {
  return (
    times
      .filter((at) => isPast(at, now))
      .toSorted()
      .at(-1) ?? null
  );
}
