import { isLoopback } from '../shared/base/loopback.ts';
import type { Suite } from '../shared/model/suite.ts';
import { isPlayMoney } from '../shared/playMoney.ts';
import type { PreparedRun } from './prepareRun.ts';

/** As much of what was prepared as tells who is billed. */
export type Billed = Pick<PreparedRun, 'estimate' | 'endpoints'> & {
  readonly suite: Pick<Suite, 'models' | 'graders' | 'endpoints'>;
};

/** Models that may cost something which no estimate holds. A server on this machine bills nobody. */
export function unpricedModels({ suite, estimate, endpoints }: Billed): readonly string[] {
  if (isPlayMoney(suite)) return [];
  return estimate.unknownModels.filter((ref) => !isLoopback(URL.parse(endpoints[ref]?.baseUrl ?? '')?.hostname ?? ''));
}
