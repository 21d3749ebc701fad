/**
 * What package.json contributes, typed. test/unit/host/contributions.test.ts holds the two together,
 * so this file imports nothing that plain Node does not have.
 */

export const extensionTitle = 'LLM Bench';
export const viewContainerId = 'llmBench';

export const commandIds = {
  runSuite: 'llmBench.runSuite',
  runAllSuites: 'llmBench.runAllSuites',
  runCase: 'llmBench.runCase',
  runOn: 'llmBench.runOn',
  showCaseAnswers: 'llmBench.showCaseAnswers',
  rerun: 'llmBench.rerun',
  cancelRun: 'llmBench.cancelRun',
  openComparison: 'llmBench.openComparison',
  openLastComparison: 'llmBench.openLastComparison',
  compareRuns: 'llmBench.compareRuns',
  exportReport: 'llmBench.exportReport',
  renameRun: 'llmBench.renameRun',
  deleteRun: 'llmBench.deleteRun',
  pinRun: 'llmBench.pinRun',
  unpinRun: 'llmBench.unpinRun',
  groupRunsBySuite: 'llmBench.groupRunsBySuite',
  groupRunsByDay: 'llmBench.groupRunsByDay',
  ungroupRuns: 'llmBench.ungroupRuns',
  filterRuns: 'llmBench.filterRuns',
  clearRunFilter: 'llmBench.clearRunFilter',
  resumeRun: 'llmBench.resumeRun',
  retryFailed: 'llmBench.retryFailed',
  showHistory: 'llmBench.showHistory',
  rescore: 'llmBench.rescore',
  cancelRescoring: 'llmBench.cancelRescoring',
  setBaseline: 'llmBench.setBaseline',
  clearBaseline: 'llmBench.clearBaseline',
  settle: 'llmBench.settle',
  openAnswer: 'llmBench.openAnswer',
  compareAnswers: 'llmBench.compareAnswers',
  rateAnswer: 'llmBench.rateAnswer',
  explainAnswer: 'llmBench.explainAnswer',
  newSuite: 'llmBench.newSuite',
  newSuiteFromSelection: 'llmBench.newSuiteFromSelection',
  newSuiteLike: 'llmBench.newSuiteLike',
  importSuite: 'llmBench.importSuite',
  runDemo: 'llmBench.runDemo',
  openWalkthrough: 'llmBench.openWalkthrough',
  setKey: 'llmBench.setKey',
  removeKey: 'llmBench.removeKey',
  browseModels: 'llmBench.browseModels',
  disableModel: 'llmBench.disableModel',
  enableModel: 'llmBench.enableModel',
  mendModel: 'llmBench.mendModel',
  addToSuite: 'llmBench.addToSuite',
  openProviderSettings: 'llmBench.openProviderSettings',
  refresh: 'llmBench.refresh',
  showMoreRuns: 'llmBench.showMoreRuns',
  showLog: 'llmBench.showLog',
  openDataFolder: 'llmBench.openDataFolder',
  exportAll: 'llmBench.exportAll',
  mergeResults: 'llmBench.mergeResults',
  backup: 'llmBench.backup',
  restore: 'llmBench.restore',
  checkData: 'llmBench.checkData',
  compactData: 'llmBench.compactData',
  pruneRuns: 'llmBench.pruneRuns',
  showRankings: 'llmBench.showRankings',
  refreshRankings: 'llmBench.refreshRankings',
  refreshRankingsFrom: 'llmBench.refreshRankingsFrom',
  setRankingKey: 'llmBench.setRankingKey',
  runMinimalTest: 'llmBench.runMinimalTest',
  showRankingsHealth: 'llmBench.showRankingsHealth',
  copyRankingsHealth: 'llmBench.copyRankingsHealth',
  limitRankings: 'llmBench.limitRankings',
  showAskableRankings: 'llmBench.showAskableRankings',
  showAllRankings: 'llmBench.showAllRankings',
  clearRankingFilter: 'llmBench.clearRankingFilter',
  showMoreRanked: 'llmBench.showMoreRanked',
  openBoard: 'llmBench.openBoard',
  matchRanked: 'llmBench.matchRanked',
  unmatchRanked: 'llmBench.unmatchRanked',
  copyRankedId: 'llmBench.copyRankedId',
} as const;
export type CommandName = keyof typeof commandIds;

export const viewIds = {
  suites: 'llmBench.suites',
  runs: 'llmBench.runs',
  models: 'llmBench.models',
  rankings: 'llmBench.rankings',
} as const;

