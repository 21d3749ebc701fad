import { formatUsd } from '../../shared/format.ts';
import type { RunProgress, RunRecord } from '../../shared/model/run.ts';
import type { SuiteSelection } from '../../shared/model/selection.ts';
import type { PreparedRun } from '../prepareRun.ts';
import { shortName } from './bounds.ts';
import { answerOf } from './compareRuns.ts';
import { priceOf, priceText, type RunPrice } from './estimateOf.ts';
import { chosen, findSuite } from './find.ts';
import type { ToolInput } from './inputs.ts';
import { AgentError, type AgentAnswer, type AgentDesk, type AgentRunOptions, type AgentSuite } from './spec.ts';
import { worstCallUsd } from './worstCall.ts';

/** A run that was asked for, and what it would be. */
export interface PlannedRun {
  readonly suite: AgentSuite;
  readonly selection: SuiteSelection;
  readonly prepared: PreparedRun;
  readonly price: RunPrice;
  /** USD, as the asker said; `null`: they did not. */
  readonly maxUsd: number | null;
}

/** Finds out what a run would be. Calls no model, asks nobody. */
export async function planRun(input: ToolInput<'run_suite'>, desk: AgentDesk): Promise<PlannedRun> {
  const suite = findSuite(input.suite, await desk.suites());
  const { head, problems, path } = suite;
  if (!head) throw new AgentError(`“${shortName(suite.name)}” has errors and cannot run: ${shortName(problems[0] ?? '', 300)}`);
  const models = input.models && chosen(input.models, head.models, ({ label, ref }) => [label, ref], 'model');
  const cases = input.cases && chosen(input.cases, await desk.cases(path), ({ id, name }) => [id, name], 'case');
  const selection: SuiteSelection = {
    ...(models && { models: models.map(({ label }) => label) }),
    ...(cases && { cases: cases.map(({ id }) => id) }),
  };
  const { prepared } = await desk.forecast(path, selection);
  const price = priceOf(prepared);
  const { maxUsd = null } = input;
  if (maxUsd !== null && price.highUsd > maxUsd) throw new AgentError(tooDear(price.highUsd, maxUsd));
  return { suite, selection, prepared, price, maxUsd };
}

/** Throws where a run may cost more than `maxUsd`, or where its first call would have no room under it. */
export function requireUnder(maxUsd: number, prepared: PreparedRun): void {
  const { highUsd } = priceOf(prepared);
  if (highUsd > maxUsd) throw new AgentError(tooDear(highUsd, maxUsd));
  const callUsd = worstCallUsd(prepared);
  if (callUsd > maxUsd) throw new AgentError(noRoom(callUsd, maxUsd));
}

function noRoom(callUsd: number, maxUsd: number): string {
  const call = `One call may cost up to ${formatUsd(callUsd)} at its worst, and the run stops before maxUsd (${formatUsd(maxUsd)})`;
  return `Nothing was run. ${call}: name a higher maxUsd, or give the suite a limit of output tokens.`;
}

function tooDear(highUsd: number, maxUsd: number): string {
  const estimate = `It may cost up to ${formatUsd(highUsd)}, which is above maxUsd (${formatUsd(maxUsd)})`;
  return `Nothing was run. ${estimate}: name fewer models or cases, or a higher maxUsd.`;
}

/** `Support replies: 330 calls to 5 models, estimated at …`. */
export function planText({ suite, prepared, price }: PlannedRun): string {
  return `${shortName(suite.name)}: ${priceText(price, prepared.suite.models.length)}`;
}

/** Runs what was planned and agreed to. */
export async function carryOut(
  { suite, selection, maxUsd }: PlannedRun,
  { signal, onProgress }: Pick<AgentRunOptions, 'signal' | 'onProgress'>,
  desk: AgentDesk,
): Promise<AgentAnswer> {
  const run = await desk.run({ path: suite.path, selection, maxUsd, signal, onProgress });
  const comparison = await (await desk.store())?.comparison(run.id);
  if (!comparison) throw new AgentError(`The run ${run.id.slice(0, 8)} ended, but is not in the results any more.`);
  const answer = answerOf([comparison]);
  return { ...answer, text: `${endText(run)}\n\n${answer.text}` };
}

function endText({ status, statusMessage }: RunRecord): string {
  const ends = { finished: 'The run is finished.', cancelled: 'The run was cancelled: what it has so far is below.' };
  const end = status === 'finished' || status === 'cancelled' ? ends[status] : `The run is ${status}.`;
  return statusMessage === null ? end : `${end} ${shortName(statusMessage, 300)}`;
}

/** `12 of 330 calls, 1 failed`. */
export function progressText({ done, planned, failed, grading }: RunProgress): string {
  if (grading !== null && done >= planned) return `${grading.done} of ${grading.planned} answers graded`;
  return `${done} of ${planned} calls${failed > 0 ? `, ${failed} failed` : ''}`;
}
