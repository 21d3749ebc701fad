import {
  formatCompact,
  formatCost,
  formatInterval,
  formatMs,
  formatPercent,
  formatPlural,
  formatPrice,
  formatSpeed,
  formatUsd,
} from '../../src/shared/format.ts';
import type { Adaptation, CandidateSummary, Waiting } from '../../src/shared/model/comparison.ts';
import type { PriceRow } from '../../src/shared/model/usage.ts';
import { wireTitles } from '../../src/shared/wireTitles.ts';

/** A line of a model's details. */
export type Fact = readonly [name: string, text: string];

/** How the calls were made and what became of them. What has nothing to say is left out. */
export function callFacts(candidate: CandidateSummary): readonly Fact[] {
  const { provider, model, apis, adaptations, ok, waiting, throughput, goodput } = candidate;
  return present([
    ['Model', `${provider}/${model}`],
    ['Reached by', apis.map((api) => wireTitles[api]).join(', ')],
    ['Sent', adaptations.map((one) => adaptationText(one, ok)).join(', ')],
    ['Samples', samplesText(candidate)],
    ['Waited to be sent', waiting && `${formatMs(waiting.queueP50)} median, ${formatMs(waiting.queueMax)} at most`],
    ['Waited to try again', waiting && backoffText(waiting)],
    ['Throughput', throughput === null ? null : `${formatSpeed(throughput)} tokens/s over its part of the run`],
    ['Within the latency limits', goodput && formatPercent(goodput.value)],
  ]);
}

export function costFacts(candidate: CandidateSummary): readonly Fact[] {
  const { inputTokens, outputTokens, reasoningTokens, estimatedUsageCalls, ok, price, cost } = candidate;
  const mark = estimatedUsageCalls > 0 ? '~' : '';
  const count = (tokens: number | null) => (tokens === null ? formatCompact(tokens) : mark + formatCompact(tokens));
  return present([
    ['Input tokens', count(inputTokens)],
    ['Output tokens', count(outputTokens)],
    ['of them reasoning', reasoningTokens === null ? null : count(reasoningTokens)],
    ['Estimated', estimatedUsageCalls > 0 ? `tokens of ${estimatedUsageCalls} of ${formatPlural(ok, 'call')}` : null],
    ['Price', price ? priceText(price) : 'unknown'],
    ['Cost of the run', formatCost(cost)],
    ['per sample', perSampleText(candidate)],
  ]);
}

function present(facts: readonly (readonly [name: string, text: string | null])[]): readonly Fact[] {
  return facts.flatMap(([name, text]) => (text === null || text === '' ? [] : [[name, text] as const]));
}

function adaptationText({ change, calls }: Adaptation, ok: number): string {
  return calls < ok ? `${change} (${calls} of ${formatPlural(ok, 'call')})` : change;
}

function samplesText({ ok, failed, cancelled, retries }: CandidateSummary): string {
  const parts = [`${ok} answered`, failed > 0 && `${failed} failed`, cancelled > 0 && `${cancelled} cancelled`];
  return [...parts, retries > 0 && formatPlural(retries, 'retry', 'retries')].filter(Boolean).join(', ');
}

function backoffText({ backedOff, backoffMax }: Waiting): string | null {
  return backedOff === 0 ? null : `${formatPlural(backedOff, 'answer')}, ${formatMs(backoffMax)} at most`;
}

const sources: Readonly<Record<PriceRow['source'], string>> = {
  suite: 'set by the suite',
  demo: 'demo',
  'model-list': 'the provider’s list',
  'genai-prices': 'list price',
};

/** `$0.25 in, $2.00 out per million tokens (list price of claude-sonnet-5, so an estimate)`. */
function priceText({ inputPerMTok, outputPerMTok, source, exact, matchedModel, longContext = [] }: PriceRow): string {
  const whose = exact ? '' : ` of ${matchedModel}, so an estimate`;
  const tiers = longContext.length === 0 ? '' : ', more for long prompts';
  return `${formatPrice(inputPerMTok)} in, ${formatPrice(outputPerMTok)} out per million tokens${tiers} (${sources[source]}${whose})`;
}

function perSampleText({ cost: { perSample, estimated } }: CandidateSummary): string {
  if (perSample === null) return formatUsd(null);
  const interval = formatInterval(perSample, formatUsd);
  return `${estimated ? '~' : ''}${formatUsd(perSample.value)}${interval === '' ? '' : ` (${interval})`}`;
}
