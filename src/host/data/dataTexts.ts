import type {
  BackupContents,
  CheckReport,
  CompactReport,
  DataFault,
  MergeReport,
  PruneReport,
  RestoreReport,
  StoreSize,
} from '../../core/data/spec.ts';
import { formatBytes, formatInstant, formatPlural } from '../../shared/format.ts';
import { plainMessage } from '../plainMessage.ts';
import { sentences } from '../sentences.ts';
import { l10n } from '../words.ts';

/** What happens when a backup takes the place of what is here, one fact a line. */
export function restoreDetail({ madeAt, runs }: BackupContents, here: StoreSize): string {
  return [
    l10n.t('The backup was made at {0} and holds {1}.', plainMessage(formatInstant(madeAt)), formatPlural(runs, 'run')),
    here.runs + here.prunedRuns === 0
      ? l10n.t('There are no results here that it would replace.')
      : l10n.t(
          'What is here now, {0}, is saved first: as a backup in the results folder.',
          formatPlural(here.runs + here.prunedRuns, 'run'),
        ),
  ].join('\n');
}

export function restoredText({ runs, savedTo }: RestoreReport): string {
  const saved = savedTo === null ? '' : l10n.t(' What was there before is saved as a backup.');
  return l10n.t('The results are those of the backup: {0}.{1}', formatPlural(runs, 'run'), saved);
}

/** `3 runs were added, 1 went on since, 5 were here already, 2 stay deleted.` */
export function mergedText({ added, updated, known, deletedHere }: MergeReport): string {
  const parts = [
    updated === 0 ? null : l10n.t('{0} went on since', updated),
    known === 0 ? null : l10n.t('{0} {1} here already', known, known === 1 ? 'was' : 'were'),
    deletedHere === 0
      ? null
      : l10n.t('{0} {1} deleted here and {2} so', deletedHere, deletedHere === 1 ? 'was' : 'were', stays(deletedHere)),
  ].filter((part) => part !== null);
  const first =
    added === 0 ? l10n.t('No run was added') : l10n.t('{0} {1} added', formatPlural(added, 'run'), added === 1 ? 'was' : 'were');
  return `${[first, ...parts].join(', ')}.`;
}

function stays(count: number): string {
  return count === 1 ? 'stays' : 'stay';
}

/** What a check found, in one sentence. */
export function checkedText({ runs, results, bytes, faults }: CheckReport): string {
  const read = l10n.t('{0} with {1}, {2}', formatPlural(runs, 'run'), formatPlural(results, 'result'), formatBytes(bytes));
  const lasting = faults.filter(({ mended }) => !mended);
  const mended = faults.length - lasting.length;
  const [worst] = lasting;
  if (worst === undefined) {
    const way = mended === 0 ? '' : l10n.t(' {0} could be mended, and nothing is lost.', formatPlural(mended, 'fault'));
    return l10n.t('All results are sound: {0}.{1}', read, way);
  }
  const more = lasting.length === 1 ? '' : l10n.t(' And {0} more.', lasting.length - 1);
  return l10n.t('{0} in {1}. {2}{3}', formatPlural(lasting.length, 'fault'), read, sentences(plainMessage(worst.message)), more);
}

/** Whether all that was found could be mended. */
export function isSound({ faults }: Pick<CheckReport, 'faults'>): boolean {
  return faults.every(({ mended }) => mended);
}

/** One fault as the log has it. */
export function faultLine({ kind, where, message, advice }: DataFault): string {
  return `${where}: ${kind}: ${sentences(message, advice)}`;
}

export function compactedText({ before, after }: CompactReport): string {
  const [was, is] = [bytesOf(before), bytesOf(after)];
  if (is >= was) return l10n.t('There was nothing to be gained: the results take {0}.', formatBytes(is));
  return l10n.t('The results take {0} instead of {1}.', formatBytes(is), formatBytes(was));
}

function bytesOf({ logBytes, derivedBytes }: StoreSize): number {
  return logBytes + derivedBytes;
}

/** `Drop the answers of 14 runs that began before 2026-08-23?` */
export function pruneQuestion(before: string, { pruned }: PruneReport): string {
  return l10n.t('Drop the results and answers of {0} that began before {1}?', formatPlural(pruned, 'run'), dayOf(before));
}

export function pruneDetail({ results }: PruneReport): string {
  return [
    l10n.t('{0} and their answers are removed for good. Only a backup could bring them back.', formatPlural(results, 'result')),
    l10n.t(
      'The figures of the runs stay in the history of their suites. Baselines, pinned runs, the newest run of each suite and its last finished whole run are kept in full.',
    ),
  ].join('\n');
}

export function nothingToPruneText(before: string): string {
  return l10n.t(
    'There is nothing to prune: of the runs that began before {0}, only baselines, pinned runs, the newest run of each suite and its last finished whole run are left.',
    dayOf(before),
  );
}

export function prunedText({ pruned, results }: PruneReport): string {
  return l10n.t(
    '{0} of {1} were dropped; the figures stay in the history.',
    formatPlural(results, 'result'),
    formatPlural(pruned, 'run'),
  );
}

function dayOf(iso: string): string {
  return iso.slice(0, 10);
}
