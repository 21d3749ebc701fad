import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import { accountPage } from '../errors/errorAction.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import { openProviderSettings } from '../providers/userProviders.ts';
import { NotRun } from '../run/notRun.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import type { ProviderNode } from '../views/providerList.ts';
import { addToSuite, pickPlace } from './addToSuite.ts';
import { browseList, type ListSources } from './fetchModels.ts';
import { modelItems } from './modelItems.ts';
import type { ListFault } from './modelLists.ts';
import type { ListedModel } from '../../shared/model/catalog.ts';

/** Shows what a provider lists, and puts the model of the user's choice into a suite or on the clipboard. */
export async function browseModels(
  provider: ProviderNode,
  suite: vscode.Uri | null,
  index: SuiteIndex,
  sources: ListSources,
): Promise<void> {
  const list = await browseList(provider, sources);
  if (list === null) return;
  if (!list.ok) return tellFault(list.fault, provider);
  const model = await pickModel(provider, list.models);
  if (model === null) return;
  const ref = `${provider.id}/${model}`;
  const place = await pickPlace(ref, suite, index);
  if (place === 'clipboard') await vscode.env.clipboard.writeText(ref);
  else if (place !== null) await addToSuite(place, ref);
}

async function pickModel({ name }: ProviderNode, models: readonly ListedModel[]): Promise<string | null> {
  if (models.length === 0) throw new NotRun('impossible', vscode.l10n.t('{0} lists no models.', plainName(name)));
  for (let everything = false; ; everything = true) {
    const picked = await vscode.window.showQuickPick(modelItems(models, everything, new Date()), {
      title: vscode.l10n.t('Models of {0}', plainName(name)),
      placeHolder: vscode.l10n.t('Pick a model to add it to a suite or to copy its name'),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (picked === undefined) return null;
    if (picked.model !== null) return picked.model;
  }
}

/** Says why there is no list, with the step that helps. */
async function tellFault({ kind, message }: ListFault, { id, access, origin, endpoint }: ProviderNode): Promise<void> {
  const page = endpoint === null ? accountPage(id) : null;
  const steps = {
    [vscode.l10n.t('Set API Key…')]: origin !== null && (kind === 'needs-key' || kind === 'authentication'),
    [vscode.l10n.t('Open Settings')]: access.kind === 'unset' || (kind === 'network' && access.kind === 'open'),
    [vscode.l10n.t('Open Account Page')]: page !== null && (kind === 'permission' || kind === 'quota' || kind === 'no-list'),
    [vscode.l10n.t('Show Log')]: kind === 'network' || kind === 'malformed-response' || kind === 'server' || kind === 'other',
  };
  const offered = Object.entries(steps).flatMap(([label, fits]) => (fits ? [label] : []));
  const step = await vscode.window.showWarningMessage(plainMessage(message), ...offered);
  if (step === vscode.l10n.t('Set API Key…')) await vscode.commands.executeCommand(commandIds.setKey, { origin, id });
  if (step === vscode.l10n.t('Open Settings')) await openProviderSettings();
  if (step === vscode.l10n.t('Open Account Page') && page !== null) await vscode.env.openExternal(vscode.Uri.parse(page));
  if (step === vscode.l10n.t('Show Log')) await vscode.commands.executeCommand(commandIds.showLog);
}
