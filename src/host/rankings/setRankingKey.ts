import * as vscode from 'vscode';
import { listText } from '../../shared/comparisonText.ts';
import { promptForKey } from '../keyPrompt.ts';
import { plainMessage } from '../plainMessage.ts';
import { NotRun } from '../run/notRun.ts';
import type { SecretKeys } from '../secrets.ts';
import { faultText, outcomeOf } from './rankingOutcome.ts';
import type { RankingService } from './rankingService.ts';
import { withProgress } from './rankingProgress.ts';

type Board = Awaited<ReturnType<RankingService['boards']>>[number];

export interface RankingKeyParts {
  readonly rankings: RankingService;
  readonly keys: SecretKeys;
}

/** Takes the key of a board and tries it. It is kept whatever comes out, until the user removes it. */
export async function setRankingKey(given: unknown, parts: RankingKeyParts): Promise<void> {
  const boards = (await parts.rankings.boards()).filter(({ needsKey }) => needsKey);
  const board = boards.find(({ id }) => id === given) ?? (await pickBoard(boards));
  if (!board) return;
  while ((await promptForKey({ ...board, provider: board.id }, parts.keys)) && (await checkKey(board, parts)) === 'again');
}

const getKey: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('link-external'), tooltip: vscode.l10n.t('Get a Key…') };

function pickBoard(boards: readonly Board[]): Promise<Board | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly board: Board }>();
  pick.title = vscode.l10n.t('Set the key for rankings of');
  // The button leads to a browser: the list must still be there on coming back.
  pick.ignoreFocusOut = true;
  pick.items = boards.map((board) => ({
    label: board.name,
    description: board.hasKey ? vscode.l10n.t('$(key) key set') : '',
    ...(board.keyUrl !== null && { detail: vscode.l10n.t('Get one at {0}', board.keyUrl), buttons: [getKey] }),
    board,
  }));
  return new Promise((resolve) => {
    pick.onDidTriggerItemButton(({ item: { board } }) => openKeyPage(board));
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.board);
      pick.dispose();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function openKeyPage({ keyUrl }: Board): void {
  if (keyUrl !== null) void vscode.env.openExternal(vscode.Uri.parse(keyUrl));
}

async function checkKey(board: Board, { rankings, keys }: RankingKeyParts): Promise<'again' | 'done'> {
  if (!board.enabled)
    throw new NotRun('declined', vscode.l10n.t('The key is kept. {0} is switched off in the settings.', board.name));
  await rankings.forgetWait(board.id);
  const title = vscode.l10n.t('Trying the key for {0}', board.name);
  const answers = await withProgress(title, (signal) => rankings.get({ source: board.id, fresh: true, trigger: 'user', signal }));
  if (answers === null) return 'done';
  const { answered, failures, notAsked } = outcomeOf(answers);
  const categories = answered.flatMap((one) => one.categories);
  const [fault] = [...failures, ...notAsked];
  if (categories.length > 0) {
    const names = listText(categories, categories.length);
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} accepted the key. It ranks {1}.', board.name, names));
    return 'done';
  }
  const refused = fault?.error.kind === 'authentication' || fault?.error.kind === 'permission';
  const text = plainMessage(fault ? faultText(fault) : vscode.l10n.t('{0} gave no ranking.', board.name));
  if (!refused) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The key for {0} is kept, but could not be tried. {1}', board.name, text),
    );
    return 'done';
  }
  return offerAnother(board, text, keys);
}

async function offerAnother(board: Board, text: string, keys: SecretKeys): Promise<'again' | 'done'> {
  const [again, remove, page] = [
    vscode.l10n.t('Set Another Key…'),
    vscode.l10n.t('Remove Key'),
    vscode.l10n.t('Get a Key…'),
  ] as const;
  const answer = await vscode.window.showWarningMessage(text, again, remove, ...(board.keyUrl === null ? [] : [page]));
  if (answer === remove) await keys.remove(board.origin);
  if (answer === page) openKeyPage(board);
  return answer === again ? 'again' : 'done';
}
