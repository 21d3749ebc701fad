import type { RunId } from '../../../shared/model/ids.ts';
import type { RunsComparison } from '../../../shared/model/runsComparison.ts';
import type { RunData } from './data.ts';
import { modelsOverRuns } from './modelsOverRuns.ts';
import { refsOf, suitesTable } from './suitesTable.ts';
import { detailsOf, headlineOf, otherModelTexts } from './words.ts';

/** At least two runs, of one or of several suites. Reference absent: the oldest that has answers. */
export function compareRuns(given: readonly RunData[], referenceId: RunId | null = null): RunsComparison | null {
  const runs = given.toSorted(({ run: a }, { run: b }) => (a.startedAt < b.startedAt ? -1 : Number(a.startedAt > b.startedAt)));
  const reference = runs.find(({ run }) => run.id === referenceId) ?? runs.find(hasAnswers) ?? runs[0];
  if (!reference || runs.length < 2) return null;
  const found = {
    runs: runs.map(({ run }) => run),
    reference: reference.run.id,
    models: modelsOverRuns(runs, reference),
    suites: suitesTable(runs),
  };
  return { ...found, headline: headlineOf(found), details: [...detailsOf(found), ...otherModelTexts(refsOf(runs))] };
}

function hasAnswers({ candidates }: RunData): boolean {
  return candidates.some(({ cases }) => cases.length > 0);
}
