import { formatPlural } from '../../shared/format.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import type { Bench } from '../bench.ts';
import type { PreparedResume } from '../prepareResume.ts';
import { unlessEnded } from '../providers/unlessEnded.ts';
import { plainLine } from '../report/terminalText.ts';
import type { RunListItem, Store } from '../store/spec.ts';
import { costAhead } from './costAhead.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import { findRun } from './findRun.ts';
import { writableStore } from './openedStore.ts';
import { ProgressView } from './progress.ts';
import { reportPaths } from './reports.ts';
import type { ResumeArgs } from './resumeArgs.ts';
import { conclude, keyFault, type CliContext } from './run.ts';
import { findBaseline } from './seenBy.ts';
import { untilEnded } from './untilEnded.ts';

/** Goes on with a stored run, by its suite as it was stored. */
export async function resumeCommand(args: ResumeArgs, bench: Bench, context: CliContext): Promise<ExitCode> {
  const store = await writableStore(bench, args, context);
  const { name, id } = await chosenRun(args, store);
  const [out = null] = await reportPaths([name], args, context);
  const { baseline, weights } = args.seenBy;
  const choice = baseline === null ? {} : { baseline: await findBaseline(baseline, store, context) };
  const prepared = await ready(args, { name, id }, bench, context);
  if (prepared === null) return exitCode.interrupted;
  context.stderr.write(`${planText(prepared)}\n`);
  const run = await follow(bench, prepared, context);
  const view = { choice, weights, thresholds: args.failUnder };
  return conclude(run, { format: args.format, out, view, limits: prepared.suite.thresholds }, store, context);
}

const whatFor = { resume: 'missing', retry: 'failed' } as const;

/** Pages of the list that are looked through for a run with something left to do. */
const pageSize = 100;

async function chosenRun({ command, run }: ResumeArgs, store: Store): Promise<RunRecord> {
  if (run !== null) return findRun(run, store);
  const isOpen = command === 'resume' ? isUnfinished : hasFailures;
  for (let offset = 0; ; offset += pageSize) {
    const items = await store.listRuns({ offset, limit: pageSize });
    const found = items.find((item) => item.run.status !== 'running' && item.run.status !== 'partial' && isOpen(item));
    if (found) return found.run;
    if (items.length < pageSize) break;
  }
  throw new UsageError(command === 'resume' ? 'No run was cut short: there is nothing to resume.' : 'No run has failed calls.');
}

function isUnfinished({ run, samplesDone }: RunListItem): boolean {
  return run.status !== 'finished' || samplesDone < run.plannedSamples;
}

function hasFailures({ failed }: RunListItem): boolean {
  return failed > 0;
}

/** `null` where the user did not want to wait. */
async function ready(
  { command, budgetUsd }: ResumeArgs,
  { name, id }: Pick<RunRecord, 'name' | 'id'>,
  bench: Bench,
  { interrupted }: CliContext,
): Promise<PreparedResume | null> {
  try {
    const prepared = await unlessEnded(bench.prepareResume(id, whatFor[command], budgetUsd), interrupted);
    const faults = [...prepared.problems, ...prepared.missingKeys.map(keyFault)];
    if (faults.length === 0) return prepared;
    throw new UsageError(`${plainLine(name)} cannot go on:\n${faults.map((fault) => `  ${plainLine(fault)}`).join('\n')}`);
  } catch (error) {
    if (interrupted.aborted) return null;
    throw error;
  }
}

/** `Support: 120 of 300 calls left, 12 answers to grade; $0.01 to $0.04 (run 1f2e3d4c)` */
function planText(prepared: PreparedResume): string {
  const { what, run, calls, ungraded } = prepared;
  const todo = [
    what === 'failed'
      ? `${formatPlural(calls, 'failed call')} to make again`
      : `${calls} of ${formatPlural(run.plannedSamples, 'call')} left`,
    ...(ungraded > 0 ? [`${formatPlural(ungraded, 'answer')} to grade`] : []),
  ];
  return `${plainLine(run.name)}: ${todo.join(', ')}${costAhead(prepared)} (run ${run.id.slice(0, 8)})`;
}

async function follow(bench: Bench, prepared: PreparedResume, context: CliContext): Promise<RunRecord> {
  const handle = await bench.resume(prepared);
  const labels = new Map(handle.candidates.map(({ id, label }) => [id as string, label]));
  return untilEnded(
    handle,
    new ProgressView(context.stderr, labels, handle.run.plannedSamples, handle.run.plannedSamples - prepared.calls),
    context.interrupted,
  );
}
