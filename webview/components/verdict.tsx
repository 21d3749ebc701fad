import { cheapestTitle, formatMs, formatPercent, formatQuality, formatSampleCost } from '../../src/shared/format.ts';
import type { CandidateSummary, Comparison } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { usePanel } from './context.ts';
import { Marker } from './marker.tsx';
import { ModelName } from './modelName.tsx';

interface VerdictProps {
  readonly comparison: Comparison;
  readonly highlighted: CandidateId | null;
}

interface Pick {
  readonly title: string;
  readonly id: CandidateId | null;
  readonly figure: (candidate: CandidateSummary) => string;
}

/** The answer first: what to choose, how sure that is, and who leads in what. */
export function Verdict({ comparison, highlighted }: VerdictProps) {
  const { headline, details } = comparison.recommendation;
  return (
    <section class="verdict" aria-labelledby="verdict-headline">
      <h2 id="verdict-headline">{headline}</h2>
      {details.map((detail) => (
        <p key={detail} class="detail">
          {detail}
        </p>
      ))}
      <ul class="picks">
        {picksOf(comparison).map((pick) => (
          <PickCard key={pick.title} pick={pick} comparison={comparison} highlighted={highlighted} />
        ))}
      </ul>
    </section>
  );
}

function picksOf({ recommendation, candidates }: Comparison): Pick[] {
  const { bestQuality, cheapest, fastest, cheapestAsGood, saving } = recommendation;
  return [
    { title: 'Best quality', id: bestQuality, figure: ({ quality }) => formatQuality(quality?.value ?? null) },
    {
      title: 'Cheapest as good',
      // The best itself needs no second card.
      id: cheapestAsGood === bestQuality ? null : cheapestAsGood,
      figure: ({ cost }) => (saving === null ? perSample(cost) : `saves ${formatPercent(saving)}`),
    },
    { title: cheapestTitle(candidates), id: cheapest, figure: ({ cost }) => perSample(cost) },
    { title: 'Fastest', id: fastest, figure: ({ latencyMs }) => `${formatMs(latencyMs?.p50.value ?? null)} median` },
  ];
}

function perSample(cost: CandidateSummary['cost']): string {
  return `${formatSampleCost(cost)} / sample`;
}

function PickCard({ pick: { title, id, figure }, comparison, highlighted }: VerdictProps & { readonly pick: Pick }) {
  const { dispatch } = usePanel();
  const index = comparison.candidates.findIndex((candidate) => candidate.id === id);
  const candidate = comparison.candidates[index];
  if (!candidate) return null;
  return (
    <li>
      <button
        type="button"
        class="pick"
        aria-pressed={candidate.id === highlighted}
        onClick={() => dispatch({ type: 'highlight-toggled', id: candidate.id })}
      >
        <span class="pick-title">{title}</span>
        <span class="pick-name">
          <Marker index={index} /> <ModelName label={candidate.label} />
        </span>
        <span class="pick-figure">{figure(candidate)}</span>
      </button>
    </li>
  );
}
