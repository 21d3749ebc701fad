import * as vscode from 'vscode';
import type { UserProviders } from '../core/ports.ts';
import { brandAt, brandOf } from '../core/providers/brands.ts';
import { keyFault } from './origins.ts';
import { accessOf, keyOrigin } from './providers/access.ts';
import { plainName } from './plainMessage.ts';
import type { SecretKeys } from './secrets.ts';

/** The server that a key is for, in words. */
export interface KeyOwner {
  readonly origin: string;
  /** Id of the provider, or of the endpoint. */
  readonly provider: string;
  /** `OpenAI`, or an endpoint's id. */
  readonly name: string;
  /** Where to get one, as far as known. */
  readonly keyUrl: string | null;
}

/** A suite may give its own server the name of a provider: only the origin says whose key it is. */
export function keyOwner(origin: string, provider: string, user: UserProviders): KeyOwner {
  const set = keyOrigin(accessOf(provider, user)) === origin ? brandOf(provider) : null;
  const brand = brandAt(origin) ?? set;
  return { origin, provider, name: brand?.name ?? provider, keyUrl: brand?.server?.keyUrl ?? null };
}

/** Asks for a key and keeps it. False where the user leaves without giving one. */
export async function promptForKey(owner: KeyOwner, keys: SecretKeys): Promise<boolean> {
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('API key for {0}', plainName(owner.name)),
    prompt: vscode.l10n.t("Kept in the editor's secret storage and sent to {0} only.", owner.origin),
    placeHolder: vscode.l10n.t('Paste the key'),
    password: true,
    // The key is fetched from a browser: the box must still be there on coming back.
    ignoreFocusOut: true,
    validateInput: (input) => (input === '' ? null : keyFault(input)),
  });
  if (key === undefined || keyFault(key) !== null) return false;
  await keys.set(owner.origin, key.trim());
  return true;
}

/** Before a run: says which key is missing and takes it. False where the user does not want to. */
export async function demandKey(owner: KeyOwner, suiteName: string, keys: SecretKeys): Promise<boolean> {
  const getKey = vscode.l10n.t('Get a Key…');
  const buttons = owner.keyUrl === null ? [vscode.l10n.t('Set Key')] : [vscode.l10n.t('Set Key'), getKey];
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} needs an API key.', plainName(owner.name)),
    {
      modal: true,
      detail: vscode.l10n.t('“{0}” calls {1}. The run goes on as soon as the key is set.', plainName(suiteName), owner.origin),
    },
    ...buttons,
  );
  if (answer === undefined) return false;
  if (answer === getKey && owner.keyUrl !== null) await vscode.env.openExternal(vscode.Uri.parse(owner.keyUrl));
  return promptForKey(owner, keys);
}
