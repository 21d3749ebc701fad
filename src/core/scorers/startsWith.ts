import type { Scorer } from './spec.ts';
import { normalise, quote } from './text.ts';

export const startsWith: Scorer<'startsWith'> = {
  name: 'startsWith',
  describe: ({ value }) => `starts with ${quote(value)}`,
  score(answer, { value, ignoreCase }) {
    const passed = normalise(answer.text, ignoreCase).startsWith(normalise(value, ignoreCase));
    return { value: passed ? 1 : 0, passed, reason: `starts with ${quote(answer.text.trimStart())}` };
  },
};
