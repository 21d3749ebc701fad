import { shortName } from '../bounds.ts';
import { ranSuites } from '../ranSuites.ts';
import type { AgentDesk } from '../spec.ts';

/** What models, suites and rankings are called that a recommendation may tell of: in full, and as cut in answers. */
export async function namesAt(desk: AgentDesk): Promise<readonly string[]> {
  const [suites, callable, answers, store] = await Promise.all([
    desk.suites(),
    desk.callable(),
    desk.rankings.kept(),
    desk.store(),
  ]);
  const ran = store ? await ranSuites(store) : [];
  const names = [
    ...suites.flatMap(({ path, name, head }) => [path, name, ...(head?.models ?? []).flatMap(({ label, ref }) => [label, ref])]),
    ...ran.flatMap(({ path, name, runs }) => [path, name, ...runs.flatMap(({ run, models }) => [run.name, ...models])]),
    ...callable,
    ...answers.flatMap(({ ranking }) => (ranking ? [ranking.index, ...ranking.models.map((model) => model.name)] : [])),
  ];
  return [...new Set(names.flatMap((name) => [shortName(name, Infinity), shortName(name)]))];
}
