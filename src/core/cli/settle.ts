import { formatPlural } from '../../shared/format.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { Bench } from '../bench.ts';
import type { BenchStore } from '../benchStore.ts';
import { settle, type Settling } from '../settle.ts';
import type { SettleArgs } from './args.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import { findRun } from './findRun.ts';
import { writableStore } from './openedStore.ts';
import { renderFor } from './reports.ts';
import { follow as followScoring } from './rescore.ts';
import { follow, hasFailedScorer, ready, type CliContext } from './run.ts';
import { load } from './validate.ts';

/** Adds to a run what would settle its open question: more rows of its datasets, or more repeats. */
export async function settleCommand(args: SettleArgs, bench: Bench, context: CliContext): Promise<ExitCode> {
  const store = await writableStore(bench, args, context);
  const { id, suitePath } = await findRun(args.run, store);
  const { suite, shownBy } = await enlarged(id, suitePath, store, context);
  const prepared = await ready(bench, suite, suitePath);
  const run = await follow(await bench.extend(id, prepared), prepared, context);
  if (shownBy !== null && run.status === 'finished') {
    await followScoring(bench, await bench.prepareScoring(id, suite, shownBy), shownBy.source, context);
  }
  context.stdout.write(await renderFor(context.stdout, 'table', id, store, { choice: {}, weights: null }));
  if (context.interrupted.aborted) return exitCode.interrupted;
  const comparison = await store.comparison(id);
  const failed = run.status !== 'finished' || comparison === null || comparison.scoring.open > 0 || hasFailedScorer(comparison);
  return failed ? exitCode.someFailed : exitCode.fine;
}

type MoreToAsk = Exclude<Settling, { kind: 'none' }>;

async function enlarged(runId: RunId, path: string, store: BenchStore, context: CliContext): Promise<MoreToAsk> {
  const [found, comparison] = await Promise.all([store.run(runId), store.comparison(runId)]);
  if (!found || !comparison) throw new UsageError(`The suite of run ${runId.slice(0, 8)} is not in the store any more.`);
  const settling = await settle(found.detail.suite, comparison, {
    load: (moreRows) => load(path, context, moreRows),
    scoringDetail: (id) => store.scoringDetail(runId, id),
  });
  if (settling.kind === 'none') throw new UsageError(settling.message);
  context.stderr.write(`${settlingText(settling)}\n`);
  return settling;
}

function settlingText(settling: MoreToAsk): string {
  if (settling.kind === 'repeats') return `Asking each case ${settling.repeats} times in all.`;
  const rest = settling.enough ? '.' : ', all that its datasets have left: more would be needed to settle it.';
  return `Asking ${formatPlural(settling.rows, 'more case')}${rest}`;
}
