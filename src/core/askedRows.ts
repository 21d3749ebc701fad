import type { Suite } from '../shared/model/suite.ts';
import { gradersOf } from './suite/graders.ts';
import type { LoadedSuite } from './suite/loadSuite.ts';

/**
 * The suite of a file with the rows beyond its samples that a run was settled with: they were asked and answered, so what the file
 * expects of its rows holds for them too.
 * @param load reads the suite's file, with so many rows beyond its samples
 */
export async function withAskedRows(
  now: Suite,
  ran: Suite,
  load: (moreRows: number) => Promise<Pick<LoadedSuite, 'suite'>>,
): Promise<Suite> {
  const kept = new Set(now.cases.map(({ id }) => id));
  const asked = new Set(ran.cases.map(({ id }) => id));
  const missing = ran.cases.filter(({ id }) => !kept.has(id)).length;
  const { suite: larger } = missing === 0 ? { suite: null } : await load(missing);
  const cases = larger?.cases.filter(({ id }) => kept.has(id) || asked.has(id)) ?? [];
  return cases.length > now.cases.length ? { ...now, cases, graders: gradersOf(cases) } : now;
}
