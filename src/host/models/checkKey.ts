import * as vscode from 'vscode';
import type { KeyOwner } from '../keyPrompt.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import type { SecretKeys } from '../secrets.ts';
import type { ProviderNode } from '../views/providerList.ts';
import { tryList, type ListSources } from './fetchModels.ts';
import { keyVerdict, laterVerdict } from './keyVerdict.ts';

/** Tries a key that was just set. It is kept whatever comes out, until the user removes it. */
export async function checkKey(
  owner: KeyOwner,
  provider: ProviderNode | null,
  keys: SecretKeys,
  sources: ListSources,
): Promise<'again' | 'done'> {
  const name = plainName(owner.name);
  const { isPublicList } = await import('./modelLists.ts');
  const untold = provider === null || isPublicList(provider);
  const verdict = untold ? laterVerdict(name) : keyVerdict(name, await tryList(provider, sources));
  const message = plainMessage(verdict.message);
  if (verdict.kind !== 'refused') {
    const show = verdict.kind === 'untried' ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    void show(message);
    return 'done';
  }
  const [again, remove, page] = [
    vscode.l10n.t('Set Another Key…'),
    vscode.l10n.t('Remove Key'),
    vscode.l10n.t('Get a Key…'),
  ] as const;
  const buttons = owner.keyUrl === null ? [again, remove] : [again, remove, page];
  const answer = await vscode.window.showWarningMessage(message, ...buttons);
  if (answer === remove) await keys.remove(owner.origin);
  if (answer === page && owner.keyUrl !== null) await vscode.env.openExternal(vscode.Uri.parse(owner.keyUrl));
  return answer === again ? 'again' : 'done';
}
