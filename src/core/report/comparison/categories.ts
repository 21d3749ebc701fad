import type { CandidateSummary, CategoryBreakdown } from '../../../shared/model/comparison.ts';
import type { CaseSpec } from '../../../shared/model/suite.ts';
import { levelShifts } from '../../stats/levels.ts';
import { pairedDifference } from '../../stats/paired.ts';
import { againstLeader } from './contests.ts';
import { leaderBy } from './leaders.ts';
import type { FiguresById } from './figuresByCase.ts';
import { costOf, highestQuality } from './picks.ts';

/** More than anyone reads; the time of a comparison stays bounded where every case has a category of its own. */
const mostCategories = 40;

/** The largest categories in the order of the suite; empty where there are fewer than two. */
export function categoriesOf(
  cases: readonly CaseSpec[],
  summaries: readonly CandidateSummary[],
  figures: FiguresById,
): CategoryBreakdown[] {
  const places = cases.flatMap(({ category }, index) => (category === null ? [] : [{ category, index }]));
  const groups = [...Map.groupBy(places, ({ category }) => category)].map(([category, members]) => ({
    category,
    indexes: members.map(({ index }) => index),
  }));
  if (groups.length < 2) return [];
  const largest = new Set(groups.toSorted((a, b) => b.indexes.length - a.indexes.length).slice(0, mostCategories));
  return groups.filter((g) => largest.has(g)).map(({ category, indexes }) => breakdown(category, indexes, summaries, figures));
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
