import { RE2JS, RE2JSException } from 're2js';
import type { Scorer } from './spec.ts';
import { excerpt, quote } from './text.ts';

/** Searches anywhere in the answer, as written: anchors and `(?s)`, `(?m)` are the pattern's business. */
export const regex: Scorer<'regex'> = {
  name: 'regex',
  describe: ({ pattern, ignoreCase }) => `regex /${excerpt(pattern)}/${ignoreCase ? 'i' : ''}`,
  score(answer, { pattern, ignoreCase }) {
    const compiled = compilePattern(pattern, ignoreCase);
    // Many times as fast as to find where.
    if (!compiled.test(answer.text)) return { value: 0, passed: false, reason: 'no match' };
    return { value: 1, passed: true, reason: matched(compiled, answer.text) };
  },
};

/** Characters times steps of the pattern: a hundredth of a second or two. */
const mostWork = 300_000;

/** What matched, where that does not take long to tell. */
function matched(pattern: RE2JS, text: string): string {
  if (text.length * pattern.programSize() > mostWork) return 'matches';
  const matcher = pattern.matcher(text);
  return matcher.find() ? `matches ${quote(matcher.group() ?? '')}` : 'matches';
}

/** Why a pattern cannot be used, in words for the Problems panel; `null` where it can. */
export function regexProblem(pattern: string): string | null {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return explain(pattern, error);
  }
}

function compilePattern(pattern: string, ignoreCase: boolean): RE2JS {
  const problem = regexProblem(pattern);
  if (problem !== null) throw new Error(problem);
  return RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
}

/** What JavaScript's expressions have and RE2's, which run in linear time, have not. */
const unsupported: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\(\?[=!]/, 'lookahead'],
  [/\(\?<[=!]/, 'lookbehind'],
  [/\\[1-9]|\\k</, 'a back-reference'],
  [/\\u/, String.raw`\u (write \x{00e9} instead)`],
];

function explain(pattern: string, error: RE2JSException): string {
  const named = unsupported.find(([syntax]) => syntax.test(pattern));
  if (named) return `The pattern uses ${named[1]}, which RE2 syntax does not have.`;
  const detail = error.message.replace(/^error parsing regexp: /, '');
  return `The pattern is not valid RE2 syntax: ${detail}.`;
}
