import { formatUsd } from '../../shared/format.ts';
import { isPlayMoney, playMoneyText } from '../../shared/playMoney.ts';
import { plainLine } from '../report/terminalText.ts';
import { unpricedModels, type Billed } from '../unpricedModels.ts';

const mostNamed = 6;

/** `; $0.50 to $4.20`: what is known of a run's cost before its first call. */
export function costAhead(prepared: Billed): string {
  const { lowUsd, highUsd } = prepared.estimate;
  if (isPlayMoney(prepared.suite)) return `; ${playMoneyText}`;
  const unpriced = unpricedModels(prepared).slice(0, mostNamed).join(', ');
  const known = lowUsd === null ? null : [...new Set([lowUsd, highUsd].map(formatUsd))].join(' to ');
  if (unpriced === '') return known === null ? '' : `; ${known}`;
  return plainLine(`; ${known === null ? '' : `${known}, and `}no price is known for ${unpriced}`);
}
