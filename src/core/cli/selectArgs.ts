import type { SuiteSelection } from '../../shared/model/selection.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { plainLine } from '../report/terminalText.ts';
import { nearestName } from '../suite/suggest.ts';
import { UsageError } from './exitCode.ts';

/** What `run` is to take of a suite, as written; empty lists take all. */
export interface Wanted {
  /** Ids or names of cases; `*` stands for any characters. */
  readonly cases: readonly string[];
  /** Labels or `provider/model`, likewise. */
  readonly models: readonly string[];
}

/** A thing of the suite with the names that it goes by, the first of which is its own. */
type Names = readonly [string, ...string[]];

const mostListed = 12;

/** Throws a `UsageError` for what the suite does not have. */
export function selectionOf(suite: Suite, { cases, models }: Wanted, path: string): SuiteSelection {
  const caseNames = suite.cases.map(({ id, name }): Names => [id, name]);
  const modelNames = suite.models.map(({ label, ref }): Names => [label, ref]);
  return {
    ...(cases.length === 0 ? {} : { cases: matching('case', cases, caseNames, path) }),
    ...(models.length === 0 ? {} : { models: matching('model', models, modelNames, path) }),
  };
}

function matching(what: 'case' | 'model', patterns: readonly string[], all: readonly Names[], path: string): string[] {
  const found = new Set<string>();
  for (const pattern of patterns) {
    const fits = matcherOf(pattern);
    const matches = all.filter((names) => names.some(fits));
    if (matches.length === 0) throw new UsageError(unknownText(what, pattern, all, path));
    for (const [own] of matches) found.add(own);
  }
  return [...found];
}

/** A name that is written in full is meant, whatever characters it has. */
function matcherOf(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`));
  const glob = new RegExp(`^${parts.join('.*')}$`, 's');
  return (name) => name === pattern || glob.test(name);
}

function unknownText(what: string, pattern: string, all: readonly Names[], path: string): string {
  const known = all.map(([own]) => own);
  const near = nearestName(pattern, all.flat());
  const meant = near === null ? '' : ` Did you mean "${plainLine(near)}"?`;
  const more = known.length > mostListed ? `, and ${known.length - mostListed} more` : '';
  const list = plainLine(known.slice(0, mostListed).join(', '));
  return `${path} has no ${what} "${plainLine(pattern)}".${meant} It has: ${list}${more}`;
}
