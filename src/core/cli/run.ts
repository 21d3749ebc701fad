import { resolve } from 'node:path';
import { formatPlural } from '../../shared/format.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import type { RunPart } from '../../shared/model/selection.ts';
import type { Suite, Thresholds } from '../../shared/model/suite.ts';
import type { Bench, RunHandle } from '../bench.ts';
import type { BenchStore } from '../benchStore.ts';
import type { KeyRequest } from '../ports.ts';
import type { PreparedRun } from '../prepareRun.ts';
import { unlessEnded } from '../providers/unlessEnded.ts';
import type { SuiteOptions } from '../suite/checks.ts';
import { selectFrom, type SelectedSuite } from '../suite/select.ts';
import { suitePathIn } from '../suitePathIn.ts';
import { detectableBefore } from '../stats/detectable.ts';
import { budgetNote } from '../report/costNotes.ts';
import { baselineVerdicts, checkThresholds } from '../report/thresholds.ts';
import { plainLine } from '../report/terminalText.ts';
import type { RunArgs } from './args.ts';
import { baselineElsewhere } from './baselineElsewhere.ts';
import { costAhead } from './costAhead.ts';
import { exitCode, UsageError, worst, type ExitCode } from './exitCode.ts';
import { writableStore } from './openedStore.ts';
import type { Format } from './optionValues.ts';
import { ProgressView, type Output } from './progress.ts';
import { renderFor, reportPaths, writeReport, type View } from './reports.ts';
import { findBaseline } from './seenBy.ts';
import { selectionOf } from './selectArgs.ts';
import { untilEnded } from './untilEnded.ts';
import { loadOrExplain } from './validate.ts';
import { wayOnText } from './wayOn.ts';

export interface CliContext {
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** What suites may name here. */
  readonly suiteOptions: SuiteOptions;
  /** Aborted by Ctrl+C. */
  readonly interrupted: AbortSignal;
}

/** Runs the suites one after the other, so that their latencies do not meet. */
export async function runCommand(args: RunArgs, bench: Bench, context: CliContext): Promise<ExitCode> {
  const prepared = await prepareAll(args, bench, context);
  if (prepared === null) return exitCode.interrupted;
  const outs = await reportPaths(
    prepared.map(({ run }) => run.suite.name),
    args,
    context,
  );
  const store = await writableStore(bench, args, context);
  const { baseline, weights } = args.seenBy;
  const choice = baseline === null ? {} : { baseline: await findBaseline(baseline, store, context) };
  const codes: ExitCode[] = [];
  for (const [index, { path, part, run }] of prepared.entries()) {
    if (context.interrupted.aborted) break;
    codes.push(
      await runOne(
        { path, part, prepared: run, out: outs[index] ?? null, view: { choice, weights, thresholds: args.failUnder } },
        args,
        bench,
        context,
      ),
    );
  }
  return context.interrupted.aborted ? exitCode.interrupted : worst(codes);
}

/** `null` where the user did not want to wait: a list of prices may take its time. */
async function prepareAll(args: RunArgs, bench: Bench, context: CliContext) {
  const prepared: { path: string; part: RunPart | null; run: PreparedRun }[] = [];
  try {
    for (const path of args.suites) {
      const { suite, part } = narrow(await loadOrExplain(path, context), args, path);
      prepared.push({ path, part, run: await unlessEnded(ready(bench, suite, path), context.interrupted) });
    }
    return prepared;
  } catch (error) {
    if (context.interrupted.aborted) return null;
    throw error;
  }
}

interface SuiteToRun {
  readonly path: string;
  readonly part: RunPart | null;
  readonly prepared: PreparedRun;
  /** Absolute path of the report; `null` for standard output. */
  readonly out: string | null;
  readonly view: View;
}

async function runOne(
  { path, part, prepared, out, view }: SuiteToRun,
  args: RunArgs,
  bench: Bench,
  context: CliContext,
): Promise<ExitCode> {
  const suitePath = suitePathIn(context.cwd, resolve(context.cwd, path));
  const store = await bench.store();
  const isOwn = args.seenBy.baseline === null && !args.setBaseline;
  const elsewhere = isOwn ? await baselineElsewhere({ path: suitePath, name: prepared.suite.name }, store, context.cwd) : null;
  if (elsewhere !== null) context.stderr.write(`${elsewhere}\n`);
  const handle = await bench.start(prepared, { triggeredBy: 'cli', suitePath, part });
  const run = await follow(handle, prepared, context, costAhead(prepared));
  const code = await conclude(run, { format: args.format, out, view, limits: prepared.suite.thresholds }, store, context);
  if (args.setBaseline && run.status === 'finished') await bench.setBaseline(run.id, true);
  return code;
}

interface Conclusion {
  readonly format: Format;
  /** Absolute path of the report; `null` for standard output. */
  readonly out: string | null;
  readonly view: View;
  /** Of the suite. */
  readonly limits: Thresholds;
}

