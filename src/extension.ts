// oxlint-disable-next-line import/no-unassigned-import -- what is read after it speaks the editor's language
import './host/translate.ts';
import * as vscode from 'vscode';
import { registerAgentTools } from './host/agents/agentTools.ts';
import { EditorDesk } from './host/agents/editorDesk.ts';
import { registerParticipant } from './host/agents/participant.ts';
import { AnswerFiles } from './host/answers/answerFiles.ts';
import { AnswerLenses } from './host/answers/answerLenses.ts';
import { Answers } from './host/answers/answers.ts';
import { BenchService } from './host/benchService.ts';
import { answerCommands } from './host/commands/answerCommands.ts';
import { caseCommands } from './host/commands/caseCommands.ts';
import { compareCommands } from './host/commands/compareRuns.ts';
import { dataCommands } from './host/commands/dataCommands.ts';
import { keyCommands } from './host/commands/keyCommands.ts';
import { modelCommands } from './host/commands/modelCommands.ts';
import { otherCommands } from './host/commands/otherCommands.ts';
import { rankingCommands } from './host/commands/rankingCommands.ts';
import { rankingViewCommands } from './host/commands/rankingViewCommands.ts';
import { registerCommands } from './host/commands/register.ts';
import { runCommands } from './host/commands/runCommands.ts';
import { runListCommands } from './host/commands/runListCommands.ts';
import { scoringCommands } from './host/commands/scoringCommands.ts';
import { suiteCommands } from './host/commands/suiteCommands.ts';
import { Consent } from './host/consent.ts';
import { extensionTitle, panelViewType, runsPanelViewType, viewIds } from './host/contributions.ts';
import { Retention } from './host/data/retention.ts';
import { ErrorActions } from './host/errors/errorActions.ts';
import { FailingModels } from './host/errors/failingModels.ts';
import { LanguageFeatures } from './host/language/languageFeatures.ts';
import { registerModelDrop } from './host/language/modelDrop.ts';
import { ModelKnowledge } from './host/language/modelKnowledge.ts';
import { ProblemBoard } from './host/language/problemBoard.ts';
import { SuiteLanguage } from './host/language/suiteLanguage.ts';
import { EditorModelService } from './host/lm/editorModelService.ts';
import { RedactedLog } from './host/log.ts';
import { DisabledModels } from './host/models/disabledModels.ts';
import { ComparisonPanels } from './host/panel/comparisonPanels.ts';
import { openOnStart } from './host/panel/openOnStart.ts';
import { ResultsEditor } from './host/panel/resultsEditor.ts';
import { RunsPanels } from './host/panel/runsPanels.ts';
import { ProviderDirectory } from './host/providers/providerDirectory.ts';
import { tellSettingFaults } from './host/providers/userProviders.ts';
import { HealthPage } from './host/rankings/healthPage.ts';
import { OutcomeNotices } from './host/rankings/outcomeNotices.ts';
import { RankingConsent } from './host/rankings/rankingConsent.ts';
import { RankingService } from './host/rankings/rankingService.ts';
import { Refresher } from './host/rankings/refresher.ts';
import { deleteNotices } from './host/run/deleteNotices.ts';
import { offerInterrupted } from './host/run/interruptedNotice.ts';
import { PendingDeletes } from './host/run/pendingDeletes.ts';
import { RunGate } from './host/run/runGate.ts';
import { RunNotices } from './host/run/runNotices.ts';
import { RunService } from './host/run/runService.ts';
import { Turns } from './host/run/turns.ts';
import { waitFor } from './host/run/waitFor.ts';
import { ScoringService } from './host/scoring/scoringService.ts';
import { SecretKeys } from './host/secrets.ts';
import { setting } from './host/settings.ts';
import { SuiteIndex } from './host/suites/suiteIndex.ts';
import { TestExplorer } from './host/testing/testExplorer.ts';
import { SuiteService } from './host/suites/suiteService.ts';
import { SuiteStandings } from './host/suites/suiteStandings.ts';
import { ModelsView } from './host/views/modelsView.ts';
import { RankingsFilter } from './host/views/rankingsFilter.ts';
import { RankingsView } from './host/views/rankingsView.ts';
import { RunArrangement } from './host/views/runArrangement.ts';
import { RunsView } from './host/views/runsView.ts';
import { successIn } from './host/views/successTexts.ts';
import { SuitesView } from './host/views/suitesView.ts';
import { followProgress } from './host/welcome/progress.ts';
import { welcomeCommands } from './host/welcome/welcomeCommands.ts';

/** Ends what goes on before the host does; set while the extension is active. */
let shutdown: (() => Promise<void>) | undefined;

type Own = <T extends vscode.Disposable>(item: T) => T;

/** Composition root. Everything heavy (suite parser, bench, reports) is imported by its first user. */
export function activate(context: vscode.ExtensionContext): void {
  const own: Own = (item) => {
    context.subscriptions.push(item);
    return item;
  };
  const services = createServices(context, own);
  const views = createViews(services, own);
  own(tellSettingFaults(services.log));
  own(new SuiteLanguage(services.suites, services.problems));
  own(
    new LanguageFeatures({
      ...services,
      knowledge: own(new ModelKnowledge(services.editorModels, services.disabled, services.rankings)),
    }),
  );
  own(registerModelDrop());
  own(new TestExplorer(services));
  offerToAgents(services, own);
  watch(services, views, own);
  own(registerCommands(allCommands(services, views), services.log));
  const { bench, runs, scorings, pendingDeletes } = services;
  shutdown = async () => {
    await Promise.all([runs.shutdown(), scorings.shutdown(), pendingDeletes.flush()]);
    await bench.close();
  };
}

