import { listText } from '../../shared/comparisonText.ts';
import { formatMs, formatPercent, formatPlural, formatSpeed } from '../../shared/format.ts';
import type { CandidateSummary, Comparison } from '../../shared/model/comparison.ts';
import type { WireKind } from '../../shared/model/suite.ts';
import { wireTitles } from '../../shared/wireTitles.ts';

/** How the calls were made, where that is not simply as the suite says. */
export function callNotes(comparison: Comparison): readonly (string | null)[] {
  return [
    adaptedNote(comparison),
    responsesNote(comparison),
    hostNote(comparison),
    backoffNote(comparison),
    throughputNote(comparison),
    goodputNote(comparison),
  ];
}

function adaptedNote({ candidates }: Comparison): string | null {
  const changed = candidates.filter(({ adaptations }) => adaptations.length > 0).map(adaptedText);
  return changed.length === 0
    ? null
    : `The model or its server does not take the request as the suite words it, so it was sent otherwise: ${changed.join('; ')}.`;
}

function adaptedText({ label, adaptations, ok }: CandidateSummary): string {
  const changes = adaptations.map(({ change, calls }) =>
    calls < ok ? `${change} (${calls} of ${formatPlural(ok, 'call')})` : change,
  );
  return `${label} ${changes.join(', ')}`;
}

function reachedBy({ candidates }: Comparison, api: WireKind): readonly string[] {
  return candidates.filter(({ apis }) => apis.includes(api)).map(({ label }) => label);
}

function responsesNote(comparison: Comparison): string | null {
  const names = reachedBy(comparison, 'openai-responses');
  return names.length === 0 ? null : `Called through the ${wireTitles['openai-responses']}: ${listText(names)}.`;
}

function hostNote(comparison: Comparison): string | null {
  const names = reachedBy(comparison, 'vscode-lm');
  if (names.length === 0) return null;
  return `Timed in the editor’s own process, which other extensions can hold up: ${listText(names)}. Compare these latencies with care.`;
}

function backoffNote({ candidates }: Comparison): string | null {
  const waits = candidates.flatMap(({ waiting }) => (waiting && waiting.backedOff > 0 ? [waiting] : []));
  if (waits.length === 0) return null;
  const samples = waits.reduce((sum, { backedOff }) => sum + backedOff, 0);
  const most = Math.max(...waits.map(({ backoffMax }) => backoffMax));
  return `${formatPlural(samples, 'answer')} came after a wait between attempts, of ${formatMs(most)} at most; no latency includes it.`;
}

function throughputNote({ candidates, totals: { throughput } }: Comparison): string | null {
  const mark = candidates.some(({ estimatedUsageCalls }) => estimatedUsageCalls > 0) ? '~' : '';
  return throughput === null ? null : `Throughput of the whole run: ${mark}${formatSpeed(throughput)} output tokens/s.`;
}

function goodputNote({ candidates }: Comparison): string | null {
  const shares = candidates.flatMap(({ label, goodput }) => (goodput ? [`${label} ${formatPercent(goodput.value)}`] : []));
  return shares.length === 0 ? null : `Goodput, the share of samples within the suite’s latency limits: ${listText(shares, 8)}.`;
}
