import { estimateText, intervalText, isSavingShown, savingText } from '../../../shared/estimateText.ts';
import { cheapestTitle, formatMs, formatQuality, formatSampleCost, formatUsd } from '../../../shared/format.ts';
import type { CandidateSummary, Comparison, Estimate } from '../../../shared/model/comparison.ts';
import { leads } from '../leaderText.ts';
import { element, escapeMarkup } from '../markup.ts';

/** The picks, each with its figure and whether it is settled. */
export function tiles(comparison: Comparison): string {
  const { bestQuality, cheapestAsGood, cheapest, fastest, saving } = comparison.recommendation;
  const find = (id: string | null): CandidateSummary | undefined =>
    comparison.candidates.find((candidate) => candidate.id === id);
  const [best, asGood, cheap, fast] = [bestQuality, cheapestAsGood, cheapest, fastest].map(find);
  const settled = new Map(leads(comparison).map((lead) => [lead.merit, lead.settled]));
  const estimated = asGood?.cost.estimated === true || best?.cost.estimated === true;
  const content = [
    best?.quality ? tile('Best quality', best.label, estimateText(best.quality, formatQuality), settled.get('quality')) : '',
    asGood && asGood !== best && saving !== null
      ? tile(isSavingShown(saving) ? 'As good for less' : 'As good', asGood.label, savingText(saving, estimated))
      : '',
    fast?.latencyMs
      ? tile('Fastest', fast.label, `median ${estimateText(fast.latencyMs.p50, formatMs)}`, settled.get('speed'))
      : '',
    cheap?.cost.perSample
      ? tile(cheapestTitle(comparison.candidates), cheap.label, costText(cheap.cost, cheap.cost.perSample), settled.get('cost'))
      : '',
  ].join('');
  return content === '' ? '' : element('dl', { class: 'tiles' }, content);
}

function costText(cost: CandidateSummary['cost'], perSample: Estimate): string {
  const interval = intervalText(perSample, (usd) => formatUsd(usd * 1000));
  return `${formatSampleCost(cost, 1000)} per 1,000 samples${interval && ` (${interval})`}`;
}

function tile(what: string, who: string, figure: string, settled?: string): string {
  return element(
    'div',
    { class: 'tile' },
    element('dt', {}, what),
    element('dd', { class: 'who' }, escapeMarkup(who)),
    element('dd', { class: 'figure' }, escapeMarkup(figure)),
    settled === undefined ? '' : element('dd', { class: 'figure' }, escapeMarkup(settled)),
  );
}
