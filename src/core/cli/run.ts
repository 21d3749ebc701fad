import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import type { Suite } from '../../shared/model/suite.ts';
import type { Bench, PreparedRun, RunHandle } from '../bench.ts';
import { checkThresholds } from '../report/thresholds.ts';
import type { Format, RunArgs } from './args.ts';
import { exitCode, UsageError, worst, type ExitCode } from './exitCode.ts';
import { ProgressView, type Output } from './progress.ts';
import { renderFor, writeReport } from './reports.ts';
import { loadOrExplain } from './validate.ts';

export interface CliContext {
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by Ctrl+C. */
  readonly interrupted: AbortSignal;
}

/** Runs the suites one after the other, so that their latencies do not meet. */
export async function runCommand(args: RunArgs, bench: Bench, context: CliContext): Promise<ExitCode> {
  const prepared: { path: string; run: PreparedRun }[] = [];
  for (const path of args.suites) {
    const suite = narrow(await loadOrExplain(path, context), args, path);
    prepared.push({ path, run: await ready(bench, suite, path) });
  }
  const outs = await reportPaths(
    prepared.map(({ run }) => run.suite.name),
    args,
    context,
  );
  const codes: ExitCode[] = [];
  for (const [index, { path, run }] of prepared.entries()) {
    if (context.interrupted.aborted) break;
    codes.push(await runOne({ path, prepared: run, out: outs[index] ?? null }, args, bench, context));
  }
  return context.interrupted.aborted ? exitCode.interrupted : worst(codes);
}

interface SuiteToRun {
  readonly path: string;
  readonly prepared: PreparedRun;
  /** Absolute path of the report; `null` for standard output. */
  readonly out: string | null;
}

async function runOne({ path, prepared, out }: SuiteToRun, args: RunArgs, bench: Bench, context: CliContext): Promise<ExitCode> {
  const suitePath = relative(context.cwd, resolve(context.cwd, path));
  const handle = await bench.start(prepared, { triggeredBy: 'cli', suitePath });
  const run = await follow(handle, prepared, context);
  const store = await bench.store();
  const comparison = await store.comparison(run.id);
  if (!comparison) throw new Error(`Run ${run.id} is not in the store`);
  const report = await renderFor(context.stdout, args.format, run.id, store);
  if (out === null) context.stdout.write(report);
  else {
    context.stdout.write(await renderFor(context.stdout, 'table', run.id, store));
    await writeReport(out, report, context);
  }
  return verdict(run, comparison, { ...prepared.suite.thresholds, ...args.failUnder }, context);
}

async function follow(handle: RunHandle, prepared: PreparedRun, context: CliContext): Promise<RunRecord> {
  const labels = new Map(handle.candidates.map((candidate) => [candidate.id as string, candidate.label]));
  const { suite, plannedSamples } = prepared;
  context.stderr.write(
    `${suite.name}: ${handle.candidates.length} models × ${suite.cases.length} cases × ${suite.repeats} = ${plannedSamples} calls\n`,
  );
  const progress = new ProgressView(context.stderr, labels);
  const subscription = handle.events((event) => progress.show(event));
  const cancel = () => handle.cancel();
  if (context.interrupted.aborted) cancel();
  context.interrupted.addEventListener('abort', cancel, { once: true });
  try {
    return await handle.finished;
  } finally {
    context.interrupted.removeEventListener('abort', cancel);
    subscription.dispose();
  }
}

function verdict(run: RunRecord, comparison: Comparison, thresholds: Suite['thresholds'], context: CliContext): ExitCode {
  if (run.statusMessage !== null) context.stderr.write(`${run.statusMessage}\n`);
  if (context.interrupted.aborted) return exitCode.interrupted;
  const missed = checkThresholds(thresholds, comparison).filter((check) => !check.passed);
  for (const check of missed) context.stderr.write(`Threshold missed: ${check.reason}\n`);
  if (missed.length > 0) return exitCode.thresholdMissed;
  return comparison.totals.failed > 0 || run.status !== 'finished' ? exitCode.someFailed : exitCode.fine;
}

/** The suite with the command line laid over it. */
function narrow(suite: Suite, args: RunArgs, path: string): Suite {
  const models =
    args.models.length === 0
      ? suite.models
      : suite.models.filter((model) => args.models.includes(model.label) || args.models.includes(model.ref));
  const unknown = args.models.filter((name) => !suite.models.some((model) => model.label === name || model.ref === name));
  if (unknown.length > 0) {
    const known = suite.models.map((model) => model.label).join(', ');
    throw new UsageError(`${path} has no model ${unknown.map((name) => `"${name}"`).join(', ')}. It has: ${known}`);
  }
  return { ...suite, models, repeats: args.repeats ?? suite.repeats };
}

async function ready(bench: Bench, suite: Suite, path: string): Promise<PreparedRun> {
  const prepared = await bench.prepare(suite);
  const faults = [
    ...prepared.problems,
    ...prepared.missingKeys.map(({ provider, origin, keyEnv }) =>
      keyEnv === null
        ? `${provider} needs a key for ${origin}: name a variable in the endpoint's keyEnv.`
        : `${provider} needs a key for ${origin}: set the environment variable ${keyEnv}.`,
    ),
  ];
  if (faults.length > 0) throw new UsageError(`${path} cannot run:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  return prepared;
}

/** Where the reports go: the file of --out, or in its folder a file for each suite, none of which takes another's name. */
async function reportPaths(suiteNames: readonly string[], { out, format }: RunArgs, context: CliContext): Promise<string[]> {
  if (out === null) return [];
  const path = resolve(context.cwd, out);
  if (!(await isFolder(path))) {
    if (suiteNames.length === 1) return [path];
    throw new UsageError(`With several suites --out names a folder that exists; "${out}" is none.`);
  }
  const endings: Partial<Record<Format, string>> = { junit: 'xml', table: 'txt' };
  const taken = new Set<string>();
  return suiteNames.map((suiteName) => {
    const slug = slugOf(suiteName);
    let name = slug;
    for (let n = 2; taken.has(name); n++) name = `${slug}-${n}`;
    taken.add(name);
    return join(path, `${name}.${endings[format] ?? format}`);
  });
}

function slugOf(suiteName: string): string {
  const words = suiteName.toLowerCase().match(/[\p{L}\p{N}]+/gu);
  return words?.join('-') ?? 'report';
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}
