import * as vscode from 'vscode';
import type { SuiteSurvey } from '../../core/suite/language/spec.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { SuiteSelection } from '../../shared/model/selection.ts';
import type { CellStanding } from '../../shared/model/suiteFigures.ts';
import { toRange } from '../language/problemBoard.ts';
import { standingOf } from '../language/standings.ts';
import { resultText } from '../language/standingTexts.ts';
import type { ComparisonPanels } from '../panel/comparisonPanels.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import { NotRun } from '../run/notRun.ts';
import type { RunNotices } from '../run/runNotices.ts';
import type { RunService } from '../run/runService.ts';
import { suitePath, suiteTitle } from '../suites/suiteIndex.ts';
import { sameUri } from '../suites/suiteLoader.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import type { SuiteStandings } from '../suites/suiteStandings.ts';
import { suiteOrActive } from './args.ts';
import type { Handlers } from './register.ts';

export interface CaseServices {
  readonly suites: SuiteService;
  readonly runs: RunService;
  readonly notices: RunNotices;
  readonly standings: SuiteStandings;
  readonly panels: ComparisonPanels;
}

/** What is done with a part of a suite: by a lens, or from where the cursor is. */
export function caseCommands(services: CaseServices): Handlers<'runCase' | 'runOn' | 'showCaseAnswers'> {
  const { suites, runs, notices, standings, panels } = services;
  return {
    async runCase(target, caseId) {
      const uri = suiteOrActive(target);
      const cases = typeof caseId === 'string' ? [caseId] : await casesAtCursor(uri, suites);
      await notices.tellEnd(await runs.runFile(uri, { selection: { cases } }));
    },
    async runOn(target, caseId) {
      const uri = suiteOrActive(target);
      const models = await pickModels(uri, suites);
      if (!models) return;
      const selection: SuiteSelection = { models, ...(typeof caseId === 'string' ? { cases: [caseId] } : {}) };
      await notices.tellEnd(await runs.runFile(uri, { selection }));
    },
    async showCaseAnswers(target, caseId) {
      const uri = suiteOrActive(target);
      const id = typeof caseId === 'string' ? caseId : (await casesAtCursor(uri, suites))[0];
      const standing = id === undefined ? null : standingOf(await standings.get(suitePath(uri)), id);
      if (!standing) throw new NotRun('impossible', vscode.l10n.t('This case has no answers yet: run it first.'));
      const runId = await pickRunOf(standing.models);
      if (id !== undefined && runId) panels.open(runId, { section: 'answers', caseId: id });
    },
  };
}

/** The cases that the selections of the active editor touch. */
async function casesAtCursor(uri: vscode.Uri, suites: SuiteService): Promise<readonly string[]> {
  const editor = vscode.window.activeTextEditor;
  const selections = editor && sameUri(editor.document.uri, uri) ? editor.selections : [];
  const { outline } = await surveyOf(uri, suites);
  const touched = outline.cases.filter(({ range }) => selections.some((selection) => selection.intersection(toRange(range))));
  if (touched.length > 0) return touched.map(({ id }) => id);
  throw new NotRun('impossible', vscode.l10n.t('Put the cursor on a case of the suite first.'));
}

async function pickModels(uri: vscode.Uri, suites: SuiteService): Promise<readonly string[] | null> {
  const { suite, outline } = await surveyOf(uri, suites);
  if (!suite)
    throw new NotRun('impossible', vscode.l10n.t('“{0}” has errors: see the Problems panel.', plainName(suitePath(uri))));
  const items = suite.models.map(({ label, ref }) => ({ label, ...(ref === label ? {} : { description: ref }) }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Run “{0}” on which models?', plainName(suiteTitle({ outline, path: suitePath(uri) }))),
    canPickMany: true,
    matchOnDescription: true,
  });
  return picked && picked.length > 0 ? picked.map(({ label }) => label) : null;
}

/** The run of the results; the user chooses the model where they are of several runs. */
async function pickRunOf(cells: readonly CellStanding[]): Promise<RunId | null> {
  const [only, ...others] = new Set(cells.map(({ runId }) => runId));
  if (only && others.length === 0) return only;
  const items = cells.map((cell) => ({ label: plainMessage(cell.label), description: resultText(cell), cell }));
  const title = vscode.l10n.t('Open the answers of which model’s last run?');
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.cell.runId ?? null;
}

async function surveyOf(uri: vscode.Uri, suites: SuiteService): Promise<SuiteSurvey> {
  const survey = await suites.survey(uri, { isUrgent: true });
  if (!survey) throw new NotRun('declined', vscode.l10n.t('The suite was closed.'));
  return survey;
}
