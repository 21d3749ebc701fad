import { rankingCategories, type RankingCategory } from './model/rankings.ts';

/** Words by which people name categories of cases. */
const words: Readonly<Record<RankingCategory, RegExp>> = {
  coding:
    /^(?:cod(?:e|es|ing)|program(?:s|ming)?|sql|python|javascript|typescript|java|rust|debug(?:ging)?|bugs?|refactoring|algorithms?|software|regex)$/,
  math: /^(?:maths?|mathematics|mathematical|arithmetic|algebra|geometry|calculus|sums?|calculation|statistics)$/,
  reasoning: /^(?:reason(?:ing)?|logic(?:al)?|puzzles?|deduction|inference|planning)$/,
  research: /^(?:research|sources|citations?|literature|reading|comprehension|rag|retrieval)$/,
  empathy: /^(?:empath(?:y|etic)|emotions?|emotional|feelings?|compassion|counsell?ing)$/,
  general: /^(?:general|knowledge|facts?|trivia|misc|miscellaneous)$/,
};

/** `coding` for `Code review`, `math` for `math reasoning`; `null` where a name tells no kind, or two. */
export function rankingCategoryOf(caseCategory: string): RankingCategory | null {
  const parts = caseCategory.toLowerCase().split(/[^a-z]+/);
  const kinds = rankingCategories.filter((category) => parts.some((part) => words[category].test(part)));
  // All kinds take some reasoning, and have some general cases.
  const narrow = kinds.filter((kind) => kind !== 'reasoning' && kind !== 'general');
  const telling = narrow.length > 0 ? narrow : kinds;
  return telling.length === 1 ? (telling[0] ?? null) : null;
}
