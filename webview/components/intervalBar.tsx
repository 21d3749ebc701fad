import type { Estimate } from '../../src/shared/model/comparison.ts';

const widths = { normal: 72, wide: 120 } as const;
const height = 12;
const inset = 4;

interface IntervalBarProps {
  readonly estimate: Estimate;
  /** Ends of the scale that all rows share. */
  readonly from: number;
  readonly to: number;
  readonly wide?: boolean;
}

/** A figure with its interval on a scale shared by the rows below one another. The numbers stand beside it. */
export function IntervalBar({ estimate: { value, low, high }, from, to, wide = false }: IntervalBarProps) {
  const width = widths[wide ? 'wide' : 'normal'];
  const x = (at: number) => inset + ((at - from) / (to - from || 1)) * (width - 2 * inset);
  const middle = height / 2;
  return (
    <svg
      class={wide ? 'interval-bar wide' : 'interval-bar'}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
    >
      <line class="scale" x1={inset} x2={width - inset} y1={middle} y2={middle} />
      {low !== null && high !== null && (
        <path class="whisker" d={`M${x(low)} 3v6M${x(low)} ${middle}H${x(high)}M${x(high)} 3v6`} />
      )}
      <circle class="value" cx={x(value)} cy={middle} r="3" />
    </svg>
  );
}
