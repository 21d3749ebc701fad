import * as vscode from 'vscode';
import type { CandidateSummary } from '../../shared/model/comparison.ts';
import type { FromPanel } from '../../shared/protocol/panel.ts';
import { commandIds } from '../contributions.ts';
import { pickRankedFor } from '../rankings/correctMatch.ts';
import type { RankingService } from '../rankings/rankingService.ts';
import type { RanksFeed } from './ranksFeed.ts';

/** What comes from the tab of the public ranks. */
const ranksMessages = ['ranks-requested', 'ranks-fetch-requested', 'match-requested', 'model-wanted'] as const;
type RanksMessage = Extract<FromPanel, { readonly type: (typeof ranksMessages)[number] }>;

export function isOfRanks(message: FromPanel): message is RanksMessage {
  return ranksMessages.some((type) => type === message.type);
}

/** @param candidates of the run that is shown */
export async function handleRanks(
  message: RanksMessage,
  feed: RanksFeed,
  rankings: RankingService,
  candidates: readonly Pick<CandidateSummary, 'id' | 'provider' | 'model'>[],
): Promise<void> {
  switch (message.type) {
    case 'ranks-requested':
      return feed.want(true);
    case 'ranks-fetch-requested':
      return vscode.commands.executeCommand(commandIds.refreshRankings);
    case 'match-requested': {
      const candidate = candidates.find(({ id }) => id === message.candidateId);
      if (candidate) await pickRankedFor(`${candidate.provider}/${candidate.model}`, rankings);
      return;
    }
    case 'model-wanted':
      return vscode.commands.executeCommand(commandIds.addToSuite, { ref: message.model });
  }
}
