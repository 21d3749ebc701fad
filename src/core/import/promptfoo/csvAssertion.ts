import { mappers } from './mappers.ts';
import { unmapped } from './unmapped.ts';

/** The longest first: `similar:dot` is a type, and `similar` another. */
const types = [...Object.keys(mappers), ...Object.keys(unmapped)].toSorted((a, b) => b.length - a.length);
/** What may follow a type: `:value`, `(threshold):value`, or nothing. */
const form = /^(?:\((\d+(?:\.\d+)?)\))?(?::([\s\S]*))?$/;

export interface CsvAssertion {
  readonly type: string;
  readonly value?: string;
  readonly threshold?: number;
}

/** The assertion of a cell in an `__expected` column; without a type the answer is to equal it. */
export function csvAssertion(cell: string): CsvAssertion {
  const text = cell.trim();
  const short = /^(javascript|fn|eval|grade|llm-rubric|python):([\s\S]*)$/.exec(text);
  if (short) {
    const type = { fn: 'javascript', eval: 'javascript', grade: 'llm-rubric' }[short[1] ?? ''] ?? short[1] ?? '';
    return { type, value: (short[2] ?? '').trim() };
  }
  if (text.startsWith('file://')) return { type: /\.py(?::\w+)?$/.test(text) ? 'python' : 'javascript', value: text };
  const not = text.startsWith('not-') ? 'not-' : '';
  const positive = text.slice(not.length);
  const type = types.find((name) => positive.startsWith(name) && form.test(positive.slice(name.length)));
  const [, threshold, value] = form.exec(positive.slice(type?.length ?? 0)) ?? [];
  // A word alone is an answer, not a type: `cost` and `human` may well be labels.
  if (type === undefined || (value === undefined && !type.includes('-'))) return { type: 'equals', value: cell };
  return {
    type: `${not}${type}`,
    ...(value === undefined ? {} : { value: value.trim() }),
    ...(threshold === undefined ? {} : { threshold: Number(threshold) }),
  };
}

/** Whether the cell says no more than what the answer is to equal. */
export function isPlainAnswer(cell: string): boolean {
  return cell.trim() !== '' && !cell.includes('{{') && csvAssertion(cell).value === cell && csvAssertion(cell).type === 'equals';
}
