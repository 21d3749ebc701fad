import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RunId } from '../../shared/model/ids.ts';
import type { BenchStore, ComparisonChoice } from '../benchStore.ts';
import type { BaselineData } from '../report/baseline/data.ts';
import { readBaseline } from '../report/baseline/readBaseline.ts';
import type { SeenBy } from './args.ts';
import { UsageError } from './exitCode.ts';
import { findRun } from './findRun.ts';
import type { CliContext } from './run.ts';

/** What --baseline and --scoring name, found. */
export async function choiceOf(
  { baseline, scoring }: Pick<SeenBy, 'baseline' | 'scoring'>,
  runId: RunId,
  store: BenchStore,
  context: CliContext,
): Promise<ComparisonChoice> {
  return {
    ...(scoring === null ? {} : { scoringId: await findScoring(scoring, runId, store) }),
    ...(baseline === null ? {} : { baseline: await findBaseline(baseline, store, context) }),
  };
}

async function findScoring(wanted: string, runId: RunId, store: BenchStore) {
  if (wanted === 'original') return null;
  const all = await store.scorings(runId);
  const [only, ...more] = all.filter(({ id }) => id.startsWith(wanted));
  if (only && more.length === 0) return only.id;
  const known = ['original', ...all.map(({ id }) => id.slice(0, 8))].join(', ');
  throw new UsageError(
    `${only ? 'Several scorings begin' : 'No scoring of this run begins'} with "${wanted}". There are: ${known}`,
  );
}

/** Looked for before anything is run: a gate that cannot be checked is better known before the calls are paid for. */
export async function findBaseline(wanted: string, store: BenchStore, context: CliContext): Promise<BaselineData | RunId | null> {
  if (wanted === 'none') return null;
  const path = resolve(context.cwd, wanted);
  const isFile = (await stat(path).catch(() => null))?.isFile() ?? false;
  if (!isFile && /\.json$/i.test(wanted)) throw new UsageError(`--baseline: there is no file ${wanted} here.`);
  return isFile ? readBaselineFile(path, wanted) : (await findRun(wanted, store)).id;
}

async function readBaselineFile(path: string, name: string): Promise<BaselineData> {
  try {
    return readBaseline(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `--baseline: ${name} is no JSON report of LLM Bench (${reason}). Make one: llm-bench report <run> --out ${name}`,
      { cause: error },
    );
  }
}
