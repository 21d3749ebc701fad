import type { CandidateSummary } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { labelOf } from '../logic/leaders.ts';
import { Marker } from './marker.tsx';
import { ModelName } from './modelName.tsx';

interface ModelLabelProps {
  readonly label: string;
  /** Place in the run's own order. */
  readonly index: number;
}

/** A model with its mark, as in the charts. */
export function ModelLabel({ label, index }: ModelLabelProps) {
  return (
    <span class="model-label">
      <Marker index={index} /> <ModelName label={label} />
    </span>
  );
}

interface CandidateLabelProps {
  readonly id: CandidateId;
  /** Of the run, in its order. */
  readonly candidates: readonly CandidateSummary[];
}

/** The same of a candidate that only its id is known of. */
export function CandidateLabel({ id, candidates }: CandidateLabelProps) {
  return <ModelLabel label={labelOf(candidates, id)} index={candidates.findIndex((one) => one.id === id)} />;
}
