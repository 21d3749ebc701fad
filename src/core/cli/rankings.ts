import { formatPlural, formatUsd } from '../../shared/format.ts';
import type { RankingAnswer } from '../../shared/model/rankings.ts';
import { creditOf } from '../../shared/rankingText.ts';
import type { Bench } from '../bench.ts';
import { minimalTest, type MinimalTestEstimate } from '../minimalTest.ts';
import type { Rankings } from '../rankings.ts';
import type { MinimalRankings } from '../rankings/minimal/rank.ts';
import type { Board, MinimalTest } from '../rankings/spec.ts';
import { plainLine } from '../report/terminalText.ts';
import type { SuiteOptions } from '../suite/checks.ts';
import { nearestName } from '../suite/suggest.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import { ProgressView } from './progress.ts';
import { failureLines } from './rankingFailures.ts';
import { limitedTo } from './rankingLimits.ts';
import type { RankingsArgs } from './rankingsArgs.ts';
import { rankingTables } from './rankingsTable.ts';
import type { CliContext } from './run.ts';

export interface RankingsParts {
  readonly rankings: Pick<Rankings, 'get' | 'problem'>;
  readonly boards: readonly Board[];
  readonly bench: Bench;
  /** A model of each provider whose key is set. */
  readonly modelsWithKey: () => Promise<readonly string[]>;
  readonly now: () => Date;
}

/** What public boards say of models, by category. */
export async function rankingsCommand(args: RankingsArgs, parts: RankingsParts, context: CliContext): Promise<ExitCode> {
  const { categories, source, refresh } = args;
  if (args.testUsd !== null) refuseUnknown(args.models, context.suiteOptions);
  const test = args.testUsd === null ? null : testOf(args, args.testUsd, parts, context);
  try {
    const request = { categories, source, fresh: refresh, minimalTest: test, trigger: 'cli' as const };
    const answers = await parts.rankings.get({ ...request, signal: context.interrupted });
    show(answers, args, parts.now(), context);
    for (const line of failureLines(answers, parts.boards)) context.stderr.write(`${line}\n`);
    return answers.some(({ ranking }) => ranking !== null) ? exitCode.fine : exitCode.someFailed;
  } catch (error) {
    if (context.interrupted.aborted) return exitCode.interrupted;
    throw error;
  } finally {
    if (parts.rankings.problem !== null) context.stderr.write(`${plainLine(parts.rankings.problem.message)}\n`);
  }
}

/** A typo is told before any board is asked. Without the test a name is only looked for in the rankings: a suite's own server may have it. */
function refuseUnknown(models: readonly string[], { knownProviders, ownEndpoints = [] }: SuiteOptions): void {
  const known = [...knownProviders, ...ownEndpoints];
  for (const model of models) {
    const provider = model.slice(0, model.indexOf('/'));
    if (known.includes(provider)) continue;
    const near = nearestName(provider, known);
    const meant = near === null ? '' : ` Did you mean ${near}?`;
    const [fault, way] = [`There is no provider "${plainLine(provider)}"`, '"llm-bench models" names them all'];
    throw new UsageError(`${fault}, so the minimal test cannot ask ${plainLine(model)}.${meant} ${way}.`);
  }
}

function show(answers: readonly RankingAnswer[], args: RankingsArgs, now: Date, { stdout }: CliContext): void {
  if (args.format === 'table') stdout.write(rankingTables(answers, args, now, stdout));
  else
    stdout.write(
      `${JSON.stringify(
        answers.map((answer) => asJson(answer, args)),
        null,
        2,
      )}\n`,
    );
}

/** The answer with the models that were asked for, how many it ranks, and what its origin wants to be named by. */
function asJson(answer: RankingAnswer, args: RankingsArgs) {
  const { ranking } = answer;
  if (!ranking) return { ...answer, ofModels: null, credit: null };
  const { models } = limitedTo(ranking, args);
  return { ...answer, ranking: { ...ranking, models }, ofModels: ranking.models.length, credit: creditOf(ranking.origin) };
}

/** Only begun where no board and no kept ranking answers: what it may cost is told before its first call. */
function testOf(args: RankingsArgs, maxUsd: number, { bench, modelsWithKey }: RankingsParts, context: CliContext): MinimalTest {
  const { stderr, suiteOptions } = context;
  return async (categories, signal) => {
    const models = args.models.length > 0 ? args.models : await modelsWithKey();
    let view: ProgressView | null = null;
    const test = minimalTest({
      bench,
      suiteOptions,
      models,
      maxUsd,
      triggeredBy: 'cli',
      onPlan: (estimate) => stderr.write(planText(estimate, maxUsd)),
      onStart: (handle, prepared) => {
        const labels = new Map(handle.candidates.map((candidate) => [candidate.id as string, candidate.label]));
        const progress = (view = new ProgressView(stderr, labels, prepared.plannedSamples));
        handle.events((event) => progress.show(event));
      },
      onEnd: ({ id, statusMessage }, leftOut) => {
        stderr.write(`Its answers: llm-bench report ${id.slice(0, 8)} --out answers.html\n`);
        if (statusMessage !== null) stderr.write(`${plainLine(statusMessage)}\n`);
        for (const line of leftOut.map(leftOutText)) stderr.write(`${plainLine(line)}\n`);
      },
    });
    try {
      return await test(categories, signal);
    } finally {
      (view as ProgressView | null)?.dispose();
    }
  };
}

function planText({ calls, worstUsd, isPlayMoney, unpriced }: MinimalTestEstimate, maxUsd: number): string {
  const cap = worstUsd > maxUsd ? `; it stops before ${formatUsd(maxUsd)}, so it may not come to its end` : '';
  const free = isPlayMoney ? 'to demo models, whose prices are made up: nobody is billed' : 'free of charge';
  const cost = worstUsd === 0 ? free : `that cost ${formatUsd(worstUsd)} at worst${cap}`;
  const left = unpriced.length === 0 ? '' : `Not asked, since their price is not known: ${plainLine(unpriced.join(', '))}\n`;
  return `Minimal test: ${formatPlural(calls, 'call')} ${cost}.\n${left}`;
}

function leftOutText({ model, categories }: MinimalRankings['leftOut'][number]): string {
  return `Not ranked for ${categories.join(', ')}, since not every prompt of it was answered: ${model}`;
}
