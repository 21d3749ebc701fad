import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import type { RunProgress } from '../../shared/model/run.ts';
import { callTool, type ReadingTool } from '../agents/callTool.ts';
import { toolInputs } from '../agents/inputs.ts';
import { progressText } from '../agents/runSuite.ts';
import type { AgentAnswer } from '../agents/spec.ts';
import { toolTexts } from '../agents/tools.ts';
import type { FolderDesk } from './folderDesk.ts';
import { registerResources } from './resources.ts';
import { runInput, runTool } from './runTool.ts';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Often enough to see that it goes on, seldom enough not to fill a log. */
const progressMs = 250;

const instructions =
  'LLM Bench measures language models on suites of the user’s own cases. Answer questions about which model to use by recommend and compare, and quote their figures as they are, with intervals and n. Only run_suite spends money: tell the user what it would cost first.';

/** The tools and resources of a folder, for any client of the Model Context Protocol. */
export function createServer(desk: FolderDesk, root: string, version: string): McpServer {
  const server = new McpServer({ name: 'llm-bench', title: 'LLM Bench', version }, { instructions });
  for (const name of ['list_suites', 'list_results', 'compare', 'recommend'] as const) registerReading(server, name, desk);
  const { title, description } = toolTexts.run_suite;
  const annotations = { title, readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true };
  server.registerTool('run_suite', { title, description, inputSchema: runInput, annotations }, async (input, extra) =>
    resultOf(await runTool(input, desk, { signal: extra.signal, onProgress: progressTeller(extra) })),
  );
  registerResources(server, desk, root);
  return server;
}

function registerReading(server: McpServer, name: ReadingTool, desk: FolderDesk): void {
  const { title, description } = toolTexts[name];
  const annotations = { title, readOnlyHint: true, openWorldHint: false };
  server.registerTool(name, { title, description, inputSchema: toolInputs[name], annotations }, async (input: unknown) =>
    resultOf(await callTool(name, input, desk)),
  );
}

function resultOf({ text, data }: AgentAnswer): CallToolResult {
  return { content: [{ type: 'text', text }], structuredContent: data };
}

/** Tells whoever asked to be told; a client that has gone is told nothing. */
function progressTeller({ _meta, sendNotification, signal }: Extra): (progress: RunProgress) => void {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return () => {};
  let toldAt = -Infinity;
  return (progress) => {
    if (signal.aborted || performance.now() - toldAt < progressMs) return;
    toldAt = performance.now();
    const { done, planned, grading } = progress;
    const params = {
      progressToken,
      progress: done + (grading?.done ?? 0),
      total: planned + (grading?.planned ?? 0),
      message: progressText(progress),
    };
    void sendNotification({ method: 'notifications/progress', params }).catch(() => {});
  };
}
