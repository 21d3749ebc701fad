import type { RunRecord } from '../../shared/model/run.ts';
import type { RunListItem } from '../store/spec.ts';
import { nearestName } from '../suite/suggest.ts';
import { shortName } from './bounds.ts';
import { AgentError, type AgentStore } from './spec.ts';

const mostNamed = 12;

export const noRuns = 'Nothing was measured here yet: run a suite first (run_suite; list_suites says which there are).';

/** Anything that has a path and a name: a suite file, or one that was run. */
interface Named {
  readonly path: string;
  readonly name: string;
}

/** By its path, else by its name, whatever the case. Throws an `AgentError` that names what there is. */
export function findSuite<Suite extends Named>(wanted: string, suites: readonly Suite[]): Suite {
  const exact = suites.find(({ path }) => path === wanted);
  if (exact) return exact;
  const found = suites.filter((suite) => isCalled(suite, wanted));
  const [only, ...more] = found;
  if (only && more.length === 0) return only;
  if (only) throw new AgentError(`Several suites are called “${shortName(wanted)}”: name the path. ${pathsText(found)}`);
  if (suites.length === 0) throw new AgentError('There is no suite here. A suite is a file like my.bench.yaml.');
  const near = nearestName(
    wanted,
    suites.flatMap(({ path, name }) => [path, name]),
  );
  const meant = near === null ? '' : ` Did you mean “${shortName(near)}”?`;
  throw new AgentError(`There is no suite “${shortName(wanted)}” here.${meant} ${pathsText(suites)}`);
}

/** Whatever the case. */
export function isCalled({ path, name }: Named, wanted: string): boolean {
  return [path, name, stem(path)].map(plainOf).includes(plainOf(wanted));
}

function plainOf(name: string): string {
  return name.trim().replaceAll('\\', '/').replace(/^\.\//, '').toLowerCase();
}

/** `quickstart` of `examples/quickstart.bench.yaml`. */
function stem(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.bench\.(?:ya?ml|json)$/i, '');
}

function pathsText(suites: readonly Named[]): string {
  return `There ${suites.length === 1 ? 'is' : 'are'}: ${listed(suites.map(({ path }) => path))}.`;
}

function listed(names: readonly string[]): string {
  const left = names.length - mostNamed;
  return (
    names
      .slice(0, mostNamed)
      .map((name) => shortName(name))
      .join(', ') + (left > 0 ? ` and ${left} more` : '')
  );
}

/** Those of `known` that are wanted, by either of their names. Throws an `AgentError` for one that is not there. */
export function chosen<Item>(
  wanted: readonly string[],
  known: readonly Item[],
  namesOf: (item: Item) => readonly string[],
  what: 'model' | 'case',
): readonly Item[] {
  const missing = wanted.find((name) => !known.some((item) => namesOf(item).includes(name)));
  if (missing === undefined) return known.filter((item) => namesOf(item).some((name) => wanted.includes(name)));
  const near = nearestName(missing, known.flatMap(namesOf));
  const meant = near === null ? '' : ` Did you mean “${shortName(near)}”?`;
  const there = listed(known.map((item) => namesOf(item)[0] ?? ''));
  throw new AgentError(`The suite has no ${what} “${shortName(missing)}”.${meant} It has: ${there}.`);
}

/** How far back a run is looked for by its id. */
const mostRuns = 2000;

/** By id, a unique beginning of one, or `latest`. */
export async function findRuns(wanted: readonly string[], store: AgentStore): Promise<readonly RunRecord[]> {
  const items = await store.listRuns({ limit: mostRuns });
  if (items.length === 0) throw new AgentError(noRuns);
  const found = wanted.map((name) => findRun(name, items));
  return [...new Map(found.map((run) => [run.id, run])).values()];
}

function findRun(wanted: string, items: readonly RunListItem[]): RunRecord {
  const found = wanted === 'latest' ? items.slice(0, 1) : items.filter(({ run }) => run.id.startsWith(wanted));
  const [only, ...more] = found;
  if (!only) throw new AgentError(`No run begins with “${shortName(wanted)}”: list_results says which there are.`);
  if (more.length > 0) throw new AgentError(`${found.length} runs begin with “${shortName(wanted)}”: give more of the id.`);
  return only.run;
}
