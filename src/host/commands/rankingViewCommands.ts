import * as vscode from 'vscode';
import { rankingCategories, rankingCredits } from '../../shared/model/rankings.ts';
import { pickOwnFor } from '../rankings/correctMatch.ts';
import type { RankingService } from '../rankings/rankingService.ts';
import type { ProviderDirectory } from '../providers/providerDirectory.ts';
import type { RankedNode } from '../views/rankingList.ts';
import type { RankingsFilter } from '../views/rankingsFilter.ts';
import type { RankingsView } from '../views/rankingsView.ts';
import type { Handlers } from './register.ts';

export interface RankingViewServices {
  readonly rankings: RankingService;
  readonly directory: ProviderDirectory;
  readonly rankingsFilter: RankingsFilter;
  readonly rankingsView: RankingsView;
}

type RankingViewCommand =
  | 'limitRankings'
  | 'showAskableRankings'
  | 'showAllRankings'
  | 'clearRankingFilter'
  | 'showMoreRanked'
  | 'openBoard'
  | 'matchRanked'
  | 'unmatchRanked'
  | 'copyRankedId';

/** What is done in the Rankings view. */
export function rankingViewCommands(services: RankingViewServices): Handlers<RankingViewCommand> {
  const { rankings, directory, rankingsFilter, rankingsView } = services;
  return {
    limitRankings: () => rankingsFilter.askLimits(),
    showAskableRankings: () => rankingsFilter.onlyAskable(true),
    showAllRankings: () => rankingsFilter.onlyAskable(false),
    clearRankingFilter: () => rankingsFilter.clear(),
    async showMoreRanked(category) {
      const known = rankingCategories.find((one) => one === category);
      if (known) rankingsView.showMore(known);
    },
    async openBoard(target) {
      const url = urlOf(target);
      if (url !== null) await vscode.env.openExternal(vscode.Uri.parse(url));
    },
    async matchRanked(target) {
      if (!isRanked(target)) return;
      const { ranking, ranked, matches } = target;
      await pickOwnFor({ origin: ranking.origin, id: ranked.id, name: ranked.name, matches }, rankings, directory);
    },
    async unmatchRanked(target) {
      if (isRanked(target)) await rankings.correct({ origin: target.ranking.origin, id: target.ranked.id, model: null });
    },
    async copyRankedId(target) {
      if (isRanked(target)) await vscode.env.clipboard.writeText(target.ref ?? target.ranked.aliases[0] ?? target.ranked.name);
    },
  };
}

/** Rows are handed over as they are; anybody else may call with anything. */
function isRanked(target: unknown): target is RankedNode {
  return typeof target === 'object' && target !== null && 'kind' in target && target.kind === 'ranked';
}

/** Of a row of a ranking, a model or a credit: only the boards' own addresses. */
function urlOf(target: unknown): string | null {
  if (typeof target !== 'object' || target === null) return null;
  const known = Object.entries(rankingCredits);
  if ('url' in target) return known.find(([, { url }]) => url === target.url)?.[1].url ?? null;
  if (!('ranking' in target) || typeof target.ranking !== 'object' || target.ranking === null) return null;
  const { ranking } = target;
  return 'origin' in ranking ? (known.find(([id]) => id === ranking.origin)?.[1].url ?? null) : null;
}
