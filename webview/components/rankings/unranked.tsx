import type { CandidateSummary } from '../../../src/shared/model/comparison.ts';
import type { CandidateRanks } from '../../../src/shared/model/publicRanks.ts';
import { CandidateLabel } from '../modelLabel.tsx';
import { WhichOne } from './matched.tsx';

interface UnrankedProps {
  readonly models: readonly CandidateRanks[];
  readonly candidates: readonly CandidateSummary[];
}

/** A board may call a model by a name that nobody can guess. */
export function Unranked({ models, candidates }: UnrankedProps) {
  return (
    <div>
      <h3>Not found on the boards</h3>
      <ul class="unranked">
        {models.map(({ id, model, label }) => (
          <li key={id}>
            <CandidateLabel id={id} candidates={candidates} />
            {model !== label && <span class="muted">{model}</span>}
            <WhichOne id={id} text="Which one is it?" label={`Which one is it? ${label}`} />
          </li>
        ))}
      </ul>
    </div>
  );
}
