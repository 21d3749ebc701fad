import { formatUsd } from '../../shared/format.ts';
import type { Scorer } from './spec.ts';

/** An unknown cost is a failure of the scorer, not of the model. */
export const cost: Scorer<'cost'> = {
  name: 'cost',
  describe: ({ maxUsd }) => `cost ≤ ${formatUsd(maxUsd)}`,
  score(answer, { maxUsd }) {
    if (answer.costUsd === null) throw new Error('The cost is unknown: add the model to the suite’s `prices`.');
    const passed = answer.costUsd <= maxUsd;
    return { value: passed ? 1 : 0, passed, reason: formatUsd(answer.costUsd) };
  },
};
