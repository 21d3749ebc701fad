import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { CandidateRanks, PublicRank, PublicRanking, PublicRanks, RankedPart } from '../../src/shared/model/publicRanks.ts';
import type { RankingCategory } from '../../src/shared/model/rankings.ts';
import type { RunRanks } from '../../src/shared/model/runRanks.ts';
import type { RanksFailed, RanksUpdated } from '../../src/shared/protocol/panel.ts';
import { agoText, creditOf, rankingTitle, sourceName } from '../../src/shared/rankingText.ts';

/** What the tab of the public ranks shows. */
export type RanksShown =
  | { readonly kind: 'loading' | 'none' }
  | { readonly kind: 'failed'; readonly message: string }
  | ({ readonly kind: 'found' } & RunRanks);

export function ranksShown(answer: RanksUpdated | RanksFailed | null, { runId }: Pick<Comparison, 'runId'>): RanksShown {
  if (answer === null) return { kind: 'loading' };
  if (answer.type === 'ranks-failed') return { kind: 'failed', message: answer.message };
  if (answer.found === null) return { kind: 'none' };
  return answer.found.ranks.runId === runId ? { kind: 'found', ...answer.found } : { kind: 'loading' };
}

/** `All cases`, `Cases of the category policy`. */
export function partTitle({ caseCategory }: Pick<RankedPart, 'caseCategory'>): string {
  return caseCategory === null ? 'All cases' : `Category “${caseCategory}”`;
}

/** Of which a model is one: the others are on the other side of the same pair. */
export function disagreementsOf({ disagreements }: RankedPart, id: CandidateId): readonly string[] {
  return disagreements.flatMap(({ above, below }) => {
    if (above.id === id) return [below.label];
    return below.id === id ? [above.label] : [];
  });
}

/** Models that none of the rankings has. */
export function unranked({ candidates }: PublicRanks): readonly CandidateRanks[] {
  return candidates.filter(({ ranks }) => ranks.length === 0);
}

/** In the order of the rankings; `null` where one does not have it. */
export function rankRow({ ranks }: CandidateRanks, rankings: readonly PublicRanking[]): readonly (PublicRank | null)[] {
  return rankings.map(({ category }) => ranks.find((rank) => rank.category === category) ?? null);
}

/** Several categories of one reading share one line, and the credit that goes with it. */
export interface SourceGroup {
  /** `Artificial Analysis, 3 hours ago`. */
  readonly text: string;
  readonly credit: { readonly text: string; readonly url: string } | null;
  /** `Coding`; `Math, by the intelligence index, which stands in`. */
  readonly indices: readonly string[];
}

export function sourceGroups(rankings: readonly PublicRanking[], now: number): readonly SourceGroup[] {
  const groups = Map.groupBy(
    rankings,
    ({ origin, fetchedAt }) => `${sourceName(origin)}, ${agoText(now - Date.parse(fetchedAt))}`,
  );
  return [...groups].flatMap(([text, group]) => {
    const [first] = group;
    return first ? [{ text: capital(text), credit: creditOf(first.origin), indices: group.map(indexNote) }] : [];
  });
}

function indexNote({ category, index, standsIn, models }: PublicRanking): string {
  return `${rankingTitle(category)}: ${index}${standsIn ? ' (stands in, there is none of its own)' : ''}, ${models} models`;
}

export function rankingOf(ranks: PublicRanks, category: RankingCategory): PublicRanking | null {
  return ranks.rankings.find((ranking) => ranking.category === category) ?? null;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
