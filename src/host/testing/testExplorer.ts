import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { BenchService } from '../benchService.ts';
import { extensionTitle, testControllerId } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import type { RunService } from '../run/runService.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import { inBackground } from '../tellFailure.ts';
import { ChosenModels } from './chosenModels.ts';
import { ContinuousRuns } from './continuousRuns.ts';
import { FailedOnly } from './failedOnly.ts';
import { allModels, timingProfile, type Profile } from './profiles.ts';
import { TestRuns } from './testRuns.ts';
import { TestTree } from './testTree.ts';

export interface TestExplorerParts {
  readonly index: SuiteIndex;
  readonly suites: SuiteService;
  readonly runs: RunService;
  readonly bench: BenchService;
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly log: RedactedLog;
}

/** Suites, cases and models in the editor's own Testing view, and the ways to run them there. */
export class TestExplorer implements Disposable {
  readonly #owned = new DisposableStore();

  constructor({ index, suites, runs, bench, memory, log }: TestExplorerParts) {
    const controller = this.#owned.add(vscode.tests.createTestController(testControllerId, extensionTitle));
    const tree = this.#owned.add(new TestTree(controller, { index, suites, log }));
    const tests = new TestRuns({ controller, tree, runs, suites, bench, log });
    const continuous = new ContinuousRuns({ tree, tests, runs, log });
    const add = (label: string, profile: Profile, isDefault = false): vscode.TestRunProfile => {
      const run = async (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> => {
        if (request.continuous) continuous.start(request, profile, token);
        else await tests.run(request, profile, token);
      };
      return this.#owned.add(
        controller.createRunProfile(label, vscode.TestRunProfileKind.Run, run, isDefault, undefined, isDefault),
      );
    };
    add(vscode.l10n.t('Run'), allModels, true);
    const chosen = new ChosenModels(memory);
    add(vscode.l10n.t('Run on Chosen Models'), chosen).configureHandler = () =>
      inBackground('Run on Chosen Models', this.#configure(chosen, tree), log);
    add(vscode.l10n.t('Run Failed Only'), new FailedOnly(bench));
    add(vscode.l10n.t('Measure Timing'), timingProfile);
  }

  async #configure(chosen: ChosenModels, tree: TestTree): Promise<void> {
    await tree.discover();
    await chosen.configure(tree.all);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
