import { once } from 'node:events';
import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Bench } from '../bench.ts';
import { FolderDesk, type FolderDeskOptions } from '../mcp/folderDesk.ts';
import { createServer } from '../mcp/server.ts';
import type { McpArgs } from './args.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import type { CliContext } from './run.ts';

export interface McpParts extends Pick<FolderDeskOptions, 'rankings' | 'keys' | 'user'> {
  readonly bench: Bench;
  readonly hasStore: () => boolean;
  readonly toolVersion: string;
}

/** Serves the tools over standard input and output until the client goes. Nothing else may be written to standard output. */
export async function mcpCommand({ root: folder }: McpArgs, parts: McpParts, context: CliContext): Promise<ExitCode> {
  const root = rootFolder(resolve(context.cwd, folder), folder);
  const { toolVersion, ...own } = parts;
  const desk = new FolderDesk({ ...own, root, suiteOptions: context.suiteOptions });
  const server = createServer(desk, root, toolVersion);
  server.server.onerror = ({ message }) => context.stderr.write(`${message}\n`);
  await server.connect(new StdioServerTransport());
  context.stderr.write(`LLM Bench serves the suites of ${root} over stdio.\n`);
  await untilGone(context.interrupted);
  // Ends what goes on: a run that nobody waits for any more must not spend.
  await server.close();
  await desk.settled();
  return exitCode.fine;
}

function rootFolder(path: string, given: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return realpathSync(path);
  throw new UsageError(`--root "${given}" is no folder.`);
}

/** The client closes its end, or somebody stops the server. */
async function untilGone(interrupted: AbortSignal): Promise<void> {
  if (interrupted.aborted) return;
  await Promise.race([once(process.stdin, 'end'), once(process.stdin, 'close'), once(interrupted, 'abort')]);
}
