import { z } from 'zod';
import { formatUsd } from '../../shared/format.ts';
import { priceData } from '../agents/estimateOf.ts';
import { toolInputs, type ToolInput } from '../agents/inputs.ts';
import { carryOut, planRun, planText, type PlannedRun } from '../agents/runSuite.ts';
import type { AgentAnswer, AgentDesk, AgentRunOptions } from '../agents/spec.ts';
import { worstCallUsd } from '../agents/worstCall.ts';

/** A server over stdio cannot ask its user: the asker has to say that it was agreed to, and up to how much. */
export const runInput = toolInputs.run_suite.extend({
  confirm: z
    .boolean()
    .optional()
    .describe('True once the user has agreed to the cost. Without it nothing is run, and the estimate is returned.'),
  allowUnknownCost: z
    .boolean()
    .optional()
    .describe('True where the user has agreed to call models whose price is not known: maxUsd cannot hold for those.'),
});

type RunInput = z.infer<typeof runInput>;

/** Runs a suite where what it may cost was agreed to; else says what it may cost, and how to go on. */
export async function runTool(
  input: RunInput,
  desk: AgentDesk,
  carrying: Pick<AgentRunOptions, 'signal' | 'onProgress'>,
): Promise<AgentAnswer> {
  const { confirm = false, allowUnknownCost = false, maxUsd, ...asked } = input;
  const planned = await planRun(plannedInput(asked, confirm ? maxUsd : undefined), desk);
  const { highUsd, unknownModels } = planned.price;
  const leastUsd = Math.max(highUsd, worstCallUsd(planned.prepared));
  const isAgreed = confirm && (maxUsd ?? 0) >= leastUsd && (allowUnknownCost || unknownModels.length === 0);
  if (!isAgreed) return notRun(planned);
  return carryOut(planned, carrying, desk);
}

function plannedInput(asked: Omit<ToolInput<'run_suite'>, 'maxUsd'>, maxUsd: number | undefined): ToolInput<'run_suite'> {
  return maxUsd === undefined ? asked : { ...asked, maxUsd };
}

function notRun(planned: PlannedRun): AgentAnswer {
  const { highUsd, unknownModels } = planned.price;
  const amplyUsd = highUsd + worstCallUsd(planned.prepared);
  const terms = [
    'confirm: true',
    ...(amplyUsd > 0 ? [`maxUsd: ${rounded(amplyUsd)} or more (the run stops there)`] : []),
    ...(unknownModels.length > 0 ? ['allowUnknownCost: true'] : []),
  ];
  const how = `Tell the user what it would cost${highUsd > 0 ? `, up to ${formatUsd(highUsd)}` : ''}. If they agree, call run_suite again with ${terms.join(', ')}.`;
  return {
    text: `Nothing was run and nothing was spent.\n\n${planText(planned)}.\n\n${how}`,
    data: { ran: false, suite: planned.suite.path, estimate: priceData(planned.price), callAgainWith: terms },
  };
}

/** Up to cents, or to a digit of what is less than one: never below the estimate. */
function rounded(usd: number): number {
  const step = usd >= 0.01 ? 100 : 1_000_000;
  return Math.ceil(usd * step) / step;
}
