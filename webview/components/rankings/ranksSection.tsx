import { useEffect, useState } from 'preact/hooks';
import type { Comparison } from '../../../src/shared/model/comparison.ts';
import type { RanksFailed, RanksUpdated } from '../../../src/shared/protocol/panel.ts';
import type { RunRanks } from '../../../src/shared/model/runRanks.ts';
import { ranksShown, unranked } from '../../logic/ranks.ts';
import { usePanel } from '../context.ts';
import { Callout } from '../emptyStates.tsx';
import { Icon } from '../icon.tsx';
import { Section } from '../section.tsx';
import { CategoryRanks } from './categoryRanks.tsx';
import { OtherModelsList } from './otherModels.tsx';
import { RankedPartView } from './rankedPart.tsx';
import { RankSources } from './rankSources.tsx';
import { Unranked } from './unranked.tsx';

interface RanksSectionProps {
  readonly comparison: Comparison;
  /** `null` until it was asked for and came. */
  readonly answer: RanksUpdated | RanksFailed | null;
}

/** What public boards say of the run's models, beside what its own cases say; asked for once somebody comes to see it. */
export function RanksSection({ comparison, answer }: RanksSectionProps) {
  const { post } = usePanel();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    post({ type: 'ranks-requested' });
  }, [post, attempt]);
  const shown = ranksShown(answer, comparison);
  return (
    <Section
      id="ranks"
      title="Public ranks"
      intro={
        shown.kind === 'found' &&
        'Boards ask questions of their own, and your cases ask yours: where the two disagree, yours tell more about your task.'
      }
      tools={shown.kind === 'found' && <FetchButton />}
    >
      {shown.kind === 'loading' && <p class="loading">Loading the rankings…</p>}
      {shown.kind === 'none' && <NoRankings />}
      {shown.kind === 'failed' && (
        <Callout icon="error" title="The rankings could not be read">
          <p>{shown.message}</p>
          <button type="button" class="link" onClick={() => setAttempt(attempt + 1)}>
            <Icon name="refresh" /> Try again
          </button>
        </Callout>
      )}
      {shown.kind === 'found' && <Ranks comparison={comparison} found={shown} />}
    </Section>
  );
}

function Ranks({
  comparison: { candidates },
  found: { ranks, others },
}: {
  readonly comparison: Comparison;
  readonly found: RunRanks;
}) {
  const missing = unranked(ranks);
  return (
    <div class="ranks">
      {ranks.parts.map((part) => (
        <RankedPartView key={part.caseCategory} part={part} ranks={ranks} candidates={candidates} />
      ))}
      {missing.length > 0 && <Unranked models={missing} candidates={candidates} />}
      {missing.length < ranks.candidates.length && <CategoryRanks ranks={ranks} candidates={candidates} />}
      {others.length > 0 && <OtherModelsList others={others} />}
      <RankSources rankings={ranks.rankings} />
    </div>
  );
}

function FetchButton() {
  const { post } = usePanel();
  return (
    <button type="button" class="button secondary" onClick={() => post({ type: 'ranks-fetch-requested' })}>
      <Icon name="refresh" /> Fetch again
    </button>
  );
}

function NoRankings() {
  const { post } = usePanel();
  return (
    <Callout icon="info" title="No rankings are kept">
      <p>
        Public boards rank models by benchmarks of their own. Fetch them to see what they say of these models beside your own
        results. It costs nothing, and nothing of this run is sent. What is older than 7 days counts no longer.
      </p>
      <button type="button" class="button" onClick={() => post({ type: 'ranks-fetch-requested' })}>
        Fetch rankings
      </button>
    </Callout>
  );
}
