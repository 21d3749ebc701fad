import type { Scorer } from './spec.ts';
import { normalise, quote } from './text.ts';

/** With mode `all` the value is the share of the texts that were found. */
export const contains: Scorer<'contains'> = {
  name: 'contains',
  describe({ values, mode }) {
    const [first = ''] = values;
    if (values.length <= 1) return `contains ${quote(first)}`;
    return `contains ${mode} of ${values
      .slice(0, 3)
      .map((value) => quote(value, 20))
      .join(', ')}${values.length > 3 ? ', …' : ''}`;
  },
  score(answer, { values, mode, ignoreCase }) {
    const text = normalise(answer.text, ignoreCase);
    const missing = values.filter((value) => !text.includes(normalise(value, ignoreCase)));
    const found = values.length - missing.length;
    if (mode === 'any') {
      const passed = found > 0;
      return { value: passed ? 1 : 0, passed, reason: passed ? 'found' : `none of ${values.length} found` };
    }
    const passed = missing.length === 0;
    return {
      value: values.length === 0 ? 1 : found / values.length,
      passed,
      reason: passed
        ? 'found'
        : `missing ${missing
            .slice(0, 3)
            .map((value) => quote(value))
            .join(', ')}`,
    };
  },
};
