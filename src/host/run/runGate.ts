import * as vscode from 'vscode';
import type { PreparedResume } from '../../core/prepareResume.ts';
import type { PreparedRun } from '../../core/prepareRun.ts';
import { formatUsd } from '../../shared/format.ts';
import type { Suite } from '../../shared/model/suite.ts';
import type { Consent } from '../consent.ts';
import { userProviders } from '../providers/userProviders.ts';
import { demandKey, keyOwner } from '../keyPrompt.ts';
import type { SecretKeys } from '../secrets.ts';
import { plainName } from '../plainMessage.ts';
import { setting } from '../settings.ts';
import { costDetail } from './costDetail.ts';
import { costQuestion } from './costQuestion.ts';
import { NotRun } from './notRun.ts';

/** A user who tries a suite out on a server without known prices is not asked each time. */
export const mostUnpricedCalls = 100;

/** What is made ready to call models: a run, or a scoring. */
type Prepared = Pick<PreparedRun, 'endpoints' | 'missingKeys' | 'problems'>;

/** Whether the user wants what it takes. */
export type Confirm<Ready> = (prepared: Ready) => Promise<boolean>;

export interface Crossing<Ready> {
  readonly suite: Pick<Suite, 'name'>;
  readonly path: string;
  readonly prepare: () => Promise<Ready>;
  readonly confirm: Confirm<Ready>;
  /** Nobody is there to be asked: what would have to be asked is refused. */
  readonly quiet?: boolean;
}

/** Everything that stands between a suite without errors and its first call: known servers, consent, keys, cost. */
export class RunGate {
  readonly #keys: SecretKeys;
  readonly #consent: Consent;

  constructor(keys: SecretKeys, consent: Consent) {
    this.#keys = keys;
    this.#consent = consent;
  }

  /** Throws `NotRun` where it must not, or shall not, begin. */
  async pass<Ready extends Prepared>({ suite, path, prepare, confirm, quiet = false }: Crossing<Ready>): Promise<Ready> {
    let prepared = await prepare();
    const [problem] = prepared.problems;
    if (problem !== undefined) throw new NotRun('impossible', problem);
    if (quiet) this.#requireNoQuestion(suite.name, prepared);
    const servers = Object.values(prepared.endpoints).filter(({ api }) => api !== 'vscode-lm');
    const agreed = await this.#consent.ask(
      servers.map(({ baseUrl }) => baseUrl),
      { name: suite.name, path },
      userProviders(),
    );
    if (!agreed) throw new NotRun('declined', vscode.l10n.t('Nothing was run and nothing was sent.'));
    for (const { origin, provider } of prepared.missingKeys) {
      const owner = keyOwner(origin, provider, userProviders());
      const given = await demandKey(owner, suite.name, this.#keys);
      if (!given) throw new NotRun('declined', vscode.l10n.t('Nothing was run: {0} has no key.', owner.name));
    }
    if (prepared.missingKeys.length > 0) prepared = await prepare();
    if (!(await confirm(prepared))) throw new NotRun('declined', vscode.l10n.t('Nothing was run and nothing was spent.'));
    return prepared;
  }

  #requireNoQuestion(name: string, { endpoints, missingKeys }: Prepared): void {
    const urls = Object.values(endpoints).flatMap(({ api, baseUrl }) => (api === 'vscode-lm' ? [] : [baseUrl]));
    if (missingKeys.length === 0 && this.#consent.isGiven(urls, userProviders())) return;
    const words = vscode.l10n.t('“{0}” was not run: a key or your consent is missing. Run it once by hand.', plainName(name));
    throw new NotRun('impossible', words);
  }
}

/** Asks where a run may cost more than the user's limit, or where many calls may cost nobody knows what. */
export async function confirmCost(prepared: PreparedRun): Promise<boolean> {
  return askCost(prepared, mostUnpricedCalls);
}

/** As `confirmCost`, for what an agent wants to run: one call whose price is not known is asked about. */
export async function confirmForAgent(prepared: PreparedRun): Promise<boolean> {
  return askCost(prepared, 0);
}

async function askCost(prepared: PreparedRun, unpricedCalls: number): Promise<boolean> {
  const { suite, plannedSamples } = prepared;
  const asked = costQuestion(prepared, plannedSamples, { usd: setting('confirmAboveUsd'), unpricedCalls });
  if (asked === null) return true;
  const name = plainName(suite.name);
  const question =
    asked.kind === 'dear'
      ? vscode.l10n.t('“{0}” may cost up to {1}.', name, formatUsd(asked.highUsd))
      : vscode.l10n.t('What “{0}” costs is not known before it.', name);
  return isAgreed(question, costDetail(asked.estimate, plannedSamples, suite.budgetUsd), vscode.l10n.t('Run'));
}

/** As `confirmCost`, about what is left of a run. */
export async function confirmRest(prepared: PreparedResume): Promise<boolean> {
  const { calls, suite, run, spentUsd, what } = prepared;
  const limits = { usd: setting('confirmAboveUsd'), unpricedCalls: mostUnpricedCalls };
  const asked = costQuestion(prepared, calls, limits);
  if (asked === null) return true;
  const name = plainName(run.name);
  const question =
    asked.kind === 'dear'
      ? vscode.l10n.t('To go on with “{0}” may cost up to {1}.', name, formatUsd(asked.highUsd))
      : vscode.l10n.t('What it costs to go on with “{0}” is not known before it.', name);
  const spent = spentUsd === 0 ? '' : vscode.l10n.t('The run has cost {0} so far.\n', formatUsd(spentUsd));
  const detail = `${spent}${costDetail(asked.estimate, calls, suite.budgetUsd)}`;
  return isAgreed(question, detail, what === 'failed' ? vscode.l10n.t('Retry') : vscode.l10n.t('Resume'));
}

/** A question that nobody can overlook. */
export async function isAgreed(question: string, detail: string, button: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}
