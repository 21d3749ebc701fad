import {
  formatCompact,
  formatCost,
  formatInterval,
  formatMs,
  formatPercent,
  formatPlural,
  formatQuality,
  formatSpeed,
  formatUsd,
} from '../../src/shared/format.ts';
import type { CandidateSummary, CostSummary, Distribution, Estimate } from '../../src/shared/model/comparison.ts';
import type { ComparedCandidate } from '../logic/standing.ts';
import { signedQuality } from '../logic/wording.ts';
import { ErrorList } from './emptyStates.tsx';

/** Everything measured of one model, below its row. */
export function CandidateDetail({ row }: { readonly row: ComparedCandidate }) {
  const { candidate } = row;
  const { errors, cost } = candidate;
  return (
    <div class="detail-body">
      {candidate.quality !== null && <Quality row={row} />}
      <Distributions candidate={candidate} />
      <table class="small">
        <caption>Calls, tokens and cost</caption>
        <tbody>
          <Line name="Model" text={`${candidate.provider}/${candidate.model}`} />
          <Line name="Samples" text={samples(candidate)} />
          <Line name="Input tokens" text={formatCompact(candidate.inputTokens)} />
          <Line name="Output tokens" text={formatCompact(candidate.outputTokens)} />
          {candidate.reasoningTokens !== null && (
            <Line name="of them reasoning" text={formatCompact(candidate.reasoningTokens)} />
          )}
          <Line name="Cost of the run" text={formatCost(cost)} />
          <Line name="per sample" text={perSample(cost)} />
        </tbody>
      </table>
      {errors.length > 0 && (
        <div class="detail-errors">
          <h3>Errors</h3>
          <ErrorList errors={errors} />
        </div>
      )}
    </div>
  );
}

function Quality({ row: { candidate, standing } }: { readonly row: ComparedCandidate }) {
  const { quality, passRate, qualityByCategory } = candidate;
  return (
    <table class="small">
      <caption>Quality</caption>
      <tbody>
        <EstimateLine name="All cases" estimate={quality} format={formatQuality} />
        {Object.entries(qualityByCategory).map(([name, estimate]) => (
          <EstimateLine key={name} name={name} estimate={estimate} format={formatQuality} />
        ))}
        {standing.kind === 'compared' && (
          <EstimateLine name="Against the best" estimate={standing.difference} format={signedQuality} />
        )}
        <EstimateLine name="Pass rate" estimate={passRate} format={formatPercent} />
      </tbody>
    </table>
  );
}

interface EstimateLineProps {
  readonly name: string;
  readonly estimate: Estimate | null;
  readonly format: (value: number) => string;
}

function EstimateLine({ name, estimate, format }: EstimateLineProps) {
  return (
    estimate && (
      <tr>
        <th scope="row">{name}</th>
        <td>{format(estimate.value)}</td>
        <td class="muted">{formatInterval(estimate, format)}</td>
      </tr>
    )
  );
}

function Line({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{text}</td>
    </tr>
  );
}

function perSample({ perSample: estimate }: CostSummary): string {
  const interval = formatInterval(estimate, formatUsd);
  return formatUsd(estimate?.value ?? null) + (interval === '' ? '' : ` (${interval})`);
}

function samples({ ok, failed, cancelled, retries }: CandidateSummary): string {
  const parts = [`${ok} answered`, failed > 0 && `${failed} failed`, cancelled > 0 && `${cancelled} cancelled`];
  return [...parts, retries > 0 && formatPlural(retries, 'retry', 'retries')].filter(Boolean).join(', ');
}

function Distributions({ candidate }: { readonly candidate: CandidateSummary }) {
  const rows: readonly (readonly [string, Distribution | null, (value: number) => string])[] = [
    ['Whole answer', candidate.latencyMs, formatMs],
    ['First token', candidate.ttftMs, formatMs],
    ['First answer text', candidate.ttfaMs, formatMs],
    ['Per output token', candidate.tpotMs, formatMs],
    ['Output tokens/s', candidate.decodeTokensPerSecond, formatSpeed],
    ['Tokens/s, whole call', candidate.e2eTokensPerSecond, formatSpeed],
  ];
  return (
    <table class="small numbers">
      <caption>Timing, {candidate.concurrency} in flight</caption>
      <thead>
        <tr>
          <td />
          {['p50', '95 % interval', 'p90', 'p95', 'p99', 'max', 'n'].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(
          ([name, distribution, format]) =>
            distribution && (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{format(distribution.p50.value)}</td>
                <td class="muted">{formatInterval(distribution.p50, format)}</td>
                <td>{format(distribution.p90)}</td>
                <td>{format(distribution.p95.value)}</td>
                <td>{format(distribution.p99)}</td>
                <td>{format(distribution.max)}</td>
                <td>{distribution.n}</td>
              </tr>
            ),
        )}
      </tbody>
    </table>
  );
}
