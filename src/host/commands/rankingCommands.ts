import * as vscode from 'vscode';
import { viewIds } from '../contributions.ts';
import type { HealthPage } from '../rankings/healthPage.ts';
import type { OutcomeNotices } from '../rankings/outcomeNotices.ts';
import type { RankingConsent } from '../rankings/rankingConsent.ts';
import type { MinimalTestParts } from '../rankings/runMinimalTest.ts';
import type { SecretKeys } from '../secrets.ts';
import type { Handlers } from './register.ts';

export interface RankingCommandServices extends MinimalTestParts {
  readonly keys: SecretKeys;
  readonly rankingConsent: RankingConsent;
  readonly rankingNotices: OutcomeNotices;
  readonly rankingHealth: HealthPage;
}

type RankingCommand =
  | 'showRankings'
  | 'refreshRankings'
  | 'refreshRankingsFrom'
  | 'setRankingKey'
  | 'runMinimalTest'
  | 'showRankingsHealth'
  | 'copyRankingsHealth';

export function rankingCommands(services: RankingCommandServices): Handlers<RankingCommand> {
  const { rankings, rankingConsent, rankingNotices, rankingHealth } = services;
  const minimalTest = async () => (await import('../rankings/runMinimalTest.ts')).runMinimalTest(services);
  const asked = async (ask: (signal: AbortSignal) => ReturnType<typeof rankings.get>) => {
    const { withProgress } = await import('../rankings/rankingProgress.ts');
    const answers = await withProgress(vscode.l10n.t('Asking for rankings'), ask);
    if (answers !== null) rankingNotices.tell(answers, 'user');
  };
  return {
    async showRankings() {
      await vscode.commands.executeCommand(`${viewIds.rankings}.focus`);
    },
    async refreshRankings() {
      await rankingConsent.demand();
      await asked((signal) => rankings.refresh('user', signal));
    },
    async refreshRankingsFrom(given) {
      const { pickSource } = await import('../rankings/refreshFrom.ts');
      const source = await pickSource(rankings, given);
      if (source === null) return;
      if (source === 'minimal-test') return minimalTest();
      if (source !== 'cache') await rankingConsent.demand();
      await asked((signal) => rankings.get({ source, fresh: true, trigger: 'user', signal }));
    },
    async setRankingKey(board) {
      await rankingConsent.demand();
      const { setRankingKey } = await import('../rankings/setRankingKey.ts');
      await setRankingKey(board, services);
    },
    runMinimalTest: minimalTest,
    async showRankingsHealth() {
      await rankingHealth.show();
    },
    async copyRankingsHealth() {
      await vscode.env.clipboard.writeText(`${JSON.stringify(await rankings.health(), null, 2)}\n`);
      void vscode.window.setStatusBarMessage(vscode.l10n.t('Rankings health copied as JSON'), 5_000);
    },
  };
}
