/** What came of a test or a static step, and how it is told. */
import { styleText } from 'node:util';

export interface Outcome {
  readonly name: string;
  /** The test file or the step. */
  readonly where: string;
  /** `null` when it passed, else all there is to say, for people. */
  readonly error: string | null;
}

const SLOW_MS = 1_000;
const FIRST_LINES = 6;

export function printPart(name: string): void {
  console.log(styleText('bold', `\n${name}`));
}

/** Passing and quick is said by the line of its file; everything else gets a line of its own. */
export function printOutcome({ name, error }: Outcome, durationMs: number): void {
  if (error !== null || durationMs >= SLOW_MS) printLine(error === null, name, durationMs);
  // At once, for whoever does not wait for the end; there it stands in full.
  if (error !== null) for (const line of error.split('\n').slice(0, FIRST_LINES)) printNote(line);
}

export function printLine(passed: boolean, text: string, durationMs: number): void {
  const mark = passed ? styleText('green', '✓') : styleText('red', '✗');
  console.log(`  ${mark} ${text}${styleText('dim', `  ${(durationMs / 1000).toFixed(1)} s`)}`);
}

export function printNote(text: string): void {
  console.log(styleText('dim', `      ${text}`));
}

/** Prints the failures in full and the counts; true when there are some tests and all of them passed. */
export function summarise(outcomes: readonly Outcome[]): boolean {
  const failures = outcomes.filter(({ error }) => error !== null);
  for (const { name, where, error } of failures) {
    console.log(`\n${styleText('red', '✗')} ${styleText('bold', name)} ${styleText('dim', where)}`);
    console.log(error?.replaceAll(/^/gm, '    '));
  }
  console.log(`\n${outcomes.length - failures.length} passed, ${failures.length} failed`);
  return failures.length === 0 && outcomes.length > 0;
}
