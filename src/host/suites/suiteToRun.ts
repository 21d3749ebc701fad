import * as vscode from 'vscode';
import type { LoadedSuite } from '../../core/suite/loadSuite.ts';
import type { Suite } from '../../shared/model/suite.ts';
import type { ProblemBoard } from '../language/problemBoard.ts';
import { NotRun } from '../run/notRun.ts';
import { sameUri } from './suiteLoader.ts';
import type { SuiteService } from './suiteService.ts';

/** A suite that can run. */
export type SoundSuite = LoadedSuite & { readonly suite: Suite };

/** Reads a suite to act by it. Throws `NotRun` where it has errors, once the user has been told of them. */
export async function suiteToRun(uri: vscode.Uri, suites: SuiteService, problems: ProblemBoard): Promise<SoundSuite> {
  const document = vscode.workspace.textDocuments.find((candidate) => sameUri(candidate.uri, uri));
  // What was done must be explained by the file on disk, later too.
  if (document?.isDirty && !(await document.save()))
    throw new NotRun('impossible', vscode.l10n.t('Nothing was run: the suite could not be saved.'));
  const loaded = await suites.load(uri);
  problems.publish(uri, loaded.problems);
  const { suite } = loaded;
  if (suite) return { ...loaded, suite };
  await problems.tellErrors(uri, loaded.problems);
  throw new NotRun('told');
}
