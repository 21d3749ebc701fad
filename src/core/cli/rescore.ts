import { formatPlural, formatUsd } from '../../shared/format.ts';
import type { ScoringEvent, GradingProgress, RunRecord } from '../../shared/model/run.ts';
import type { ScoringRecord } from '../../shared/model/scoring.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { withAskedRows } from '../askedRows.ts';
import type { Bench } from '../bench.ts';
import type { BenchStore } from '../benchStore.ts';
import type { PreparedScoring } from '../prepareScoring.ts';
import { listText } from '../../shared/comparisonText.ts';
import { plainLine } from '../report/terminalText.ts';
import type { RescoreArgs } from './args.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import { findRun } from './findRun.ts';
import { writableStore } from './openedStore.ts';
import { renderFor } from './reports.ts';
import type { Output } from './progress.ts';
import { hasFailedScorer, keyFault, type CliContext } from './run.ts';
import { untilEnded } from './untilEnded.ts';
import { load, loadOrExplain } from './validate.ts';

/** Scores the stored answers of a run again, by its suite as it is now. */
export async function rescoreCommand(args: RescoreArgs, bench: Bench, context: CliContext): Promise<ExitCode> {
  const store = await writableStore(bench, args, context);
  const run = await findRun(args.run, store);
  const path = args.suite ?? run.suitePath;
  const prepared = await ready(run, await expectationsOf(run, path, store, context), path, bench);
  context.stderr.write(`${planText(prepared, path)}\n`);
  const scoring = await follow(bench, prepared, `expectations of ${path}`, context);
  context.stdout.write(
    await renderFor(context.stdout, 'table', run.id, store, { choice: { scoringId: scoring.id }, weights: null }),
  );
  if (scoring.statusMessage !== null) context.stderr.write(`${plainLine(scoring.statusMessage)}\n`);
  if (context.interrupted.aborted) return exitCode.interrupted;
  const comparison = await store.comparison(run.id, { scoringId: scoring.id });
  const failed = scoring.status !== 'finished' || comparison === null || hasFailedScorer(comparison);
  return failed ? exitCode.someFailed : exitCode.fine;
}

/** The suite's file as it is now, with the rows that the run was settled with. */
async function expectationsOf(run: RunRecord, path: string, store: BenchStore, context: CliContext): Promise<Suite> {
  const now = await loadOrExplain(path, context);
  const stored = run.extensions > 0 ? await store.run(run.id) : null;
  return stored ? withAskedRows(now, stored.detail.suite, (moreRows) => load(path, context, moreRows)) : now;
}

async function ready(run: RunRecord, suite: Suite, path: string, bench: Bench): Promise<PreparedScoring> {
  const prepared = await bench.prepareScoring(run.id, suite);
  const faults = [...prepared.problems, ...prepared.missingKeys.map(keyFault)];
  if (prepared.answers === 0 && faults.length === 0) {
    faults.push('none of its cases was answered in that run in the same words. Run the suite anew: llm-bench run');
  }
  if (faults.length === 0) return prepared;
  throw new UsageError(`${path} cannot score this run:\n${faults.map((fault) => `  ${plainLine(fault)}`).join('\n')}`);
}

const reasons = {
  new: 'not asked in this run',
  'question-changed': 'asked in other words since',
  gone: 'no longer in the suite',
} as const;

function planText({ answers, leftOut, estimate: { judging } }: PreparedScoring, path: string): string {
  const calls = judging === null ? '' : `; judges make about ${formatPlural(judging.calls, 'call')}${costText(judging.costUsd)}`;
  const lines = [`Scoring ${formatPlural(answers, 'stored answer')} by ${path}${calls}`];
  for (const [why, found] of Map.groupBy(leftOut, (one) => one.why)) {
    const names = listText(found.map(({ caseId }) => plainLine(caseId)));
    lines.push(`${formatPlural(found.length, 'case')} left out, ${reasons[why]}: ${names}`);
  }
  return lines.join('\n');
}

function costText(range: { readonly low: number; readonly high: number } | null): string {
  return range === null ? ', at an unknown cost' : `, ${formatUsd(range.low)} to ${formatUsd(range.high)}`;
}

export async function follow(
  bench: Bench,
  prepared: PreparedScoring,
  source: string,
  context: Pick<CliContext, 'stderr' | 'interrupted'>,
): Promise<ScoringRecord> {
  const handle = await bench.startScoring(prepared, source);
  return untilEnded(handle, scoringView(context.stderr), context.interrupted);
}

/** On a terminal only: a line for each of thousands of answers that were there before would say nothing. */
function scoringView(out: Output) {
  const clear = '\r\u001b[2K';
  return {
    show(event: ScoringEvent): void {
      if (event.type === 'answer-rescored' && out.isTTY) out.write(clear + progressText(event.progress));
    },
    dispose(): void {
      if (out.isTTY) out.write(clear);
    },
  };
}

function progressText({ done, planned, failed, costUsd }: GradingProgress): string {
  const cost = costUsd === null ? 'cost unknown' : formatUsd(costUsd);
  return `[${done}/${planned}] scored${failed > 0 ? ` · ${failed} with a scorer that failed` : ''} · ${cost}`;
}
