import * as vscode from 'vscode';
import { keyOwner, promptForKey, type KeyOwner } from '../keyPrompt.ts';
import { checkKey } from '../models/checkKey.ts';
import type { ListSources } from '../models/fetchModels.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import type { ProviderDirectory } from '../providers/providerDirectory.ts';
import { openProviderSettings, userProviders } from '../providers/userProviders.ts';
import { NotRun } from '../run/notRun.ts';
import type { SecretKeys } from '../secrets.ts';
import type { ProviderNode } from '../views/providerList.ts';
import { providerOf } from './args.ts';
import type { Handlers } from './register.ts';

export interface KeyServices extends ListSources {
  readonly keys: SecretKeys;
  readonly directory: ProviderDirectory;
}

export function keyCommands(services: KeyServices): Handlers<'setKey' | 'removeKey'> {
  const { keys, directory } = services;
  return {
    async setKey(target) {
      const nodes = await directory.list();
      const given = providerOf(target);
      const owner = given ? keyOwner(given.origin, given.id, userProviders()) : await pickForKey(nodes);
      if (owner === null) return;
      const provider = nodes.find(({ id, origin }) => origin === owner.origin && id === owner.provider) ?? null;
      while ((await promptForKey(owner, keys)) && (await checkKey(owner, provider, keys, services)) === 'again');
    },
    async removeKey(target) {
      const given = providerOf(target);
      const owner = given ? keyOwner(given.origin, given.id, userProviders()) : await pickKept(await directory.list(), keys);
      if (owner) await remove(owner, keys);
    },
  };
}

async function remove({ origin, name }: KeyOwner, keys: SecretKeys): Promise<void> {
  const detail = vscode.l10n.t('Runs that call {0} will ask for a key again.', origin);
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Remove the key for {0}?', plainName(name)),
    { modal: true, detail },
    vscode.l10n.t('Remove'),
  );
  if (answer === vscode.l10n.t('Remove')) await keys.remove(origin);
}

/** Every provider that takes a key, those in use first. One whose address is not known yet leads to the settings. */
async function pickForKey(nodes: readonly ProviderNode[]): Promise<KeyOwner | null> {
  const user = userProviders();
  const takers = nodes.filter(({ access: { kind } }) => kind === 'key' || kind === 'open' || kind === 'unset');
  const item = ({ id, name, origin, hasKey, access }: ProviderNode) => ({
    label: name,
    description: origin ?? vscode.l10n.t('needs its address set first'),
    ...(hasKey ? { detail: vscode.l10n.t('$(key) key set') } : {}),
    owner: origin === null ? null : { ...keyOwner(origin, id, user), name },
    problem: access.kind === 'unset' ? access.message : null,
  });
  const [used, others] = [takers.filter(({ inUse }) => inUse), takers.filter(({ inUse }) => !inUse)];
  const picked = await vscode.window.showQuickPick([...used, ...others].map(item), {
    title: vscode.l10n.t('Set the API key of'),
    matchOnDescription: true,
  });
  if (picked?.problem) await tellUnset(picked.problem);
  return picked?.owner ?? null;
}

async function tellUnset(message: string): Promise<void> {
  const open = vscode.l10n.t('Open Settings');
  if ((await vscode.window.showWarningMessage(plainMessage(message), open)) === open) await openProviderSettings();
}

/** Of the providers shown, and of origins whose suite is gone but whose key is still here. */
async function pickKept(nodes: readonly ProviderNode[], keys: SecretKeys): Promise<KeyOwner | null> {
  const origins = await keys.origins();
  if (origins.length === 0) throw new NotRun('impossible', vscode.l10n.t('No key is set.'));
  const items = origins.map((origin) => {
    const node = nodes.find((known) => known.origin === origin);
    const owner = keyOwner(origin, node?.id ?? URL.parse(origin)?.host ?? origin, userProviders());
    return { label: owner.name, description: origin, owner };
  });
  return (
    (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Remove the API key of'), matchOnDescription: true }))
      ?.owner ?? null
  );
}
