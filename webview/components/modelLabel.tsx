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
