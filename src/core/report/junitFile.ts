import { element, emptyElement, escapeMarkup } from './markup.ts';

export interface JunitSuite {
  readonly name: string;
  readonly tests: readonly JunitTest[];
}

export interface JunitTest {
  readonly name: string;
  readonly className: string;
  readonly seconds: number;
  /** `null`: passed. */
  readonly outcome: JunitOutcome | null;
}

export type JunitOutcome =
  | { readonly kind: 'failure' | 'error'; readonly type: string; readonly message: string; readonly detail: string }
  | { readonly kind: 'skipped'; readonly message: string };

/** The file that CI systems read; `startedAt` is that of every suite. */
export function junitFile(name: string, startedAt: string, suites: readonly JunitSuite[]): string {
  const elements = suites.map(
    (suite) =>
      `${element('testsuite', { ...counts(suite.tests), name: suite.name, timestamp: startedAt }, '\n', ...suite.tests.map(testElement))}\n`,
  );
  const root = element('testsuites', { name, ...counts(suites.flatMap(({ tests }) => tests)) }, '\n', ...elements);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function counts(tests: readonly JunitTest[]): Record<'tests' | 'failures' | 'errors' | 'skipped' | 'time', string> {
  const count = (kind: JunitOutcome['kind']): string => String(tests.filter(({ outcome }) => outcome?.kind === kind).length);
  return {
    tests: String(tests.length),
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: tests.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3),
  };
}

function testElement({ name, className, seconds, outcome }: JunitTest): string {
  const attributes = { name, classname: className, time: seconds.toFixed(3) };
  const content = outcome === null ? '' : outcomeElement(outcome);
  return `${content === '' ? emptyElement('testcase', attributes) : element('testcase', attributes, content)}\n`;
}

function outcomeElement(outcome: JunitOutcome): string {
  if (outcome.kind === 'skipped') return emptyElement('skipped', { message: outcome.message });
  return element(outcome.kind, { type: outcome.type, message: outcome.message }, escapeMarkup(outcome.detail));
}
