import { z } from 'zod';

/** What the tools take: the schemas of the MCP server, and by test those of package.json. */

const suite = z.string().min(1).max(500);
const names = z.array(z.string().min(1).max(200)).min(1).max(200);
const usd = z.number().nonnegative().max(1_000_000);

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
    suite: suite.optional().describe('Instead of runs: the newest run of this suite, by path or name.'),
  }),
  recommend: z.strictObject({
    task: z.string().max(2000).optional().describe('What the model is to do, in words. Suites that are about it come first.'),
    suite: suite.optional().describe('Only by the runs of this suite, by path or name.'),
    maxUsdPer1000: usd.optional().describe('Most that 1,000 calls may cost, in USD.'),
    maxLatencyMs: z.number().positive().max(3_600_000).optional().describe('Highest median latency, in ms.'),
    minQuality: z.number().min(0).max(1).optional().describe('Least mean quality, 0 to 1.'),
  }),
};

export type ToolName = keyof typeof toolInputs;
export type ToolInput<Name extends ToolName> = z.infer<(typeof toolInputs)[Name]>;

/** The JSON Schema of a tool's input. */
export function inputSchema(name: ToolName): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(toolInputs[name], { io: 'input' });
  return schema;
}
