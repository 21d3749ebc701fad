import { formatMs } from '../../src/shared/format.ts';
import { isRough, samplesNeeded, type Distribution } from '../../src/shared/model/comparison.ts';

interface PercentileProps {
  readonly distribution: Distribution;
  readonly name: keyof typeof samplesNeeded;
  readonly format?: (value: number) => string;
}

/** A high percentile, marked where too few calls are behind it. */
export function PercentileCell({ distribution, name, format = formatMs }: PercentileProps) {
  const figure = distribution[name];
  const text = format(typeof figure === 'number' ? figure : figure.value);
  if (!isRough(name, distribution.n)) return <td>{text}</td>;
  return (
    <td title={`${distribution.n} of ${samplesNeeded[name]} calls needed`}>
      {text}
      <sup aria-label="too few calls">*</sup>
    </td>
  );
}

/** What the mark means; nothing where no cell has it. */
export function RoughNote({ distributions }: { readonly distributions: readonly (Distribution | null)[] }) {
  // p99 needs the most.
  if (!distributions.some((one) => one !== null && isRough('p99', one.n))) return null;
  const { p90, p95, p99 } = samplesNeeded;
  return (
    <p class="rough-note muted">
      <sup>*</sup> Of fewer calls than hold it still ({p90} for p90, {p95} for p95, {p99.toLocaleString('en-US')} for p99): expect
      another figure next time.
    </p>
  );
}