type Services = ReturnType<typeof createServices>;

/** What knows and does something, whatever is seen of it. */
function createServices(context: vscode.ExtensionContext, own: Own) {
  const { extensionUri, globalState } = context;
  const now = () => new Date();
  const keys = own(new SecretKeys(context.secrets));
  const log = new RedactedLog(own(vscode.window.createOutputChannel(extensionTitle, { log: true })), () => keys.inUse());
  const editorModels = own(new EditorModelService());
  const bench = own(new BenchService(context, keys, editorModels, log));
  const problems = own(new ProblemBoard());
  const suites = own(new SuiteService(extensionUri, log));
  const index = own(new SuiteIndex(suites));
  const disabled = own(new DisabledModels(globalState, now));
  const failing = own(new FailingModels());
  const directory = own(new ProviderDirectory({ index, keys, disabled, failing }));
  const gate = new RunGate(keys, new Consent(globalState));
  const turns = new Turns(waitFor);
  const runs = own(new RunService({ bench, suites, gate, problems, disabled, turns, log }));
  const scorings = own(new ScoringService({ bench, turns, log }));
  const standings = own(new SuiteStandings({ bench, runs, scorings, log }));
  const actions = new ErrorActions(bench, index, suites);
  const notices = own(new RunNotices({ runs, bench, actions, failing }));
  const pendingDeletes = own(new PendingDeletes({ ...deleteNotices(log), remove: (runId) => runs.delete(runId) }));
  const rankingConsent = new RankingConsent();
  const { globalStorageUri } = context;
  const rankings = own(
    new RankingService({ globalStorageUri, bench, keys, directory, editorModels, consent: rankingConsent, log }),
  );
  const rankingNotices = new OutcomeNotices({ memory: globalState, now, log });
  return {
    ...{ rankings, rankingConsent, rankingNotices, rankingHealth: own(new HealthPage(rankings)) },
    ...{ bench, runs, scorings, turns, gate, pendingDeletes, notices, actions, answers: new Answers(bench) },
    ...{ suites, index, problems, standings, directory, disabled, failing, keys, editorModels },
    ...{ log, now, extensionUri, memory: context.workspaceState, globalMemory: globalState },
    extensionId: context.extension.id,
    demoFolder: vscode.Uri.joinPath(context.globalStorageUri, 'demo'),
  };
}

type Views = ReturnType<typeof createViews>;

function createViews(services: Services, own: Own) {
  const { index, standings, directory, editorModels, bench, now, memory, extensionUri, log } = services;
  const arrangement = own(new RunArrangement(memory));
  const runsView = own(new RunsView({ ...services, arrangement }, viewIds.runs));
  own(new SuitesView(index, standings, viewIds.suites));
  own(new ModelsView(directory, editorModels, successIn(bench, now), viewIds.models));
  const rankingsFilter = own(new RankingsFilter(memory));
  const rankingsView = own(new RankingsView({ ...services, rankingsFilter }, viewIds.rankings));
  const panels = own(new ComparisonPanels(services));
  own(vscode.window.registerWebviewPanelSerializer(panelViewType, panels));
  const runsPanels = own(new RunsPanels(services));
  own(vscode.window.registerWebviewPanelSerializer(runsPanelViewType, runsPanels));
  own(new ResultsEditor(extensionUri, log).register());
  own(new AnswerFiles(bench).register());
  own(new AnswerLenses(bench, services.runs));
  return { arrangement, runsView, rankingsFilter, rankingsView, panels, runsPanels };
}

/** What happens by itself when something else does. */
function watch(services: Services, { panels }: Views, own: Own): void {
  own(openOnStart(services.runs, panels));
  own(followProgress(services));
  own(offerInterrupted(services));
  const { rankings, rankingConsent, rankingNotices, log, now } = services;
  own(
    new Refresher({
      ...{ rankings, log, now },
      mayAsk: () => rankingConsent.isGiven,
      onDidGetFocus: (listener) => vscode.window.onDidChangeWindowState(({ focused }) => focused && listener()),
      tell: (answers) => rankingNotices.tell(answers, 'schedule'),
    }),
  );
  own(new Retention({ ...services, memory: services.globalMemory, days: () => setting('retentionDays') }));
}

function offerToAgents(services: Services, own: Own): void {
  const desk = new EditorDesk(services);
  own(registerAgentTools(desk));
  own(registerParticipant({ ...services, desk }));
}

function allCommands(services: Services, views: Views) {
  const all = { ...services, ...views };
  return {
    ...suiteCommands(all),
    ...welcomeCommands(all),
    ...caseCommands(all),
    ...runCommands(all),
    ...runListCommands(all),
    ...scoringCommands(all),
    ...answerCommands(all),
    ...compareCommands(all),
    ...dataCommands(all),
    ...keyCommands(all),
    ...modelCommands(all),
    ...otherCommands(all),
    ...rankingCommands(all),
    ...rankingViewCommands(all),
  };
}

export async function deactivate(): Promise<void> {
  await shutdown?.();
  shutdown = undefined;
}
