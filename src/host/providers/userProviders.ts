import * as vscode from 'vscode';
import type { UserProviders } from '../../core/ports.ts';
import type { Disposable } from '../../shared/base/disposable.ts';
import type { RedactedLog } from '../log.ts';
import { plainMessage } from '../plainMessage.ts';
import { inBackground } from '../tellFailure.ts';
import { endpointsSetting, providersSetting, readUserProviders, type ReadProviders } from './readUserProviders.ts';

/** What the user has set about providers, as of now. The settings are the machine's: no repository can set them. */
export function userProviders(): UserProviders {
  return read().user;
}

function read(): ReadProviders {
  const settings = vscode.workspace.getConfiguration();
  return readUserProviders(settings.get(providersSetting), settings.get(endpointsSetting));
}

/** Whether a change of the settings concerns providers. */
export function concernsProviders(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(providersSetting) || event.affectsConfiguration(endpointsSetting);
}

/** Says what is wrong with the settings, each fault once. */
export function tellSettingFaults(log: RedactedLog): Disposable {
  const told = new Set<string>();
  const tell = () => {
    const faults = read().faults.filter((fault) => !told.has(fault));
    for (const fault of faults) {
      told.add(fault);
      log.warn(`Setting ${fault}`);
      inBackground('Settings', offerSettings(vscode.l10n.t('Setting {0}', fault)), log);
    }
  };
  tell();
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (concernsProviders(event)) tell();
  });
}

async function offerSettings(message: string): Promise<void> {
  const open = vscode.l10n.t('Open Settings');
  if ((await vscode.window.showWarningMessage(plainMessage(message), open)) === open) await openProviderSettings();
}

/**
 * Opens the settings file at the providers: these settings are objects, which the settings page cannot edit. A window on
 * another machine takes them from that machine's file alone.
 */
export async function openProviderSettings(): Promise<void> {
  const command = vscode.env.remoteName === undefined ? 'openSettingsJson' : 'openRemoteSettingsFile';
  const revealSetting = { key: providersSetting, edit: true };
  await vscode.commands.executeCommand(`workbench.action.${command}`, { revealSetting });
}
