import * as vscode from 'vscode';
import { rankingSources, type RankingHealth, type RankingSource } from '../../shared/model/rankings.ts';
import { agoText } from '../../shared/rankingText.ts';
import { healthOf, sourceState } from './healthText.ts';
import { sourceTitle } from './rankingOutcome.ts';
import type { RankingService } from './rankingService.ts';

interface SourceItem extends vscode.QuickPickItem {
  readonly source: RankingSource;
}

/** The only source that is to be asked; `null` where the user leaves. */
export async function pickSource(rankings: RankingService, given: unknown): Promise<RankingSource | null> {
  const named = rankingSources.find((source) => source === given);
  if (named) return named;
  const [health, boards] = await Promise.all([rankings.health(), rankings.boards()]);
  const items = rankingSources.map((source): SourceItem => {
    const board = boards.find(({ id }) => id === source);
    return {
      source,
      label: sourceTitle(source),
      description: board?.enabled === false ? vscode.l10n.t('switched off') : keyState(board),
      detail: stateOf(source, health),
    };
  });
  const title = vscode.l10n.t('Refresh rankings from');
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.source ?? null;
}

function keyState(board: { readonly needsKey: boolean; readonly hasKey: boolean } | undefined): string {
  if (!board) return '';
  if (!board.needsKey) return vscode.l10n.t('needs no key');
  return board.hasKey ? vscode.l10n.t('$(key) key set') : vscode.l10n.t('needs a key');
}

function stateOf(source: RankingSource, health: RankingHealth): string {
  if (source === 'cache') {
    const ages = health.cache.map(({ ageMs }) => ageMs);
    return ages.length === 0
      ? vscode.l10n.t('nothing is kept')
      : vscode.l10n.t('the oldest from {0}', agoText(Math.max(...ages)));
  }
  const own = healthOf(health, source);
  if (own === null) return '';
  const waits =
    own.waitsUntil === null ? [] : [vscode.l10n.t('asked to wait until {0}', new Date(own.waitsUntil).toLocaleString())];
  const asks = source === 'minimal-test' ? [vscode.l10n.t('asks your own models a few questions, and costs money')] : [];
  return [...asks, sourceState(own), ...waits].join(' · ');
}
