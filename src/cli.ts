#!/usr/bin/env node
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bench } from './core/bench.ts';
import { openBoard } from './core/boardGet.ts';
import { readArgs, type Args } from './core/cli/args.ts';
import { environmentKeys } from './core/cli/envKeys.ts';
import { environmentProviders } from './core/cli/envProviders.ts';
import { exitCode, UsageError, type ExitCode } from './core/cli/exitCode.ts';
import { compareCommand } from './core/cli/compare.ts';
import { openedStore } from './core/cli/openedStore.ts';
import { dataCommand, sizeCommand } from './core/cli/data.ts';
import { listCommand } from './core/cli/list.ts';
import { modelsCommand } from './core/cli/models.ts';
import type { Output } from './core/cli/progress.ts';
import { baselineCommand } from './core/cli/baseline.ts';
import { noRuns } from './core/cli/findRun.ts';
import { boardKeyOwners, environmentBoards, modelsWithKey } from './core/cli/rankingBoards.ts';
import { rankingsCommand } from './core/cli/rankings.ts';
import { rankingsHealthCommand } from './core/cli/rankingsHealth.ts';
import { reportCommand } from './core/cli/reports.ts';
import { rescoreCommand } from './core/cli/rescore.ts';
import { resumeCommand } from './core/cli/resume.ts';
import { settleCommand } from './core/cli/settle.ts';
import { healthCommand } from './core/cli/health.ts';
import { historyCommand } from './core/cli/history.ts';
import { importCommand } from './core/cli/import.ts';
import { runCommand, type CliContext } from './core/cli/run.ts';
import { usageText } from './core/cli/usage.ts';
import { validateCommand } from './core/cli/validate.ts';
import { nullLogger, systemClock, type KeySource } from './core/ports.ts';
import { ResumeError } from './core/prepareResume.ts';
import { keyOwners } from './core/providers/keyOwners.ts';
import { Rankings } from './core/rankings.ts';
import { rankingBoardsOf } from './core/rankings/boards.ts';
import { StoreError } from './core/store/errors.ts';
import { suiteOptionsFor } from './core/suiteOptions.ts';

const userProviders = environmentProviders(process.env);
const boards = rankingBoardsOf({ open: openBoard, settings: environmentBoards(process.env) });

/** Composition root of the CLI: the same core as the extension's, with keys from the environment. */
function createBench(storeDir: string, keys: KeySource): Bench {
  return new Bench({
    workers: {
      engine: new URL('engine.worker.js', import.meta.url),
      store: new URL('store.worker.js', import.meta.url),
      demo: new URL('demo.worker.js', import.meta.url),
    },
    storeDir,
    wasmPath: fileURLToPath(new URL('sql-wasm.wasm', import.meta.url)),
    keys,
    userProviders: () => userProviders,
    toolVersion: toolVersion(),
    clock: systemClock,
    logger: nullLogger,
  });
}

function toolVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}

async function withBench(args: Args & { store: string | null }, context: CliContext, use: (bench: Bench) => Promise<ExitCode>) {
  const bench = createBench(storeDir(args, context), keysFor(args));
  try {
    return await use(bench);
  } finally {
    await bench.close();
  }
}

/** For commands that are about a run that is there. */
function withStored(args: Args & { store: string | null }, context: CliContext, use: (bench: Bench) => Promise<ExitCode>) {
  if (!hasStore(args, context)) throw new UsageError(noRuns);
  return withBench(args, context, use);
}

/** Only the command line can send a key elsewhere than home. */
function keysFor(args: Args): KeySource {
  const owners = new Map([...keyOwners(), ...boardKeyOwners(boards)]);
  return environmentKeys(process.env, owners, 'allowKeys' in args ? args.allowKeys : {});
}

function askableModels(args: Args): () => Promise<readonly string[]> {
  return () => modelsWithKey(keysFor(args), userProviders);
}

/** Beside the runs, where the editor keeps them too if it is pointed at the same store. */
function rankingsOf(args: Args & { store: string | null }, context: CliContext): Rankings {
  return new Rankings({
    folder: join(storeDir(args, context), 'rankings'),
    boards: () => boards,
    keys: keysFor(args),
    refreshEvery: () => 'auto',
    clock: systemClock,
    logger: nullLogger,
    random: Math.random,
  });
}

function storeDir({ store }: { store: string | null }, { cwd }: CliContext): string {
  return resolve(cwd, store ?? '.llm-bench');
}

