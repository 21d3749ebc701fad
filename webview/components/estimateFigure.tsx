import { formatInterval, formatQuality } from '../../src/shared/format.ts';
import type { Estimate } from '../../src/shared/model/comparison.ts';
import { intervalText } from '../logic/wording.ts';
import { IntervalBar } from './intervalBar.tsx';

interface EstimateFigureProps {
  readonly estimate: Estimate;
  /** Ends of the scale that the rows share. */
  readonly from: number;
  readonly to: number;
  readonly format?: (value: number) => string;
}

/** A figure, its interval drawn and in numbers. */
export function EstimateFigure({ estimate, from, to, format = formatQuality }: EstimateFigureProps) {
  return (
    <span class="quality-figure" title={intervalText(estimate, format)}>
      <span class="number">{format(estimate.value)}</span>
      <IntervalBar estimate={estimate} from={from} to={to} />
      <span class="interval">{formatInterval(estimate, format)}</span>
    </span>
  );
}
