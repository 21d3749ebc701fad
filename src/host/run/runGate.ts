import * as vscode from 'vscode';
import type { PreparedResume } from '../../core/prepareResume.ts';
import type { PreparedRun } from '../../core/prepareRun.ts';
import { formatUsd } from '../../shared/format.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { isPlayMoney } from '../../shared/playMoney.ts';
import type { Consent } from '../consent.ts';
import { userProviders } from '../providers/userProviders.ts';
import { demandKey, keyOwner } from '../keyPrompt.ts';
import type { SecretKeys } from '../secrets.ts';
import { plainName } from '../plainMessage.ts';
import { setting } from '../settings.ts';
import { costDetail } from './costDetail.ts';
import { NotRun } from './notRun.ts';

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

/** Asks where a run may cost more than the user's limit. */
export async function confirmCost({ estimate, plannedSamples, suite }: PreparedRun): Promise<boolean> {
  const { highUsd } = estimate;
  if (!isToAsk(highUsd, suite)) return true;
  const detail = costDetail(estimate, plannedSamples, suite.budgetUsd);
  return isAgreed(
    vscode.l10n.t('“{0}” may cost up to {1}.', plainName(suite.name), formatUsd(highUsd)),
    detail,
    vscode.l10n.t('Run'),
  );
}

/** As `confirmCost`, about what is left of a run. */
export async function confirmRest({ estimate, calls, suite, run, spentUsd, what }: PreparedResume): Promise<boolean> {
  const { highUsd } = estimate;
  if (!isToAsk(highUsd, suite)) return true;
  const spent = spentUsd === 0 ? '' : vscode.l10n.t('The run has cost {0} so far.\n', formatUsd(spentUsd));
  const detail = `${spent}${costDetail(estimate, calls, suite.budgetUsd)}`;
  const question = vscode.l10n.t('To go on with “{0}” may cost up to {1}.', plainName(run.name), formatUsd(highUsd));
  return isAgreed(question, detail, what === 'failed' ? vscode.l10n.t('Retry') : vscode.l10n.t('Resume'));
}

function isToAsk(highUsd: number | null, suite: Parameters<typeof isPlayMoney>[0]): highUsd is number {
  return highUsd !== null && highUsd > setting('confirmAboveUsd') && !isPlayMoney(suite);
}

/** A question that nobody can overlook. */
export async function isAgreed(question: string, detail: string, button: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}
