import { modelLabel } from '../../core/report/comparison/candidateModel.ts';
import type { SuiteFigures } from '../../shared/model/suiteFigures.ts';
import type { BenchService } from '../benchService.ts';
import { suitePath } from '../suites/suiteIndex.ts';
import type { Keeps, Profile } from './profiles.ts';
import type { KnownSuite } from './testTree.ts';

/** What failed, or fell short of what was expected, when it was last run. */
export class FailedOnly implements Profile {
  readonly timing = false;
  readonly #bench: Pick<BenchService, 'store'>;

  constructor(bench: Pick<BenchService, 'store'>) {
    this.#bench = bench;
  }

  async keepsOf({ uri }: KnownSuite): Promise<Keeps> {
    const bad = badCells(await (await this.#bench.store()).suiteFigures(suitePath(uri)));
    return (caseId, label) => bad.has(cellKey(caseId, label));
  }
}

/** Cases and models whose last answers were not all as expected. */
function badCells(figures: SuiteFigures | null): ReadonlySet<string> {
  const cells = Object.entries(figures?.cases ?? {}).flatMap(([id, { models }]) => models.map((cell) => ({ id, cell })));
  const bad = cells.filter(({ cell: { failed, passRate } }) => failed > 0 || (passRate !== null && passRate < 1));
  return new Set(bad.map(({ id, cell }) => cellKey(id, modelLabel(cell))));
}

function cellKey(caseId: string, label: string): string {
  return JSON.stringify([caseId, label]);
}
