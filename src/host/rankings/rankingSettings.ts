import { field, text } from '../../core/json.ts';
import type { BoardSettings } from '../../core/rankings/boards.ts';
import { refreshSettings, type RefreshSetting } from '../../core/rankings/refreshRule.ts';
import { rankingBoards, type RankingBoard } from '../../shared/model/rankings.ts';

/** What the user has set for the boards, by the setting `llmBench.rankings.boards`. What is no such thing counts as not set. */
export function readBoardSettings(value: unknown): Readonly<Partial<Record<RankingBoard, BoardSettings>>> {
  return Object.fromEntries(
    rankingBoards.map((board): [RankingBoard, BoardSettings] => {
      const baseUrl = text(field(value, board, 'baseUrl'))?.trim() ?? '';
      const enabled = field(value, board, 'enabled');
      return [board, { ...(baseUrl !== '' && { baseUrl }), ...(enabled === false && { enabled }) }];
    }),
  );
}

export function readRefreshSetting(value: unknown): RefreshSetting {
  return refreshSettings.find((setting) => setting === value) ?? 'auto';
}
