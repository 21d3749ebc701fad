import type { ComponentChildren } from 'preact';
import { formatCost, formatCount, formatUsd } from '../../src/shared/format.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { GradingProgress, RunProgress } from '../../src/shared/model/run.ts';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';

interface ProgressProps {
  readonly progress: RunProgress;
  readonly comparison: Pick<Comparison, 'totals' | 'candidates'>;
}

/** How far the calls are; once they are over, how far the grading is. */
export function Progress({ progress, comparison }: ProgressProps) {
  const { done, planned, failed, inFlight, costUsd, grading } = progress;
  const calling = done < planned || grading === null;
  if (!calling) return <Grading progress={grading} cancel="Cancel run" />;
  return (
    <ProgressBar
      label="Progress of the run"
      max={planned}
      value={done}
      text={`${done} of ${planned} samples done`}
      cancel="Cancel run"
    >
      <strong>
        {formatCount(done)} of {formatCount(planned)}
      </strong>{' '}
      samples
      {inFlight > 0 && <> · {formatCount(inFlight)} in flight</>}
      <Failed count={failed} />
      {' · '}cost so far {costSoFar(costUsd, comparison)}
      {grading !== null && grading.done > 0 && <> · {formatCount(grading.done)} graded</>}
    </ProgressBar>
  );
}

/** As the head of the panel tells it: what is known of a cost stays in sight. */
function costSoFar(totalUsd: number | null, { totals, candidates }: ProgressProps['comparison']): string {
  const { knownCostUsd: knownUsd, unknownCostCalls: unknownCalls } = totals;
  return formatCost({ totalUsd, knownUsd, unknownCalls, estimated: candidates.some(({ cost }) => cost.estimated) });
}

interface GradingProps {
  readonly progress: GradingProgress;
  /** What the button says. */
  readonly cancel: string;
}

export function Grading({ progress: { done, planned, failed, costUsd }, cancel }: GradingProps) {
  return (
    <ProgressBar
      label="Progress of the grading"
      max={planned}
      value={done}
      text={`${done} of ${planned} answers graded`}
      cancel={cancel}
    >
      Grading{' '}
      <strong>
        {formatCount(done)} of {formatCount(planned)}
      </strong>{' '}
      answers
      <Failed count={failed} />
      {' · '}
      {formatUsd(costUsd)} so far
    </ProgressBar>
  );
}

function Failed({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span class="failed">
      {' · '}
      <Icon name="error" /> {formatCount(count)} failed
    </span>
  );
}

interface ProgressBarProps {
  readonly label: string;
  readonly max: number;
  readonly value: number;
  /** The bar in words. */
  readonly text: string;
  readonly cancel: string;
  readonly children: ComponentChildren;
}

function ProgressBar({ label, max, value, text, cancel, children }: ProgressBarProps) {
  const { post } = usePanel();
  return (
    <section class="progress" aria-label={label}>
      <progress max={Math.max(1, max)} value={value} aria-label={text} />
      <p class="progress-figures">{children}</p>
      <button type="button" class="button secondary" onClick={() => post({ type: 'cancel-requested' })}>
        <Icon name="close" /> {cancel}
      </button>
    </section>
  );
}
