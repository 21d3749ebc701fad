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

/** What happens when a backup takes the place of what is here, one fact a line. */
export function restoreDetail({ madeAt, runs }: BackupContents, here: StoreSize): string {
  return [
    `The backup was made at ${plainMessage(formatInstant(madeAt))} and holds ${formatPlural(runs, 'run')}.`,
    here.runs + here.prunedRuns === 0
      ? 'There are no results here that it would replace.'
      : `What is here now, ${formatPlural(here.runs + here.prunedRuns, 'run')}, is saved first: as a backup in the results folder.`,
  ].join('\n');
}

export function restoredText({ runs, savedTo }: RestoreReport): string {
  const saved = savedTo === null ? '' : ' What was there before is saved as a backup.';
  return `The results are those of the backup: ${formatPlural(runs, 'run')}.${saved}`;
}

/** `3 runs were added, 1 went on since, 5 were here already, 2 stay deleted.` */
export function mergedText({ added, updated, known, deletedHere }: MergeReport): string {
  const parts = [
    updated === 0 ? null : `${updated} went on since`,
    known === 0 ? null : `${known} ${known === 1 ? 'was' : 'were'} here already`,
    deletedHere === 0 ? null : `${deletedHere} ${deletedHere === 1 ? 'was' : 'were'} deleted here and ${stays(deletedHere)} so`,
  ].filter((part) => part !== null);
  const first = added === 0 ? 'No run was added' : `${formatPlural(added, 'run')} ${added === 1 ? 'was' : 'were'} added`;
  return `${[first, ...parts].join(', ')}.`;
}

function stays(count: number): string {
  return count === 1 ? 'stays' : 'stay';
}

/** What a check found, in one sentence. */
export function checkedText({ runs, results, bytes, faults }: CheckReport): string {
  const read = `${formatPlural(runs, 'run')} with ${formatPlural(results, 'result')}, ${formatBytes(bytes)}`;
  const lasting = faults.filter(({ mended }) => !mended);
  const mended = faults.length - lasting.length;
  const [worst] = lasting;
  if (worst === undefined) {
    const way = mended === 0 ? '' : ` ${formatPlural(mended, 'fault')} could be mended, and nothing is lost.`;
    return `All results are sound: ${read}.${way}`;
  }
  const more = lasting.length === 1 ? '' : ` And ${lasting.length - 1} more.`;
  return `${formatPlural(lasting.length, 'fault')} in ${read}. ${sentences(plainMessage(worst.message))}${more}`;
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
  if (is >= was) return `There was nothing to be gained: the results take ${formatBytes(is)}.`;
  return `The results take ${formatBytes(is)} instead of ${formatBytes(was)}.`;
}

function bytesOf({ logBytes, derivedBytes }: StoreSize): number {
  return logBytes + derivedBytes;
}

/** `Drop the answers of 14 runs that began before 2026-08-23?` */
export function pruneQuestion(before: string, { pruned }: PruneReport): string {
  return `Drop the results and answers of ${formatPlural(pruned, 'run')} that began before ${dayOf(before)}?`;
}

export function pruneDetail({ results }: PruneReport): string {
  return [
    `${formatPlural(results, 'result')} and their answers are removed for good. Only a backup could bring them back.`,
    'The figures of the runs stay in the history of their suites. Baselines and the newest run of each suite are kept whole.',
  ].join('\n');
}

export function nothingToPruneText(before: string): string {
  return `There is nothing to prune: of the runs that began before ${dayOf(before)}, only baselines, pinned runs and the newest of each suite are left.`;
}

export function prunedText({ pruned, results }: PruneReport): string {
  return `${formatPlural(results, 'result')} of ${formatPlural(pruned, 'run')} were dropped; the figures stay in the history.`;
}

function dayOf(iso: string): string {
  return iso.slice(0, 10);
}
