import type { Scorer } from './spec.ts';
import { normalise, quote } from './text.ts';

export const endsWith: Scorer<'endsWith'> = {
  name: 'endsWith',
  describe: ({ value }) => `ends with ${quote(value)}`,
  score(answer, { value, ignoreCase }) {
    const passed = normalise(answer.text, ignoreCase).endsWith(normalise(value, ignoreCase));
    return { value: passed ? 1 : 0, passed, reason: `ends with ${quote(answer.text.trimEnd().slice(-40))}` };
  },
};
