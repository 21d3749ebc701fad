#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bench } from './core/bench.ts';
import { readArgs, usage, type Args } from './core/cli/args.ts';
import { environmentKeys } from './core/cli/envKeys.ts';
import { exitCode, UsageError, type ExitCode } from './core/cli/exitCode.ts';
import { listCommand } from './core/cli/list.ts';
import type { Output } from './core/cli/progress.ts';
import { reportCommand } from './core/cli/reports.ts';
import { runCommand, type CliContext } from './core/cli/run.ts';
import { validateCommand } from './core/cli/validate.ts';
import { nullLogger, systemClock, type KeySource } from './core/ports.ts';
import { keyOwners } from './core/providers/brands.ts';

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
  const allowed = args.command === 'run' ? args.allowKeys : {};
  const keys = environmentKeys(process.env, keyOwners(), allowed);
  const bench = createBench(resolve(context.cwd, args.store ?? '.llm-bench'), keys);
  try {
    return await use(bench);
  } finally {
    await bench.close();
  }
}

async function main(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  const args = readArgs(argv);
  switch (args.command) {
    case 'help':
      context.stdout.write(usage);
      return exitCode.fine;
    case 'version':
      context.stdout.write(`${toolVersion()}\n`);
      return exitCode.fine;
    case 'validate':
      return validateCommand(args, context);
    case 'run':
      return withBench(args, context, (bench) => runCommand(args, bench, context));
    case 'report':
      return withBench(args, context, async (bench) => reportCommand(args, await bench.store(), context));
    case 'list':
      return withBench(args, context, async (bench) => listCommand(args, await bench.store(), context));
  }
}

function output(stream: NodeJS.WriteStream): Output {
  return { isTTY: stream.isTTY, columns: stream.columns ?? 120, write: (text) => void stream.write(text) };
}

const interrupt = new AbortController();
process.on('SIGINT', () => {
  // A second Ctrl+C does not wait: what is finished is on disk already.
  if (interrupt.signal.aborted) process.exit(exitCode.interrupted);
  interrupt.abort();
});
process.on('SIGTERM', () => interrupt.abort());

const context: CliContext = {
  cwd: process.cwd(),
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  interrupted: interrupt.signal,
};
try {
  process.exitCode = await main(process.argv.slice(2), context);
} catch (error) {
  const expected = error instanceof UsageError;
  context.stderr.write(`${expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = exitCode.badInput;
}