/** Opening a store would make one: a command that only reads asks first. */
function hasStore(args: { store: string | null }, context: CliContext): boolean {
  const found = statSync(storeDir(args, context), { throwIfNoEntry: false });
  if (found?.isDirectory() === false) throw new UsageError(`--store "${args.store}" is a file: name a folder.`);
  return found !== undefined;
}

async function main(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  const args = readArgs(argv);
  switch (args.command) {
    case 'help':
      context.stdout.write(usageText(args.about));
      return exitCode.fine;
    case 'version':
      context.stdout.write(`${toolVersion()}\n`);
      return exitCode.fine;
    case 'validate':
      return validateCommand(args, context);
    case 'models':
      return modelsCommand(args, { keys: keysFor(args), user: userProviders }, context);
    case 'run':
      hasStore(args, context);
      return withBench(args, context, (bench) => runCommand(args, bench, context));
    case 'report':
      return withStored(args, context, async (bench) => reportCommand(args, await openedStore(bench, context), context));
    case 'rescore':
      return withStored(args, context, (bench) => rescoreCommand(args, bench, context));
    case 'settle':
      return withStored(args, context, (bench) => settleCommand(args, bench, context));
    case 'resume':
    case 'retry':
      return withStored(args, context, (bench) => resumeCommand(args, bench, context));
    case 'baseline':
      return withStored(args, context, (bench) => baselineCommand(args, bench, context));
    case 'health':
      if (!hasStore(args, context)) return healthCommand(args, null, new Date(), context);
      return withBench(args, context, async (bench) =>
        healthCommand(args, await openedStore(bench, context), new Date(), context),
      );
    case 'compare':
      return withStored(args, context, async (bench) => compareCommand(args, await openedStore(bench, context), context));
    case 'history':
      return withStored(args, context, async (bench) => historyCommand(args, await openedStore(bench, context), context));
    case 'data': {
      const use = async (bench: Bench) =>
        dataCommand(args, await openedStore(bench, context), storeDir(args, context), new Date(), context);
      if (args.action === 'size' && !hasStore(args, context)) return sizeCommand(args, null, context);
      // What comes from elsewhere needs no store to go to.
      const brings = args.action === 'restore' || args.action === 'merge';
      return brings ? withBench(args, context, use) : withStored(args, context, use);
    }
    case 'rankings':
      hasStore(args, context);
      return withBench(args, context, (bench) => {
        const rankings = rankingsOf(args, context);
        const parts = { rankings, boards, bench, modelsWithKey: askableModels(args), now: () => systemClock.date() };
        return rankingsCommand(args, parts, context);
      });
    case 'rankings-health':
      hasStore(args, context);
      return rankingsHealthCommand(args, await rankingsOf(args, context).health(), context);
    case 'import':
      return importCommand(args, context);
    case 'mcp': {
      const { mcpCommand } = await import('./core/cli/mcp.ts');
      return withBench(args, context, (bench) => {
        const rankings = rankingsOf(args, context);
        const parts = {
          bench,
          rankings,
          keys: keysFor(args),
          user: userProviders,
          hasStore: () => hasStore(args, context),
          toolVersion: toolVersion(),
        };
        return mcpCommand(args, parts, context);
      });
    }
    case 'list':
      if (!hasStore(args, context)) return listCommand(args, null, context);
      return withBench(args, context, async (bench) => listCommand(args, await openedStore(bench, context), context));
  }
}

function output(stream: NodeJS.WriteStream): Output {
  // A reader that has gone (`| head`) ends no run: its results are in the store.
  stream.on('error', () => {});
  return {
    isTTY: stream.isTTY,
    get columns() {
      return stream.columns ?? 120;
    },
    write: (text) => void stream.write(text),
  };
}

/** Without the check an older Node ends in the middle with a stack that says nothing. */
function requireNode(): void {
  if (Number.parseInt(process.versions.node, 10) >= 22) return;
  throw new UsageError(
    `llm-bench needs Node 22 or later, this is ${process.versions.node}. In its repository: npx node dist/cli.js`,
  );
}

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    // A second Ctrl+C does not wait: what is finished is on disk already.
    if (interrupt.signal.aborted) process.exit(exitCode.interrupted);
    interrupt.abort();
  });
}

const context: CliContext = {
  cwd: process.cwd(),
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  suiteOptions: suiteOptionsFor(userProviders),
  interrupted: interrupt.signal,
};
try {
  requireNode();
  process.exitCode = await main(process.argv.slice(2), context);
} catch (error) {
  const expected = [UsageError, ResumeError, StoreError].some((kind) => error instanceof kind);
  context.stderr.write(`${error instanceof Error ? ((expected ? null : error.stack) ?? error.message) : String(error)}\n`);
  process.exitCode = exitCode.badInput;
}
