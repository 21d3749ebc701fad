import * as vscode from 'vscode';
import { assertNever } from '../../shared/base/assertNever.ts';
import type { ErrorActionName } from '../../shared/errorAction.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { Suite } from '../../shared/model/suite.ts';
import type { ErrorActionOffer } from '../../shared/protocol/panel.ts';
import type { BenchService } from '../benchService.ts';
import { commandIds } from '../contributions.ts';
import { toRange } from '../language/problemBoard.ts';
import { accessOf, keyOrigin } from '../providers/access.ts';
import { openProviderSettings, userProviders } from '../providers/userProviders.ts';
import { NotRun } from '../run/notRun.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import { accountPage, offersFor } from './errorAction.ts';

/** The model of a run that an error came from. */
interface Subject {
  readonly provider: string;
  readonly model: string;
  readonly suite: Pick<Suite, 'endpoints'>;
  readonly suitePath: string;
}

/** Does what is offered for errors: in the panel, in the notification at a run's end, and in the Models view. */
export class ErrorActions {
  readonly #bench: BenchService;
  readonly #index: SuiteIndex;
  readonly #suites: SuiteService;

  constructor(bench: BenchService, index: SuiteIndex, suites: SuiteService) {
    this.#bench = bench;
    this.#index = index;
    this.#suites = suites;
  }

  /** What to offer for the errors of a run. */
  async offers({ runId, candidates }: Comparison): Promise<readonly ErrorActionOffer[]> {
    if (candidates.every(({ errors }) => errors.length === 0)) return [];
    const found = await (await this.#bench.store()).head(runId);
    return found ? offersFor(candidates, { endpoints: found.suite.endpoints, user: userProviders() }) : [];
  }

  async perform(action: ErrorActionName, runId: RunId, candidateId: string): Promise<void> {
    const found = await (await this.#bench.store()).head(runId);
    const candidate = found?.candidates.find(({ id }) => id === candidateId);
    if (!found || !candidate) throw new NotRun('impossible', vscode.l10n.t('This run is not in the results any more.'));
    const { provider, model } = candidate;
    await this.#act(action, { provider, model, suite: found.suite, suitePath: found.run.suitePath });
  }

  async #act(action: ErrorActionName, subject: Subject): Promise<void> {
    const { provider, model, suite } = subject;
    const { executeCommand } = vscode.commands;
    switch (action) {
      case 'set-key': {
        const origin = keyOrigin(accessOf(provider, userProviders(), suite.endpoints));
        await executeCommand(commandIds.setKey, { origin, id: provider });
        return;
      }
      case 'sign-in':
      case 'open-docs': {
        const page = accountPage(provider);
        if (page !== null) await vscode.env.openExternal(vscode.Uri.parse(page));
        return;
      }
      case 'browse-models':
        await executeCommand(commandIds.browseModels, { id: provider }, await this.#index.find(subject.suitePath));
        return;
      case 'open-suite':
        return this.#openSuite(subject);
      case 'open-limits':
        return openProviderSettings();
      case 'show-log':
        await executeCommand(commandIds.showLog);
        return;
      case 'disable-model':
        await executeCommand(commandIds.disableModel, { ref: `${provider}/${model}` });
        return;
      default:
        assertNever(action, 'action for an error');
    }
  }

  /** At the model, as far as the suite still names it. */
  async #openSuite({ provider, model, suitePath }: Subject): Promise<void> {
    const uri = await this.#index.find(suitePath);
    if (uri === null) throw new NotRun('impossible', vscode.l10n.t('The suite {0} is not there any more.', suitePath));
    const survey = await this.#suites.survey(uri, { isUrgent: true });
    const place = survey?.outline.models.find(({ ref }) => ref === `${provider}/${model}`);
    await vscode.window.showTextDocument(uri, place ? { selection: toRange(place.range) } : {});
  }
}