/** Setting → its type; keys as written in package.json, after `llmBench.`. */
export interface Settings {
  readonly confirmAboveUsd: number;
  readonly openComparisonOnRun: boolean;
  readonly continuousRunMaxUsd: number;
  readonly lenses: boolean;
  readonly decorations: boolean;
  readonly storageFolder: string;
  /** 0: for ever. */
  readonly retentionDays: number;
  /** Both are read by `readUserProviders`. */
  readonly providers: object;
  readonly endpoints: object;
  /** Both are read by src/host/rankings/rankingSettings.ts. */
  readonly 'rankings.refresh': string;
  readonly 'rankings.boards': object;
  readonly 'rankings.minimalTestMaxUsd': number;
}

export const settingDefaults: Settings = {
  confirmAboveUsd: 1,
  openComparisonOnRun: true,
  continuousRunMaxUsd: 0.05,
  lenses: true,
  decorations: true,
  storageFolder: '',
  retentionDays: 0,
  providers: {},
  endpoints: {},
  'rankings.refresh': 'auto',
  'rankings.boards': {},
  'rankings.minimalTestMaxUsd': 0.05,
};
export const settingsSection = 'llmBench';

export const contextKeys = {
  running: 'llmBench.running',
  rescoring: 'llmBench.rescoring',
  /** Set once the lists were read: until then nobody knows whether they are empty. */
  suitesRead: 'llmBench.suitesRead',
  runsRead: 'llmBench.runsRead',
  /** What the walkthrough ticks off. */
  hasRun: 'llmBench.hasRun',
  hasModel: 'llmBench.hasModel',
  hasOwnSuite: 'llmBench.hasOwnSuite',
  runsFiltered: 'llmBench.runsFiltered',
  runsBySuite: 'llmBench.runsBySuite',
  runsByDay: 'llmBench.runsByDay',
  rankingsRead: 'llmBench.rankingsRead',
  rankingsFiltered: 'llmBench.rankingsFiltered',
  rankingsOnlyAskable: 'llmBench.rankingsOnlyAskable',
} as const;

/** `viewItem` values that the menus in package.json look at. An ended run can be several things: `run.ended.baseline.failed`. */
export const contextValues = {
  suite: 'suite',
  /** It has results. */
  ranSuite: 'suite.ran',
  liveRun: 'run.live',
  endedRun: 'run.ended',
  /** The baseline of its suite. */
  baselineRun: 'run.ended.baseline',
  /** It stopped before all that was planned was done. */
  openRun: 'run.ended.missing',
  /** Some of its calls failed. */
  failedRun: 'run.ended.failed',
  /** Of a part of its suite: no baseline. */
  partialRun: 'run.ended.part',
  pinnedRun: 'run.ended.pinned',
  /** Its stored answers are being scored again. */
  rescoredRun: 'run.rescoring',
  withKey: 'provider.withKey',
  withoutKey: 'provider.withoutKey',
  /** Takes no key. */
  keyless: 'provider.keyless',
  /** Its address lacks something that the settings have to say. */
  unsetProvider: 'provider.unset',
  model: 'model.enabled',
  failingModel: 'model.failing',
  disabledModel: 'model.disabled',
  ranking: 'ranking',
  /** A ranked model that is known here. */
  matchedRanked: 'ranked.matched',
  unmatchedRanked: 'ranked.unmatched',
  /** What it may be is only a guess: it is not acted on. */
  guessedRanked: 'ranked.guessed',
  /** By the minimal test: it bears the name that it was called by. */
  measuredRanked: 'ranked.measured',
  rankingCredit: 'credit',
} as const;

export const walkthroughId = 'llmBench.start';
export const suiteGlob = '**/*.bench.{yaml,yml,json}';
export const panelViewType = 'llmBench.comparison';
export const runsPanelViewType = 'llmBench.runs';
/** Exported reports: by their ending, and any JSON file that a user reopens so. */
export const resultsViewTypes = ['llmBench.results', 'llmBench.jsonResults'] as const;
/** What an export as JSON is called, so that it opens in its own editor. */
export const resultsEnding = 'llm-bench.json';
export const testControllerId = 'llmBench';
export const answerScheme = 'llm-bench-answer';
export const rankingsScheme = 'llm-bench-rankings';

/** Names of the tools of src/core/agents as agents of the editor call them. */
export const toolIds = {
  list_suites: 'llmBench_list_suites',
  run_suite: 'llmBench_run_suite',
  list_results: 'llmBench_list_results',
  compare: 'llmBench_compare',
  recommend: 'llmBench_recommend',
  list_rankings: 'llmBench_list_rankings',
} as const;

export const participantId = 'llmBench.bench';
