// What public boards might say of a fixture's models.
import { refOf } from '../../../src/core/report/effortOf.ts';
import { runRanker } from '../../../src/host/panel/runRanks.ts';
import type { Comparison } from '../../../src/shared/model/comparison.ts';
import {
  rankingCategories,
  type CategoryRanking,
  type RankedModel,
  type RankingAnswer,
  type RankingBoard,
} from '../../../src/shared/model/rankings.ts';
import type { RunRanks } from '../../../src/shared/model/runRanks.ts';

export interface RanksOptions {
  readonly origin?: RankingBoard;
  readonly ageHours?: number;
  /** How many of the run's models the boards have. */
  readonly ranked?: number;
}

/** The board's own order: the worst of the run's models first, so that there is something to disagree on. */
export function ranksFixture(comparison: Comparison, options: RanksOptions = {}): RunRanks {
  const { origin = 'artificial-analysis', ageHours = 3, ranked = 4 } = options;
  const fetchedAt = new Date(Date.now() - ageHours * 3_600_000).toISOString();
  const own = comparison.candidates.slice(0, ranked).toReversed();
  const names = [
    'Imagined 9 (high)',
    ...own.map(({ model }) => model),
    'Imagined 7',
    'Imagined 3 with a very long name (low effort)',
  ];
  const answers = rankingCategories.map((category): RankingAnswer => {
    const standsIn = category === 'empathy' || category === 'research';
    const index = standsIn ? 'intelligence index' : `${category} index`;
    const models = names.map((name, place) => rankedModel(name, place));
    const ranking: CategoryRanking = { category, origin, fetchedAt, index, standsIn, models };
    return { category, ranking, source: 'cache', errors: [] };
  });
  const invented = names.filter((name) => name.startsWith('Imagined'));
  const matches = new Map(
    invented
      .slice(0, 2)
      .map((name) => [
        name,
        [{ model: `imagined/${name.toLowerCase().replaceAll(' ', '-')}`, confidence: 'exact' as const, because: '' }],
      ]),
  );
  return runRanker({
    refs: comparison.candidates.map(refOf),
    suite: { models: [] },
    answers,
    matches: new Map([[origin, matches]]),
    corrections: [],
    canAsk: (provider) => provider === 'openai',
    disabled: new Set(),
  })(comparison);
}

function rankedModel(name: string, place: number): RankedModel {
  return {
    id: name,
    name,
    aliases: [],
    creator: null,
    rank: place + 1,
    score: 71.2 - 4.3 * place,
    releasedAt: null,
    inputUsdPerMTok: 1 + ((place * 5) % 7) / 4,
    outputUsdPerMTok: 4 + ((place * 5) % 7),
    tokensPerSecond: 80,
    ttftMs: 400,
    latencyMs: 2400 + 300 * ((place * 3) % 7),
    n: null,
  };
}
