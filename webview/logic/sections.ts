import type { Comparison } from '../../src/shared/model/comparison.ts';

/** The parts of the evidence. */
export type EvidenceId = 'comparison' | 'baseline' | 'weights' | 'pairs' | 'categories' | 'prompts' | 'ranking' | 'judges';

/** Every part of the page that has a heading of its own. */
export type SectionId = EvidenceId | 'history' | 'cases';

export interface SectionLink {
  readonly id: EvidenceId;
  /** In the navigation, where there is little room. */
  readonly title: string;
}

type Presence = SectionLink & { readonly present: (comparison: Comparison) => boolean };

const answered = ({ candidates }: Comparison) => candidates.filter(({ ok }) => ok > 0).length;

/** What decides comes first, then what it is made of. */
const sections: readonly Presence[] = [
  { id: 'comparison', title: 'Comparison', present: () => true },
  { id: 'pairs', title: 'Who beats whom', present: ({ pairs }) => pairs.length > 0 },
  { id: 'baseline', title: 'Baseline', present: ({ baseline }) => baseline !== null },
  { id: 'categories', title: 'Categories', present: ({ categories }) => categories.length > 0 },
  { id: 'weights', title: 'Weights', present: (comparison) => answered(comparison) > 1 },
  { id: 'prompts', title: 'Prompts', present: ({ prompts }) => prompts.length > 0 },
  { id: 'ranking', title: 'Ranking', present: ({ ranking }) => ranking !== null },
  { id: 'judges', title: 'Judges', present: ({ judging, people }) => judging !== null || people !== null },
];

/** The sections that this run has something for. */
export function sectionsOf(comparison: Comparison): SectionLink[] {
  return sections.filter(({ present }) => present(comparison)).map(({ id, title }) => ({ id, title }));
}
