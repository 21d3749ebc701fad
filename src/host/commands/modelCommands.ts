import * as vscode from 'vscode';
import { byRank, rankLine } from '../../shared/modelRank.ts';
import { disableAction, errorAction } from '../errors/errorAction.ts';
import type { ErrorActions } from '../errors/errorActions.ts';
import { addToSuite, pickSuiteFor } from '../models/addToSuite.ts';
import { browseModels } from '../models/browseModels.ts';
import { disabledText, type DisabledModels } from '../models/disabledModels.ts';
import type { ListSources } from '../models/fetchModels.ts';
import { generalRanks, type GeneralRanks, type RankSource } from '../models/generalRanks.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import type { ProviderDirectory } from '../providers/providerDirectory.ts';
import { openProviderSettings, userProviders } from '../providers/userProviders.ts';
import { NotRun } from '../run/notRun.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import type { ModelNode, ProviderNode } from '../views/providerList.ts';
import { activeSuite, idOf, refOf } from './args.ts';
import type { Handlers } from './register.ts';

export interface ModelServices extends ListSources {
  readonly directory: ProviderDirectory;
  readonly index: SuiteIndex;
  readonly disabled: DisabledModels;
  readonly actions: ErrorActions;
  readonly rankings: RankSource;
}

type ModelCommand = 'addToSuite' | 'browseModels' | 'disableModel' | 'enableModel' | 'mendModel' | 'openProviderSettings';

export function modelCommands(services: ModelServices): Handlers<ModelCommand> {
  const { directory, index, disabled, actions, rankings } = services;
  return {
    async browseModels(target, suite) {
      const provider = await chosenProvider(target, directory);
      const given = suite instanceof vscode.Uri ? suite : activeSuite();
      if (provider) await browseModels(provider, given, index, services);
    },
    async addToSuite(target, suite) {
      const ref = refOf(target) ?? (await pickModel(directory, false, vscode.l10n.t('Add which model to a suite?'), rankings));
      if (ref === null) return;
      const given = suite instanceof vscode.Uri ? suite : null;
      const uri = given ?? (await pickSuiteFor(ref, activeSuite(), index));
      if (uri) await addToSuite(uri, ref);
    },
    async disableModel(target) {
      const ref = refOf(target) ?? (await pickModel(directory, false, vscode.l10n.t('Disable a model')));
      if (ref !== null) await disable(ref, disabled);
    },
    async enableModel(target) {
      const ref = refOf(target) ?? (await pickModel(directory, true, vscode.l10n.t('Enable a model')));
      if (ref !== null) await disabled.enable(ref);
    },
    async mendModel(target) {
      const ref = refOf(target);
      const isMeant = (model: ModelNode) => model.ref === ref && model.failing !== null;
      const provider = (await directory.list()).find(({ models }) => models.some(isMeant));
      const model = provider?.models.find(isMeant);
      if (provider && model) await mend(model, provider, actions);
    },
    async openProviderSettings() {
      await openProviderSettings();
    },
  };
}

/** A row of the view as it is now, or what the user picks. */
async function chosenProvider(target: unknown, directory: ProviderDirectory): Promise<ProviderNode | null> {
  const nodes = await directory.list();
  const { id, origin } = idOf(target);
  const named = nodes.filter((node) => node.id === id);
  const given = named.find((node) => node.origin === origin) ?? named[0];
  if (given) return given;
  const sorted = nodes.toSorted((a, b) => Number(b.inUse) - Number(a.inUse));
  const items = sorted.map((node) => ({ label: node.name, description: node.origin ?? '', node }));
  return (
    (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Browse the models of'), matchOnDescription: true }))
      ?.node ?? null
  );
}

async function modelsOf(directory: ProviderDirectory): Promise<readonly ModelNode[]> {
  return (await directory.list()).flatMap(({ models }) => models);
}

async function pickModel(
  directory: ProviderDirectory,
  disabled: boolean,
  title: string,
  rankings: RankSource | null = null,
): Promise<string | null> {
  const models = (await modelsOf(directory)).filter((model) => (model.disabled !== null) === disabled);
  if (models.length === 0) {
    throw new NotRun('impossible', disabled ? vscode.l10n.t('No model is disabled.') : vscode.l10n.t('All models are disabled.'));
  }
  const ranks: GeneralRanks =
    rankings === null
      ? new Map()
      : await generalRanks(
          models.map(({ ref }) => ref),
          rankings,
        );
  const now = new Date();
  const items = byRank(models, ({ ref }) => ranks.get(ref) ?? null).map(({ ref, detail }) => {
    const rank = ranks.get(ref);
    return { label: ref, description: detail, ...(rank && { detail: rankLine(rank, now) }) };
  });
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.label ?? null;
}

/** A reason may be empty: the date is kept in any case. */
async function disable(ref: string, disabled: DisabledModels): Promise<void> {
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t('Disable {0}', plainName(ref)),
    ignoreFocusOut: true,
    prompt: vscode.l10n.t('Runs leave it out until you enable it again. Why?'),
    placeHolder: vscode.l10n.t('Too slow at noon'),
  });
  if (reason === undefined) return;
  await disabled.disable(ref, reason);
  const entry = disabled.all().get(ref);
  const enable = vscode.l10n.t('Enable Again');
  const told = vscode.l10n.t(
    '{0} is {1}. Runs leave it out.',
    plainName(ref),
    entry ? plainMessage(disabledText(entry)) : vscode.l10n.t('disabled'),
  );
  if ((await vscode.window.showInformationMessage(told, enable)) === enable) await disabled.enable(ref);
}

/** What can be done about a model that answered nothing. */
async function mend({ ref, failing }: ModelNode, { id, endpoint }: ProviderNode, actions: ErrorActions): Promise<void> {
  if (failing === null) return;
  const place = { provider: id, endpoints: endpoint === null ? [] : [endpoint], user: userProviders() };
  const offered = [errorAction(failing.kind, place), disableAction];
  // Not a list to pick from, which cuts off what does not fit into a line.
  const told = `${plainName(ref)}: ${failing.title}. ${plainMessage(failing.advice)}`;
  const answer = await vscode.window.showWarningMessage(told, ...offered.map(({ label }) => label));
  const picked = offered.find(({ label }) => label === answer);
  if (picked) await actions.perform(picked.name, failing.runId, failing.candidateId);
}
