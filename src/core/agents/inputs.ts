import { z } from 'zod';
import { rankingCategories } from '../../shared/model/rankings.ts';

/** What the tools take: the schemas of the MCP server, and by test those of package.json. */

const suite = z.string().min(1).max(500);
const names = z.array(z.string().min(1).max(200)).min(1).max(200);
const usd = z.number().nonnegative().max(1_000_000);
const latencyMs = z.number().positive().max(3_600_000);
const maxUsdPerMTok = usd
  .optional()
  .describe('Most that a million tokens may cost by a public board’s price, in USD, three parts of input to one of output.');

export const toolInputs = {
  list_suites: z.strictObject({}),
  run_suite: z.strictObject({
    suite: suite.describe('Path or name of a suite, as list_suites gives it.'),
    models: names.optional().describe('Only these models of the suite, by label or provider/model. Default: all.'),
    cases: names.optional().describe('Only these cases of the suite, by id or name. Default: all.'),
    maxUsd: usd
      .optional()
      .describe('Most that the run may cost, in USD. It is not begun where its estimate is above that, and stops there.'),
  }),
  list_results: z.strictObject({
    suite: suite.optional().describe('Only runs of this suite, by path or name.'),
    limit: z.int().min(1).max(30).optional().describe('How many runs, the newest first. Default: 10.'),
  }),
  compare: z.strictObject({
    runs: z
      .array(z.string().min(1).max(64))
      .min(1)
      .max(6)
      .optional()
      .describe('Runs by id or a unique beginning of it, or "latest". Several of one suite are held against the oldest of them.'),
    suite: suite.optional().describe('Instead of runs: the last finished run of this whole suite, by path or name.'),
  }),
  recommend: z.strictObject({
    task: z.string().max(2000).optional().describe('What the model is to do, in words. Suites that are about it come first.'),
    suite: suite.optional().describe('Only by the runs of this suite, by path or name.'),
    maxUsdPer1000: usd.optional().describe('Most that 1,000 calls may cost, in USD.'),
    maxLatencyMs: latencyMs.optional().describe('Highest median latency, in ms.'),
    minQuality: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Least mean quality, 0 to 1. Of own runs only: no board can tell it.'),
    maxUsdPerMTok,
    category: z
      .enum(rankingCategories)
      .optional()
      .describe('Which public ranking to go by where nothing was measured. Default: by the words of the task, else general.'),
  }),
  list_rankings: z.strictObject({
    category: z.enum(rankingCategories).optional().describe('Only this ranking. Default: all.'),
    limit: z.int().min(1).max(30).optional().describe('How many models of each ranking, the best first. Default: 5.'),
    maxUsdPerMTok,
    maxLatencyMs: latencyMs.optional().describe('Longest time until a usual answer has ended, by the board, in ms.'),
    refresh: z
      .boolean()
      .optional()
      .describe('True to ask the public boards anew over the network. Default: what is kept, as long as it is recent.'),
  }),
};

export type ToolName = keyof typeof toolInputs;
export type ToolInput<Name extends ToolName> = z.infer<(typeof toolInputs)[Name]>;

/** The JSON Schema of a tool's input. */
export function inputSchema(name: ToolName): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(toolInputs[name], { io: 'input' });
  return schema;
}
