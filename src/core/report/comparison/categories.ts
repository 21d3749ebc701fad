import type { CandidateSummary, CategoryBreakdown } from '../../../shared/model/comparison.ts';
import type { CaseSpec } from '../../../shared/model/suite.ts';
import { levelShifts } from '../../stats/levels.ts';
import { pairedDifference } from '../../stats/paired.ts';
import { againstLeader } from './contests.ts';
import { leaderBy } from './leaders.ts';
import type { FiguresById } from './figuresByCase.ts';
import { costOf, highestQuality } from './picks.ts';

/** More than anyone reads; time and size of a comparison stay bounded where every case has a category of its own. */
const mostCategories = 40;

/** Places of the cases of each of the largest categories, in the order of the suite. */
export type Categories = ReadonlyMap<string, readonly number[]>;

export function largestCategories(cases: readonly CaseSpec[]): Categories {
  const groups = new Map<string, number[]>();
  for (const [index, { category }] of cases.entries()) {
    if (category === null) continue;
    const own = groups.get(category);
    if (own) own.push(index);
    else groups.set(category, [index]);
  }
  const largest = new Set([...groups.values()].toSorted((a, b) => b.length - a.length).slice(0, mostCategories));
  return new Map([...groups].filter(([, indexes]) => largest.has(indexes)));
}

/** Empty where there are fewer than two. */
export function categoriesOf(
  categories: Categories,
  summaries: readonly CandidateSummary[],
  figures: FiguresById,
): CategoryBreakdown[] {
  if (categories.size < 2) return [];
  return [...categories].map(([category, indexes]) => breakdown(category, indexes, summaries, figures));
}

function breakdown(
  category: string,
  indexes: readonly number[],
  summaries: readonly CandidateSummary[],
  figures: FiguresById,
): CategoryBreakdown {
  const members = summaries.flatMap((summary) => {
    const quality = summary.qualityByCategory[category];
    const all = figures.get(summary.id)?.quality ?? [];
    return quality ? [{ id: summary.id, quality, cost: costOf(summary), values: indexes.map((i) => all[i] ?? null) }] : [];
  });
  const shifts = levelShifts(members.map(({ values }) => values));
  const leader = highestQuality(members, (member) => {
    const { quality, cost } = member;
    return { quality: quality.value + (shifts[members.indexOf(member)] ?? 0), cost, cases: quality.clusters ?? 0 };
  });
  if (!leader) return { category, cases: indexes.length, leader: null, candidates: [] };
  const against = againstLeader(leader, members, (a, b) => pairedDifference(a.values, b.values));
  const behind = members.filter((m) => against.get(m)?.verdict === 'worse').map(({ id }) => id);
  return {
    category,
    cases: indexes.length,
    leader: leaderBy(
      leader.id,
      members.map(({ id }) => id),
      new Set(behind),
    ),
    candidates: members.map((member) => ({
      id: member.id,
      quality: member.quality,
      verdict: against.get(member)?.verdict ?? null,
      difference: against.get(member)?.paired.difference ?? null,
    })),
  };
}
