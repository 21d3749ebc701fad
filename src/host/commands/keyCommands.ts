import * as vscode from 'vscode';
import { keyOwner, promptForKey, type KeyOwner } from '../keyPrompt.ts';
import { plainName } from '../plainMessage.ts';
import type { SecretKeys } from '../secrets.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import { listProviders } from '../views/providerList.ts';
import { NotRun } from '../run/notRun.ts';
import { providerOf } from './args.ts';
import type { Handlers } from './register.ts';

export function keyCommands(keys: SecretKeys, index: SuiteIndex): Handlers<'setKey' | 'removeKey'> {
  return {
    async setKey(target) {
      const owner = ownerOf(target) ?? (await pickOwner(await everyOwner(index, keys), keys, 'Set the API key of'));
      if (owner && (await promptForKey(owner, keys))) {
        void vscode.window.showInformationMessage(`The key for ${plainName(owner.name)} is set.`);
      }
    },
    async removeKey(target) {
      const withKey = await keys.origins();
      const owners = (await everyOwner(index, keys)).filter(({ origin }) => withKey.includes(origin));
      const given = ownerOf(target);
      if (!given && owners.length === 0) throw new NotRun('impossible', 'No key is set.');
      const owner = given ?? (await pickOwner(owners, keys, 'Remove the API key of'));
      if (owner) await remove(owner, keys);
    },
  };
}

async function remove({ origin, name }: KeyOwner, keys: SecretKeys): Promise<void> {
  const detail = `Runs that call ${origin} will ask for a key again.`;
  const answer = await vscode.window.showWarningMessage(
    `Remove the key for ${plainName(name)}?`,
    { modal: true, detail },
    'Remove',
  );
  if (answer === 'Remove') await keys.remove(origin);
}

function ownerOf(target: unknown): KeyOwner | null {
  const provider = providerOf(target);
  return provider && keyOwner(provider.origin, provider.id);
}

/** The providers of the Models view, and origins whose suite is gone but whose key is still here. */
async function everyOwner(index: SuiteIndex, keys: SecretKeys): Promise<readonly KeyOwner[]> {
  const nodes = listProviders((await index.suites()).flatMap(({ suite }) => suite ?? []));
  const shown = nodes.flatMap(({ origin, id }) => (origin === null ? [] : [keyOwner(origin, id)]));
  const others = (await keys.origins()).map((origin) => keyOwner(origin, URL.parse(origin)?.host ?? origin));
  return [...new Map([...others, ...shown].map((owner) => [owner.origin, owner])).values()];
}

async function pickOwner(owners: readonly KeyOwner[], keys: SecretKeys, title: string): Promise<KeyOwner | null> {
  const withKey = await keys.origins();
  const items = owners.map((owner) => ({
    label: owner.name,
    description: owner.origin,
    detail: withKey.includes(owner.origin) ? '$(key) key set' : 'no key',
    owner,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.owner ?? null;
}
