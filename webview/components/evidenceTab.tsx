import type { Comparison } from '../../src/shared/model/comparison.ts';
import { sectionsOf, type EvidenceId } from '../logic/sections.ts';
import type { PanelState } from '../logic/state.ts';
import { BaselineSection } from './baselineSection.tsx';
import { CategoriesSection, PromptsSection } from './breakdownSections.tsx';
import { ComparisonSection } from './comparisonSection.tsx';
import { JudgesSection } from './judgesSection.tsx';
import { PairsSection } from './pairsSection.tsx';
import { RankingSection } from './rankingSection.tsx';
import { SectionNav } from './sectionNav.tsx';
import { WeightsSection } from './weightsSection.tsx';

interface EvidenceTabProps {
  readonly state: PanelState;
  readonly comparison: Comparison;
}

/** What the answer rests on. */
export function EvidenceTab(props: EvidenceTabProps) {
  const sections = sectionsOf(props.comparison);
  return (
    <>
      {sections.length > 2 && <SectionNav sections={sections} />}
      {sections.map(({ id }) => (
        <Evidence key={id} id={id} {...props} />
      ))}
    </>
  );
}

function Evidence({ id, state: { highlighted, prefs }, comparison }: EvidenceTabProps & { readonly id: EvidenceId }) {
  const { baseline, candidates, ranking } = comparison;
  switch (id) {
    case 'comparison':
      return <ComparisonSection comparison={comparison} prefs={prefs} highlighted={highlighted} />;
    case 'pairs':
      return <PairsSection comparison={comparison} />;
    case 'baseline':
      return baseline && <BaselineSection baseline={baseline} candidates={candidates} />;
    case 'categories':
      return <CategoriesSection comparison={comparison} />;
    case 'weights':
      return <WeightsSection comparison={comparison} saved={prefs.weights} />;
    case 'prompts':
      return <PromptsSection comparison={comparison} />;
    case 'ranking':
      return ranking && <RankingSection ranking={ranking} candidates={candidates} />;
    case 'judges':
      return <JudgesSection comparison={comparison} />;
  }
}
