import { formatMs } from '../../shared/format.ts';
import type { Scorer } from './spec.ts';

/** An unknown time is a failure of the scorer, not of the model. */
export const latency: Scorer<'latency'> = {
  name: 'latency',
  describe: ({ maxMs, metric }) => `${metric === 'ttft' ? 'time to first token' : 'latency'} ≤ ${formatMs(maxMs)}`,
  score(answer, { maxMs, metric }) {
    const ms = metric === 'ttft' ? answer.ttftMs : answer.e2eMs;
    if (ms === null) throw new Error('The time is unknown: nothing arrived that could be timed.');
    const passed = ms <= maxMs;
    return { value: passed ? 1 : 0, passed, reason: formatMs(ms) };
  },
};
