import type { PairwiseRanking } from '../../../shared/model/comparison.ts';
import type { CandidateId } from '../../../shared/model/ids.ts';
import { rankPlayers, type Game } from '../../stats/bradleyTerry.ts';
import type { CandidateGroup } from './group.ts';

/** Strengths from what judges said of pairs of answers; `null` where none was judged. */
export function pairwiseRankingOf(groups: readonly CandidateGroup[]): PairwiseRanking | null {
  const games = gamesOf(groups);
  if (games.length === 0) return null;
  const candidates = rankPlayers(games, groups.length).flatMap(({ index, strength, rank }) => {
    const candidate = groups[index]?.candidate;
    return candidate ? [{ id: candidate.id, strength, rank, ...recordOf(index, games) }] : [];
  });
  return { judgedPairs: games.length, candidates };
}

/** Each pair of answers once, though both may hold it: for one with the earlier candidate as `a`. */
function gamesOf(groups: readonly CandidateGroup[]): Game[] {
  const place = new Map<CandidateId, number>(groups.map(({ candidate }, i) => [candidate.id, i]));
  const games = new Map<string, Game>();
  for (const [own, { outcomes }] of groups.entries()) {
    for (const { record, caseIndex } of outcomes) {
      for (const [s, score] of record.scores.entries()) {
        for (const { opponent, value } of score.outcomes ?? []) {
          const other = place.get(opponent);
          if (other === undefined || other === own) continue;
          const [a, b] = own < other ? [own, other] : [other, own];
          const key = `${a}/${b}/${caseIndex}/${record.repeat}/${s}`;
          if (!games.has(key)) games.set(key, { a, b, value: a === own ? value : 1 - value, cluster: caseIndex });
        }
      }
    }
  }
  return [...games.values()];
}

function recordOf(player: number, games: readonly Game[]): { won: number; tied: number; lost: number } {
  const record = { won: 0, tied: 0, lost: 0 };
  for (const { a, b, value } of games) {
    if (a !== player && b !== player) continue;
    const own = a === player ? value : 1 - value;
    if (own === 0.5) record.tied++;
    else if (own > 0.5) record.won++;
    else record.lost++;
  }
  return record;
}
