import type { AgentDesk } from './spec.ts';

const turns = new WeakMap<AgentDesk, number>();

/** One model of each provider, beginning with another one each time: for want of any reason to prefer one. */
export function inTurn(callable: readonly string[], desk: AgentDesk): readonly string[] {
  const byProvider = Map.groupBy(callable, (model) => model.slice(0, model.indexOf('/')));
  const models = [...byProvider.values()].flatMap(([first]) => first ?? []);
  if (models.length === 0) return [];
  const turn = turns.get(desk) ?? 0;
  turns.set(desk, turn + 1);
  const start = turn % models.length;
  return [...models.slice(start), ...models.slice(0, start)];
}
