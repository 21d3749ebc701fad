import { formatPlural, formatUsd } from '../../shared/format.ts';
import { isPlayMoney } from '../../shared/playMoney.ts';
import type { PreparedRun } from '../prepareRun.ts';
import { unpricedModels } from '../unpricedModels.ts';
import { figure } from './bounds.ts';

/** What a run may cost, as far as is known before it. */
export interface RunPrice {
  /** USD, over the models whose price is known. 0: nobody is billed. */
  readonly lowUsd: number;
  readonly highUsd: number;
  /** Models whose price nobody knows: what they cost comes on top. */
  readonly unknownModels: readonly string[];
  /** Calls to the models, without those of judges. */
  readonly calls: number;
  readonly judgeCalls: number;
}

export function priceOf(prepared: PreparedRun): RunPrice {
  const { suite, estimate, plannedSamples } = prepared;
  const free = isPlayMoney(suite);
  return {
    lowUsd: free ? 0 : (estimate.lowUsd ?? 0),
    highUsd: free ? 0 : (estimate.highUsd ?? 0),
    unknownModels: unpricedModels(prepared),
    calls: plannedSamples,
    judgeCalls: estimate.judging?.calls ?? 0,
  };
}

/** `330 calls to 5 models, estimated at $0.50 to $4.20`. */
export function priceText(price: RunPrice, models: number): string {
  const { calls, judgeCalls, lowUsd, highUsd, unknownModels } = price;
  const judges = judgeCalls === 0 ? '' : ` and ${formatPlural(judgeCalls, 'call')} of judges`;
  const known =
    highUsd > 0
      ? `estimated at ${formatUsd(lowUsd)} to ${formatUsd(highUsd)}`
      : unknownModels.length > 0
        ? 'at a cost that is not known'
        : 'free of charge';
  const more =
    unknownModels.length === 0
      ? ''
      : `. No price is known for ${unknownModels.slice(0, 6).join(', ')}: what they cost comes on top`;
  return `${formatPlural(calls, 'call')} to ${formatPlural(models, 'model')}${judges}, ${known}${more}`;
}

export function priceData({ lowUsd, highUsd, unknownModels, calls, judgeCalls }: RunPrice) {
  return { calls, judgeCalls, lowUsd: figure(lowUsd), highUsd: figure(highUsd), noPriceKnownFor: unknownModels.slice(0, 20) };
}
