import { useMemo, useState } from 'preact/hooks';
import { formatInterval, formatPercent, formatQuality } from '../../src/shared/format.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import {
  defaultWeights,
  merits,
  rankByWeights,
  unrankedBy,
  unrankedReason,
  weightShares,
  type Merit,
  type Unranked,
  type WeightedRank,
  type Weights,
} from '../../src/shared/weights.ts';
import { labelOf } from '../logic/leaders.ts';
import { leaderText } from '../logic/weighted.ts';
import { usePanel } from './context.ts';
import { IntervalBar } from './intervalBar.tsx';
import { CandidateLabel } from './modelLabel.tsx';
import { Section, TableBox } from './section.tsx';

const titles: Readonly<Record<Merit, string>> = { quality: 'Quality', cost: 'Low cost', speed: 'Speed' };

interface WeightsSectionProps {
  readonly comparison: Comparison;
  /** As last left by the user. */
  readonly saved: Weights;
}

/** What follows from the user's own weights, at once; kept when a slider comes to rest. */
export function WeightsSection({ comparison, saved }: WeightsSectionProps) {
  const { dispatch } = usePanel();
  const [weights, setWeights] = useState(saved);
  const { candidates, replicates } = comparison;
  const ranks = useMemo(() => rankByWeights(candidates, replicates, weights), [candidates, replicates, weights]);
  const set = (next: Weights, keep: boolean) => {
    setWeights(next);
    if (keep) dispatch({ type: 'prefs-changed', prefs: { weights: next } });
  };
  return (
    <Section
      id="weights"
      title="Your own weights"
      intro="Score: weighted mean of quality, least cost ÷ cost and least latency ÷ latency (median)."
    >
      <div class="weights">
        <fieldset class="sliders">
          <legend class="for-screen-readers">What matters how much</legend>
          {merits.map((merit) => (
            <Slider
              key={merit}
              merit={merit}
              weights={weights}
              shares={weightShares(candidates, weights)}
              measured={weightShares(candidates, { quality: 0, cost: 0, speed: 0, [merit]: 1 }) !== null}
              onSet={set}
            />
          ))}
          <button type="button" class="button secondary" onClick={() => set(defaultWeights, true)}>
            Reset
          </button>
        </fieldset>
        <div class="weighted">
          <p role="status">{leaderText(ranks, candidates)}</p>
          {ranks.length > 0 && <RankTable ranks={ranks} comparison={comparison} />}
          <UnrankedList unranked={unrankedBy(candidates, weights)} comparison={comparison} />
        </div>
      </div>
    </Section>
  );
}

interface SliderProps {
  readonly merit: Merit;
  readonly weights: Weights;
  readonly shares: Weights | null;
  /** Some model has a figure for it. */
  readonly measured: boolean;
  readonly onSet: (weights: Weights, keep: boolean) => void;
}

function Slider({ merit, weights, shares, measured, onSet }: SliderProps) {
  const share = measured ? `${Math.round(100 * (shares?.[merit] ?? 0))} %` : 'not measured';
  const set = (keep: boolean) => (event: { readonly currentTarget: HTMLInputElement }) =>
    onSet({ ...weights, [merit]: Number(event.currentTarget.value) }, keep);
  return (
    <label class="slider">
      <span>{titles[merit]}</span>
      <span class="share">{share}</span>
      <input
        type="range"
        min="0"
        max="100"
        step="5"
        value={weights[merit]}
        disabled={!measured}
        style={{ '--filled': `${weights[merit]}%` }}
        aria-valuetext={share}
        onInput={set(false)}
        onChange={set(true)}
      />
    </label>
  );
}

interface RankTableProps {
  readonly ranks: readonly WeightedRank[];
  readonly comparison: Comparison;
}

function RankTable({ ranks, comparison: { candidates, replicates } }: RankTableProps) {
  return (
    <TableBox label="Ranking by your weights">
      <table class="data">
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Model</th>
            <th scope="col">Score</th>
            {replicates && (
              <th scope="col" class="number" title={`Of ${replicates.draws} resamples of the cases`}>
                Comes first in
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {ranks.map((rank) => (
            <tr key={rank.id}>
              <td class="place">{rank.place}</td>
              <th scope="row">
                <CandidateLabel id={rank.id} candidates={candidates} />
              </th>
              <td>
                <ScoreFigure rank={rank} />
              </td>
              {replicates && <td class="number">{rank.first === null ? '–' : formatPercent(rank.first)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function ScoreFigure({ rank: { score, low, high } }: { readonly rank: WeightedRank }) {
  const estimate = { value: score, low, high, n: 0, clusters: null };
  return (
    <span class="quality-figure">
      <span class="number">{formatQuality(score)}</span>
      <IntervalBar estimate={estimate} from={0} to={1} wide />
      <span class="interval">{formatInterval(estimate, formatQuality)}</span>
    </span>
  );
}

interface UnrankedListProps {
  readonly unranked: readonly Unranked[];
  readonly comparison: Comparison;
}

function UnrankedList({ unranked, comparison: { candidates } }: UnrankedListProps) {
  if (unranked.length === 0) return null;
  const texts = unranked.map((one) => `${labelOf(candidates, one.id)} (${unrankedReason(one)})`);
  return <p class="muted">Not ranked: {texts.join(', ')}.</p>;
}
