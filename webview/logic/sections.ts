import type { Comparison } from '../../src/shared/model/comparison.ts';

export type SectionId =
  | 'comparison'
  | 'baseline'
  | 'weights'
  | 'charts'
  | 'pairs'
  | 'categories'
  | 'prompts'
  | 'ranking'
  | 'judges'
  | 'history'
  | 'cases';

export interface SectionLink {
  readonly id: SectionId;
  /** In the navigation, where there is little room. */
  readonly title: string;
}

type Presence = SectionLink & { readonly present: (comparison: Comparison) => boolean };

const answered = ({ candidates }: Comparison) => candidates.filter(({ ok }) => ok > 0).length;

/** In the order of the page: what was asked first, then what it rests on. */
const sections: readonly Presence[] = [
  { id: 'comparison', title: 'Comparison', present: () => true },
  { id: 'baseline', title: 'Baseline', present: ({ baseline }) => baseline !== null },
  { id: 'weights', title: 'Weights', present: (comparison) => answered(comparison) > 1 },
  { id: 'charts', title: 'Charts', present: (comparison) => answered(comparison) > 0 },
  { id: 'pairs', title: 'Who beats whom', present: ({ pairs }) => pairs.length > 0 },
  { id: 'categories', title: 'Categories', present: ({ categories }) => categories.length > 0 },
  { id: 'prompts', title: 'Prompts', present: ({ prompts }) => prompts.length > 0 },
  { id: 'ranking', title: 'Ranking', present: ({ ranking }) => ranking !== null },
  { id: 'judges', title: 'Judges', present: ({ judging, people }) => judging !== null || people !== null },
  { id: 'history', title: 'Over time', present: () => true },
  { id: 'cases', title: 'Cases', present: () => true },
];

/** The sections that this run has something for. */
export function sectionsOf(comparison: Comparison): SectionLink[] {
  return sections.filter(({ present }) => present(comparison)).map(({ id, title }) => ({ id, title }));
}
