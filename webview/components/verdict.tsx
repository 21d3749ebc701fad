import { savingText } from '../../src/shared/estimateText.ts';
import { cheapestTitle, formatMs, formatQuality, formatSampleCost, unitsKept } from '../../src/shared/format.ts';
import type { CandidateSummary, Comparison, Leader } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { settledness, settleOffer, type Settledness } from '../logic/leaders.ts';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';
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
  /** Who leads by the figures; whether that is settled is said where it is the one picked. */
  readonly leader: Leader | null;
}

/** The answer first: what to choose, how sure that is, and who leads in what. */
export function Verdict({ comparison, highlighted }: VerdictProps) {
  const { headline, details } = comparison.recommendation;
  return (
    <section class="verdict" aria-labelledby="verdict-headline">
      <h2 id="verdict-headline">{unitsKept(headline)}</h2>
      {details.map((detail) => (
        <p key={detail} class="detail">
          {unitsKept(detail)}
        </p>
      ))}
      {/* Of a single model the headline has said it all. */}
      {comparison.candidates.length > 1 && (
        <ul class="picks">
          {picksOf(comparison).map((pick) => (
            <PickCard key={pick.title} pick={pick} comparison={comparison} highlighted={highlighted} />
          ))}
        </ul>
      )}
      <Settle comparison={comparison} />
    </section>
  );
}

/** What would make it surer, as something to do. */
function Settle({ comparison }: { readonly comparison: Comparison }) {
  const { post } = usePanel();
  const offer = settleOffer(comparison);
  return (
    offer && (
      <p class="settle">
        <button type="button" class="button secondary" onClick={() => post({ type: 'settle-requested' })}>
          <Icon name="add" /> {offer.label}
        </button>
        <span class="muted">{offer.purpose}</span>
      </p>
    )
  );
}

function picksOf({ recommendation, candidates, leaders }: Comparison): Pick[] {
  const { bestQuality, cheapest, fastest, cheapestAsGood, saving } = recommendation;
  const best = candidates.find(({ id }) => id === bestQuality);
  return [
    {
      title: 'Best quality',
      id: bestQuality,
      figure: ({ quality }) => formatQuality(quality?.value ?? null),
      leader: leaders.quality,
    },
    {
      title: 'Cheapest as good',
      // The best itself needs no second card.
      id: cheapestAsGood === bestQuality ? null : cheapestAsGood,
      figure: ({ cost }) =>
        saving === null ? perSample(cost) : savingText(saving, cost.estimated || best?.cost.estimated === true),
      leader: null,
    },
    { title: cheapestTitle(candidates), id: cheapest, figure: ({ cost }) => perSample(cost), leader: leaders.cost },
    {
      title: 'Fastest',
      id: fastest,
      figure: ({ latencyMs }) => `${formatMs(latencyMs?.p50.value ?? null)} median`,
      leader: leaders.speed,
    },
  ];
}

function perSample(cost: CandidateSummary['cost']): string {
  return `${formatSampleCost(cost)} / sample`;
}

function PickCard({ pick: { title, id, figure, leader }, comparison, highlighted }: VerdictProps & { readonly pick: Pick }) {
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
        <span class="pick-figure">{unitsKept(figure(candidate))}</span>
        <SettledText settled={settledness(leader, candidate.id, comparison.candidates)} expanded={candidate.id === highlighted} />
      </button>
    </li>
  );
}

interface SettledTextProps {
  readonly settled: Settledness | null;
  /** Whether to name the rivals for all to see, instead of in the tooltip. */
  readonly expanded: boolean;
}

function SettledText({ settled, expanded }: SettledTextProps) {
  if (!settled) return null;
  const names = settled.rivals.length > 1 ? settled.rivals.join(', ') : null;
  return (
    <span
      class={settled.settled ? 'pick-settled settled' : 'pick-settled'}
      title={names ?? (settled.settled ? 'Shown to be ahead of every other' : undefined)}
    >
      <Icon name={settled.settled ? 'check' : 'question'} />
      <span>
        {settled.text}
        {names !== null && <span class={expanded ? undefined : 'for-screen-readers'}>: {names}</span>}
      </span>
    </span>
  );
}