/** Reports on a run that is over, and judges it. */
export async function conclude(
  run: RunRecord,
  { format, out, view, limits }: Conclusion,
  store: BenchStore,
  context: CliContext,
): Promise<ExitCode> {
  const comparison = await store.comparison(run.id, view.choice);
  if (!comparison) throw new Error(`Run ${run.id} is not in the store`);
  context.stdout.write(await renderFor(context.stdout, out === null ? format : 'table', run.id, store, view));
  if (out !== null) await writeReport(out, format, run.id, store, view, context);
  return verdict(run, comparison, { ...limits, ...view.thresholds }, context);
}

/** @param cost what is said of it after the plan */
export async function follow(handle: RunHandle, prepared: PreparedRun, context: CliContext, cost = ''): Promise<RunRecord> {
  const labels = new Map(handle.candidates.map((candidate) => [candidate.id as string, candidate.label]));
  context.stderr.write(`${planLine(prepared, handle.candidates.length)}${cost} (run ${handle.run.id.slice(0, 8)})\n`);
  const detectable = handle.candidates.length > 1 ? detectableText(prepared.suite) : null;
  if (detectable !== null) context.stderr.write(`${detectable}\n`);
  return untilEnded(handle, new ProgressView(context.stderr, labels, prepared.plannedSamples), context.interrupted);
}

/** What so many cases can tell apart, before a call is paid for. */
function detectableText({ cases }: Suite): string | null {
  if (cases.every(({ expect }) => expect.length === 0)) return null;
  const points = Math.round(detectableBefore(cases.length) * 100);
  return `With ${formatPlural(cases.length, 'case')}, a difference of ${points} points in quality shows reliably (80 % power, where two models disagree on every fifth case).`;
}

/** `Quickstart: 5 models × 22 cases × 3 repeats = 330 calls`. */
function planLine({ suite, plannedSamples }: PreparedRun, candidates: number): string {
  const prompts = candidates / suite.models.length;
  const factors = [
    formatPlural(suite.models.length, 'model'),
    ...(prompts > 1 ? [formatPlural(prompts, 'prompt')] : []),
    formatPlural(suite.cases.length, 'case'),
    ...(suite.repeats > 1 ? [formatPlural(suite.repeats, 'repeat')] : []),
  ];
  return `${plainLine(suite.name)}: ${factors.join(' × ')} = ${formatPlural(plannedSamples, 'call')}`;
}

function verdict(run: RunRecord, comparison: Comparison, thresholds: Suite['thresholds'], context: CliContext): ExitCode {
  if (run.statusMessage !== null) context.stderr.write(`${plainLine(run.statusMessage)}\n`);
  const passed = budgetNote(comparison);
  if (passed !== null) context.stderr.write(`${passed}\n`);
  const wayOn = wayOnText(run, comparison.totals.failed);
  if (wayOn !== null) context.stderr.write(`${wayOn}\n`);
  if (context.interrupted.aborted) return exitCode.interrupted;
  const checks = checkThresholds(thresholds, comparison);
  for (const { reason } of checks.filter(({ passed }) => passed === null))
    context.stderr.write(`Not checked: ${plainLine(reason)}\n`);
  const missed = checks.filter(({ passed }) => passed === false);
  for (const check of missed) context.stderr.write(`Threshold missed: ${plainLine(check.reason)}\n`);
  const worse = baselineVerdicts(comparison);
  for (const { reason } of worse) context.stderr.write(`Worse than the baseline: ${plainLine(reason)}\n`);
  if (missed.length > 0 || worse.length > 0) return exitCode.thresholdMissed;
  return comparison.totals.failed > 0 || hasFailedScorer(comparison) || run.status !== 'finished'
    ? exitCode.someFailed
    : exitCode.fine;
}

/** The suite with the command line laid over it. */
function narrow(whole: Suite, args: RunArgs, path: string): SelectedSuite {
  const { suite, part } = selectFrom(whole, selectionOf(whole, args, path));
  if (part && args.setBaseline)
    throw new UsageError('--set-baseline needs a run of the whole suite: leave out --case, --model and --models.');
  return { suite: { ...suite, repeats: args.repeats ?? suite.repeats }, part };
}

/** A gate must not pass because the judge could not be had, or a script has a fault. */
export function hasFailedScorer({ judging, candidates }: Pick<Comparison, 'judging' | 'candidates'>): boolean {
  const judges = judging?.judges ?? [];
  return candidates.some(({ scorerFailures }) => scorerFailures > 0) || judges.some(({ failed }) => failed > 0);
}

export function keyFault({ provider, origin, keyEnv }: KeyRequest): string {
  return keyEnv === null
    ? `${provider} needs a key for ${origin}: name a variable in the endpoint's keyEnv.`
    : `${provider} needs a key for ${origin}: set the environment variable ${keyEnv}.`;
}

export async function ready(bench: Bench, suite: Suite, path: string): Promise<PreparedRun> {
  const prepared = await bench.prepare(suite);
  const faults = [...prepared.problems, ...prepared.missingKeys.map(keyFault)];
  if (faults.length > 0)
    throw new UsageError(`${path} cannot run:\n${faults.map((fault) => `  ${plainLine(fault)}`).join('\n')}`);
  return prepared;
}
