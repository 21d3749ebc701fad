import { formatCount, formatUsd } from '../../src/shared/format.ts';
import type { RunProgress } from '../../src/shared/model/run.ts';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';

export function Progress({ progress: { done, planned, failed, inFlight, costUsd } }: { readonly progress: RunProgress }) {
  const { post } = usePanel();
  return (
    <section class="progress" aria-label="Progress of the run">
      <progress max={planned} value={done} aria-label={`${done} of ${planned} samples done`} />
      <p class="progress-figures">
        <strong>
          {formatCount(done)} of {formatCount(planned)}
        </strong>{' '}
        samples
        {inFlight > 0 && <> · {formatCount(inFlight)} in flight</>}
        {failed > 0 && (
          <span class="failed">
            {' '}
            · <Icon name="error" /> {formatCount(failed)} failed
          </span>
        )}{' '}
        · cost so far {formatUsd(costUsd)}
      </p>
      <button type="button" class="button secondary" onClick={() => post({ type: 'cancel-requested' })}>
        <Icon name="close" /> Cancel run
      </button>
    </section>
  );
}
