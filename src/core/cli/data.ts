import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { formatBytes, formatInstant, formatPlural } from '../../shared/format.ts';
import type { BenchStore } from '../benchStore.ts';
import type { CheckReport, StoreSize } from '../data/spec.ts';
import { plainLine } from '../report/terminalText.ts';
import type { DataArgs } from './dataArgs.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import { noRuns } from './findRun.ts';
import type { CliContext } from './run.ts';

const noSize: StoreSize = { runs: 0, prunedRuns: 0, results: 0, logBytes: 0, derivedBytes: 0 };

/** `store` is `null` where there is none yet: that is no fault, as it is none of `list`. */
export async function sizeCommand(
  { format }: Pick<Extract<DataArgs, { action: 'size' | 'check' }>, 'format'>,
  store: Pick<BenchStore, 'size'> | null,
  { stdout }: Pick<CliContext, 'stdout'>,
): Promise<ExitCode> {
  const size = (await store?.size()) ?? noSize;
  if (format === 'json') stdout.write(`${JSON.stringify(size, null, 2)}\n`);
  else if (store === null) stdout.write(`${noRuns}\n`);
  else for (const line of sizeLines(size)) stdout.write(`${plainLine(line)}\n`);
  return exitCode.fine;
}

const dayMs = 24 * 60 * 60 * 1000;

/** `folder` is the store's. Ends with `someFailed` where a check found damage that stays. */
export async function dataCommand(
  args: DataArgs,
  store: BenchStore,
  folder: string,
  now: Date,
  context: CliContext,
): Promise<ExitCode> {
  const pathOf = (file: string) => resolve(context.cwd, file);
  const shown = (path: string) => relative(context.cwd, path) || path;
  const say = (line: string) => context.stdout.write(`${plainLine(line)}\n`);
  switch (args.action) {
    case 'size':
      return sizeCommand(args, store, context);
    case 'check': {
      const report = await store.check();
      if (args.format === 'json') context.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      else for (const line of checkLines(report)) say(line);
      return report.faults.every(({ mended }) => mended) ? exitCode.fine : exitCode.someFailed;
    }
    case 'backup': {
      const { path, runs, bytes } = await store.backup(pathOf(args.file ?? backupName(now)));
      say(`Backed up ${formatPlural(runs, 'run')} to ${shown(path)} (${formatBytes(bytes)}).`);
      return exitCode.fine;
    }
    case 'restore':
      return restore(args.yes, pathOf(args.file), store, { say, shown, folder });
    case 'merge': {
      const { added, updated, known, deletedHere } = await store.merge(pathOf(args.from));
      const deleted = deletedHere === 0 ? '' : `, ${deletedHere} stay deleted`;
      say(`Took in ${formatPlural(added, 'run')}; ${updated} went on since, ${known} were here already${deleted}.`);
      return exitCode.fine;
    }
    case 'compact': {
      const { before, after } = await store.compact();
      const [was, is] = [before, after].map(({ logBytes, derivedBytes }) => formatBytes(logBytes + derivedBytes));
      say(`Compacted: ${was} before, ${is} now.`);
      return exitCode.fine;
    }
    case 'export': {
      if (!args.force && existsSync(pathOf(args.file)))
        throw new UsageError(`${args.file} is there already: give another name, or overwrite it with --force.`);
      const { path, runs, results, bytes } = await store.exportAll(pathOf(args.file), args.format);
      say(
        `Exported ${formatPlural(runs, 'run')} with ${formatPlural(results, 'call')} to ${shown(path)} (${formatBytes(bytes)}).`,
      );
      return exitCode.fine;
    }
    case 'prune': {
      const before = new Date(now.getTime() - args.olderThanDays * dayMs).toISOString();
      if (!args.yes) {
        const { pruned, results } = await store.prunable(before);
        say(
          `This would drop ${formatPlural(results, 'result')} of ${formatPlural(pruned, 'run')} that began before ${before.slice(0, 10)}.`,
        );
        say(
          'Their figures stay in the history. Baselines, pinned runs, the newest run of each suite and its last finished whole run are kept in full.',
        );
        if (pruned > 0) say('To go ahead, say so with --yes.');
        return pruned === 0 ? exitCode.fine : exitCode.badInput;
      }
      const { pruned, results } = await store.prune(before);
      say(`Dropped ${formatPlural(results, 'result')} of ${formatPlural(pruned, 'run')}; their figures stay in the history.`);
      return exitCode.fine;
    }
  }
}

interface Told {
  readonly say: (line: string) => void;
  readonly shown: (path: string) => string;
  readonly folder: string;
}

async function restore(yes: boolean, path: string, store: BenchStore, { say, shown, folder }: Told): Promise<ExitCode> {
  if (!yes) {
    const { madeAt, runs } = await store.contents(path);
    const here = await store.size();
    say(
      `This would make ${shown(folder)} what it was at ${formatInstant(madeAt)}: ${formatPlural(runs, 'run')} in place of ${here.runs + here.prunedRuns}.`,
    );
    say('What is there now is saved first. To go ahead, say so with --yes.');
    return exitCode.badInput;
  }
  const { runs, savedTo } = await store.restore(path);
  say(`Restored ${formatPlural(runs, 'run')}.${savedTo === null ? '' : ` What was there before is in ${shown(savedTo)}.`}`);
  return exitCode.fine;
}

function sizeLines({ runs, prunedRuns, results, logBytes, derivedBytes }: StoreSize): string[] {
  const pruned = prunedRuns === 0 ? '' : `, and the figures of ${prunedRuns} more`;
  return [
    `${formatPlural(runs, 'run')} with ${formatPlural(results, 'result')}${pruned}.`,
    `${formatBytes(logBytes)} of results, ${formatBytes(derivedBytes)} that can be made anew from them.`,
  ];
}

function checkLines({ runs, results, lines, bytes, faults }: CheckReport): string[] {
  const read = `Read ${formatPlural(lines, 'line')} (${formatBytes(bytes)}) of ${formatPlural(runs, 'run')} with ${formatPlural(results, 'call')}.`;
  if (faults.length === 0) return [read, 'All is well.'];
  return [read, ...faults.flatMap(({ where, message, advice }) => [`${where}: ${message} ${advice}`])];
}

function backupName(now: Date): string {
  return `llm-bench-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.tar.gz`;
}
