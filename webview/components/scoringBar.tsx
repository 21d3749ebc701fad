import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { ScoringId } from '../../src/shared/model/ids.ts';
import { qualityMeasured } from '../logic/columns.ts';
import { runningScoring, scoringChoices, scoringRemarks, type ScoringChoice } from '../logic/scoring.ts';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';

/** By which scores the run is seen, and the way to score its answers anew. */
export function ScoringBar({ comparison }: { readonly comparison: Comparison }) {
  const { post } = usePanel();
  const { scoring, status } = comparison;
  const choices = scoringChoices(scoring);
  const remarks = scoringRemarks(comparison);
  const busy = status === 'running' || runningScoring(scoring) !== null;
  if (busy && choices.length === 1 && remarks.length === 0) return null;
  return (
    <section class="scoring-bar" aria-label="Scoring">
      {choices.length > 1 ? (
        <ScoringChooser choices={choices} active={scoring.active} />
      ) : (
        <span class="muted">{qualityMeasured(comparison) ? 'Scores as first scored' : 'Not scored'}</span>
      )}
      {!busy && (
        <button
          type="button"
          class="button secondary"
          title="Score the stored answers by the suite file as it is now. No model under test is called."
          onClick={() => post({ type: 'rescore-requested' })}
        >
          <Icon name="refresh" /> Re-score
        </button>
      )}
      {remarks.length > 0 && <p class="remarks">{remarks.join(' ')}</p>}
    </section>
  );
}

interface ScoringChooserProps {
  readonly choices: readonly ScoringChoice[];
  readonly active: ScoringId | null;
}

function ScoringChooser({ choices, active }: ScoringChooserProps) {
  const { post } = usePanel();
  return (
    <label>
      Scores
      <select
        value={active ?? ''}
        onChange={({ currentTarget: { value } }) => {
          const chosen = choices.find(({ id }) => (id ?? '') === value);
          if (chosen) post({ type: 'scoring-chosen', scoringId: chosen.id });
        }}
      >
        {choices.map(({ id, text }) => (
          <option key={id} value={id ?? ''}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
