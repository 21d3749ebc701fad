import * as vscode from 'vscode';
import type { LoadedSuite } from '../../core/suite/loadSuite.ts';
import type { Suite } from '../../shared/model/suite.ts';
import type { ProblemBoard } from '../language/problemBoard.ts';
import { NotRun } from '../run/notRun.ts';
import { loadSuiteFile, sameUri } from './suiteLoader.ts';

/** A suite that can run. */
export type SoundSuite = LoadedSuite & { readonly suite: Suite };

/**
 * Reads a suite to act by it, with so many rows of its datasets beyond their samples. Throws `NotRun` where it has errors, once
 * the user has been told of them.
 */
export async function suiteToRun(uri: vscode.Uri, problems: ProblemBoard, moreRows = 0): Promise<SoundSuite> {
  const document = vscode.workspace.textDocuments.find((candidate) => sameUri(candidate.uri, uri));
  // What was done must be explained by the file on disk, later too.
  if (document?.isDirty && !(await document.save()))
    throw new NotRun('impossible', 'Nothing was run: the suite could not be saved.');
  const loaded = await loadSuiteFile(uri, moreRows);
  problems.publish(uri, loaded.problems);
  const { suite } = loaded;
  if (suite) return { ...loaded, suite };
  await problems.tellErrors(uri, loaded.problems);
  throw new NotRun('told');
}
