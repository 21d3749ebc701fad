import type { Scorer } from './spec.ts';
import { normalise, quote } from './text.ts';

export const exact: Scorer<'exact'> = {
  name: 'exact',
  describe: ({ value }) => `exact ${quote(value)}`,
  score(answer, { value, ignoreCase }) {
    const equal = normalise(answer.text, ignoreCase) === normalise(value, ignoreCase);
    return { value: equal ? 1 : 0, passed: equal, reason: equal ? 'equal' : `got ${quote(answer.text)}` };
  },
};
