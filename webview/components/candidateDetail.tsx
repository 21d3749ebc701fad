import { formatInterval, formatMs, formatPercent, formatQuality, formatSpeed } from '../../src/shared/format.ts';
import type { CandidateSummary, Distribution, Estimate } from '../../src/shared/model/comparison.ts';
import type { ComparedCandidate } from '../logic/standing.ts';
import { callFacts, costFacts, type Fact } from '../logic/facts.ts';
import { signedQuality } from '../logic/wording.ts';
import { ClassificationTable } from './classificationTable.tsx';
import { ErrorList } from './emptyStates.tsx';
import { PercentileCell, RoughNote } from './percentileCells.tsx';

/** Everything measured of one model, below its row. Where it answered nothing, why comes first. */
export function CandidateDetail({ row }: { readonly row: ComparedCandidate }) {
  const { candidate } = row;
  const answered = candidate.ok > 0;
  return (
    <div class="detail-body">
      {!answered && <Errors candidate={candidate} />}
      {candidate.quality !== null && <Quality row={row} />}
      {candidate.classification && <ClassificationTable classification={candidate.classification} />}
      {answered && <Distributions candidate={candidate} />}
      <Facts caption="Calls" facts={callFacts(candidate)} />
      <Facts caption="Tokens and cost" facts={costFacts(candidate)} />
      {answered && <Errors candidate={candidate} />}
    </div>
  );
}

function Errors({ candidate }: { readonly candidate: CandidateSummary }) {
  return (
    candidate.errors.length > 0 && (
      <div class="detail-errors">
        <h3>Errors</h3>
        <ErrorList candidates={[candidate]} />
      </div>
    )
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

/** What applies to this model alone is left out of the others' lists. */
function Facts({ caption, facts }: { readonly caption: string; readonly facts: readonly Fact[] }) {
  return (
    <table class="small facts">
      <caption>{caption}</caption>
      <tbody>
        {facts.map(([name, text]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
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
    <div class="timing">
      <table class="small numbers">
        <caption>Timing, up to {candidate.concurrency} in flight</caption>
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
                  <PercentileCell distribution={distribution} name="p90" format={format} />
                  <PercentileCell distribution={distribution} name="p95" format={format} />
                  <PercentileCell distribution={distribution} name="p99" format={format} />
                  <td>{format(distribution.max)}</td>
                  <td>{distribution.n}</td>
                </tr>
              ),
          )}
        </tbody>
      </table>
      <RoughNote distributions={rows.map(([, distribution]) => distribution)} />
    </div>
  );
}
