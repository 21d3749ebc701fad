import { mappers } from './mappers.ts';
import { unmapped } from './unmapped.ts';

/** `type:value`, `type(threshold):value`, or a type alone; `not-` before it. */
const form = /^(not-)?([a-z][a-z-]*(?::[a-z][a-z-]*)?)(?:\((\d+(?:\.\d+)?)\))?(?::([\s\S]*))?$/;

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
  const [, not = '', type = '', threshold, value] = form.exec(text) ?? [];
  const known = Object.hasOwn(mappers, type) || Object.hasOwn(unmapped, type);
  // A word alone is an answer, not a type: `cost` and `human` may well be labels.
  if (!known || (value === undefined && !type.includes('-'))) return { type: 'equals', value: cell };
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
