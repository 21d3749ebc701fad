import { Script } from 'node:vm';
import { formatCount } from '../../../shared/format.ts';

/**
 * The readings of a script, to be tried in this order: one expression (so that `{ score: 1 }` is an object and no block),
 * statements of which the last one's value counts, or the body of a function that returns. Lines stay where they were.
 */
export function scriptForms(code: string): readonly [expression: string, statements: string, body: string] {
  return [`(${code}\n)`, code, `(function () {${code}\n})()`];
}

/** Why a script cannot be compiled, in words for the Problems panel; `null` where it can. Nothing of it is run. */
export function scriptProblem(code: string): string | null {
  if (code.length > mostCode) return `The script has more than ${formatCount(mostCode)} characters: make it shorter.`;
  const faults = scriptForms(code).map(compileFault);
  const last = faults.at(-1);
  return faults.includes(null) || last === undefined ? null : last;
}

/** It is compiled with every change of the suite's text: some hundredths of a second. */
const mostCode = 50_000;

function compileFault(code: string): string | null {
  try {
    void new Script(code, { filename: scriptName });
    return null;
  } catch (error) {
    if (error instanceof RangeError) return 'The script cannot be compiled: it is nested too deeply.';
    if (!(error instanceof SyntaxError)) throw error;
    return explainFault(error.message, error.stack ?? '');
  }
}

/** As it stands in stacks. */
export const scriptName = 'script';

export function explainFault(message: string, stack: string): string {
  return `The script cannot be compiled: ${message}${lineOf(stack)}.`;
}

/** ` (line 3)`, where the stack names a line of the script. */
export function lineOf(stack: string): string {
  const line = new RegExp(String.raw`\b${scriptName}:(\d+)`).exec(stack)?.[1];
  return line === undefined ? '' : ` (line ${line})`;
}
