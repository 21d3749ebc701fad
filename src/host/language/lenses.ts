import * as vscode from 'vscode';
import type { OutlineCase } from '../../core/suite/outline.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { CaseStanding, SuiteFigures } from '../../shared/model/suiteFigures.ts';
import { commandIds, settingsSection, suiteGlob } from '../contributions.ts';
import { iconApart } from '../iconApart.ts';
import { setting } from '../settings.ts';
import { suitePath } from '../suites/suiteIndex.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import type { SuiteStandings } from '../suites/suiteStandings.ts';
import { toRange } from './problemBoard.ts';
import { isStale, lastText, standingOf } from './standings.ts';

/** With more, only the suite has lenses: so many lines between the cases would hide them. */
const mostCases = 300;
const selector: vscode.DocumentSelector = { scheme: 'file', pattern: suiteGlob };

/** Above a suite and each of its cases: how to run it, and its last result. */
export class SuiteLenses implements vscode.CodeLensProvider, Disposable {
  readonly #suites: SuiteService;
  readonly #standings: SuiteStandings;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changes.event;

  constructor(suites: SuiteService, standings: SuiteStandings) {
    this.#suites = suites;
    this.#standings = standings;
    this.#owned.add(standings.onDidChange(() => this.#changes.fire()));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsSection}.lenses`)) this.#changes.fire();
      }),
    );
    this.#owned.add(vscode.languages.registerCodeLensProvider(selector, this));
  }

  async provideCodeLenses({ uri }: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (!setting('lenses')) return [];
    const survey = await this.#suites.survey(uri, { isUrgent: true, isWanted: () => !token.isCancellationRequested });
    if (!survey) return [];
    const path = suitePath(uri);
    this.#standings.want(path);
    const figures = this.#standings.known(path);
    const hash = survey.suite?.hash ?? null;
    const { cases } = survey.outline;
    const shown = cases.length > mostCases ? [] : cases;
    return [
      ...suiteLenses(uri, figures, hash),
      ...shown.flatMap((outline) => caseLenses(uri, outline, standingOf(figures, outline.id), hash)),
    ];
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** @param hash of the suite as it is written now; `null`: it has errors */
function suiteLenses(uri: vscode.Uri, figures: SuiteFigures | null, hash: string | null): vscode.CodeLens[] {
  const { l10n } = vscode;
  const commands: vscode.Command[] = [
    { title: iconApart(`$(play) ${l10n.t('Run suite')}`), command: commandIds.runSuite, arguments: [uri] },
    { title: l10n.t('Run on…'), tooltip: l10n.t('Choose the models'), command: commandIds.runOn, arguments: [uri] },
  ];
  const { whole = null, previous = null } = figures ?? {};
  if (whole) {
    const title = lastText(whole, whole.suiteHash !== hash);
    commands.push({
      title,
      tooltip: l10n.t('Open the comparison'),
      command: commandIds.openComparison,
      arguments: [whole.runId],
    });
  }
  if (whole && previous !== null) {
    const tooltip = l10n.t('Compare the last run with the one before it');
    commands.push({ title: l10n.t('Compare'), tooltip, command: commandIds.compareRuns, arguments: [[previous, whole.runId]] });
  }
  const top = new vscode.Range(0, 0, 0, 0);
  return commands.map((command) => new vscode.CodeLens(top, command));
}

function caseLenses(
  uri: vscode.Uri,
  { id, range }: OutlineCase,
  standing: CaseStanding | null,
  hash: string | null,
): vscode.CodeLens[] {
  const { l10n } = vscode;
  const commands: vscode.Command[] = [
    {
      title: iconApart(`$(play) ${l10n.t('Run')}`),
      tooltip: l10n.t('Run this case'),
      command: commandIds.runCase,
      arguments: [uri, id],
    },
    { title: l10n.t('Run on…'), tooltip: l10n.t('Choose the models'), command: commandIds.runOn, arguments: [uri, id] },
  ];
  if (standing) {
    const title = lastText(standing, isStale(standing, hash));
    commands.push({ title, tooltip: l10n.t('Open its answers'), command: commandIds.showCaseAnswers, arguments: [uri, id] });
  }
  const place = toRange(range);
  return commands.map((command) => new vscode.CodeLens(place, command));
}
