import * as vscode from 'vscode';
import type { MinimalTestContext, MinimalTestEstimate, MinimalTestOptions } from '../../core/minimalTest.ts';
import { suiteOptionsFor } from '../../core/suiteOptions.ts';
import { listText } from '../../shared/comparisonText.ts';
import { formatPlural, formatUsd } from '../../shared/format.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { BenchService } from '../benchService.ts';
import { commandIds } from '../contributions.ts';
import { plainMessage } from '../plainMessage.ts';
import { userProviders } from '../providers/userProviders.ts';
import { NotRun } from '../run/notRun.ts';
import { requireTrust } from '../run/trust.ts';
import type { Turns } from '../run/turns.ts';
import { sentences } from '../sentences.ts';
import { setting } from '../settings.ts';
import { askInTurn, askMany, askPick } from '../suites/ask.ts';
import { modelChoices, type ModelChoice, type ModelSources } from '../suites/modelChoices.ts';
import { faultText, outcomeOf } from './rankingOutcome.ts';
import type { RankingService } from './rankingService.ts';

export interface MinimalTestParts extends ModelSources {
  readonly rankings: RankingService;
  readonly bench: BenchService;
  readonly turns: Turns;
}

/** Ranks the user's own models by a few questions of each category; what it costs at worst is told before. */
export async function runMinimalTest(parts: MinimalTestParts): Promise<void> {
  await requireTrust();
  const maxUsd = setting('rankings.minimalTestMaxUsd');
  const choices = await choicesOf(parts);
  const bench = await parts.bench.bench();
  let context: MinimalTestContext = { bench, suiteOptions: suiteOptionsFor(userProviders()), models: [] };
  const models = async () => {
    const reply = await askMany({ title: vscode.l10n.t('Minimal test: models'), step: 1, of: 2 }, choices);
    if (reply.kind === 'next') context = { ...context, models: reply.value.flatMap(({ ref }) => ref ?? []) };
    return reply.kind;
  };
  const cost = async () => {
    const question = { title: vscode.l10n.t('Minimal test: cost'), step: 2, of: 2 };
    const start = costItem(await estimate(context), context.models.length, maxUsd);
    return (await askPick(question, [start], vscode.l10n.t('Enter starts the test; go back to choose other models'))).kind;
  };
  if ((await askInTurn([models, cost])) !== 'done') return;
  const title = vscode.l10n.t('Minimal test of rankings');
  await parts.turns.take(title, () => withRunProgress(title, (options) => test({ ...context, ...options, maxUsd }, parts)));
}

async function choicesOf(parts: MinimalTestParts) {
  const [{ at, later }, nodes] = await Promise.all([modelChoices([], parts), parts.directory.list()]);
  const usual = new Set(nodes.filter(({ hasKey }) => hasKey).flatMap(({ models }) => models[0]?.ref ?? []));
  const items = ranked(at);
  return {
    items,
    picked: items.filter(({ ref }) => ref !== null && usual.has(ref)),
    more: later.then(ranked),
    placeholder: vscode.l10n.t('Pick two or more models that you can call'),
  };
}

/** What the demo models can do says nothing about any other model. */
function ranked(choices: readonly ModelChoice[]): readonly ModelChoice[] {
  const real = choices.filter(({ ref }) => ref?.startsWith('demo/') !== true);
  return real.filter(({ ref }, index) => ref !== null || (real[index + 1]?.ref ?? null) !== null);
}

async function estimate(context: MinimalTestContext): Promise<MinimalTestEstimate> {
  const [{ estimateMinimalTest }, { SourceFailure }] = await Promise.all([
    import('../../core/minimalTest.ts'),
    import('../../core/rankings/getBoard.ts'),
  ]);
  try {
    return await estimateMinimalTest(context);
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    throw new NotRun('impossible', sentences(error.error.message, error.error.advice));
  }
}

function costItem({ calls, worstUsd, unpriced }: MinimalTestEstimate, models: number, maxUsd: number): vscode.QuickPickItem {
  return {
    label: vscode.l10n.t('$(play) Ask {0}', formatPlural(models - unpriced.length, 'model')),
    description: costText(formatPlural(calls, 'call'), worstUsd, maxUsd),
    ...(unpriced.length > 0 && {
      detail: vscode.l10n.t('Left out, since nobody knows their price: {0}', listText(unpriced)),
    }),
  };
}

function costText(calls: string, worstUsd: number, maxUsd: number): string {
  if (worstUsd === 0) return vscode.l10n.t('{0}, free of charge', calls);
  const [worst, most] = [formatUsd(worstUsd), formatUsd(maxUsd)];
  return worstUsd > maxUsd
    ? vscode.l10n.t('{0}, up to {1} without the limit; the test stops before {2}, as set', calls, worst, most)
    : vscode.l10n.t('{0}, at most {1}; the limit that is set is {2}', calls, worst, most);
}

type TestOptions = Pick<MinimalTestOptions, 'onStart'> & { readonly signal: AbortSignal };

async function test(
  { signal, onStart, ...options }: MinimalTestContext & TestOptions & Pick<MinimalTestOptions, 'maxUsd'>,
  { rankings, bench }: MinimalTestParts,
): Promise<void> {
  const { minimalTest } = await import('../../core/minimalTest.ts');
  // Opened here so that a store that is damaged or cannot be written is told of before the first call.
  await bench.store();
  let runId: RunId | null = null;
  const asks = minimalTest({
    ...options,
    triggeredBy: 'user',
    onStart: (handle, prepared) => {
      runId = handle.run.id;
      onStart?.(handle, prepared);
    },
  });
  const request = { source: 'minimal-test', fresh: true, minimalTest: asks, trigger: 'user', signal } as const;
  const answers = await rankings.get(request).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return null;
  });
  bench.replaced();
  if (answers !== null) tell(outcomeOf(answers));
  if (runId !== null) await vscode.commands.executeCommand(commandIds.openComparison, runId);
}

function tell({ answered, failures, notAsked }: ReturnType<typeof outcomeOf>): void {
  const [fault] = [...failures, ...notAsked];
  const categories = answered.flatMap((one) => one.categories);
  if (categories.length > 0) {
    const names = listText(categories, categories.length);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The minimal test ranks your models in {0}, by a few questions each: a first hint, no more.', names),
    );
  } else if (fault) void vscode.window.showWarningMessage(plainMessage(faultText(fault)));
}

async function withRunProgress<T>(title: string, run: (options: TestOptions) => Promise<T>): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort());
      let shown = 0;
      const onStart: TestOptions['onStart'] = ({ events }) => {
        events((event) => {
          if (event.type !== 'attempt-finished') return;
          const { done, planned } = event.progress;
          const percent = (100 * done) / planned;
          progress.report({ increment: percent - shown, message: vscode.l10n.t('{0} of {1} calls', done, planned) });
          shown = percent;
        });
      };
      return run({ signal: cancelled.signal, onStart });
    },
  );
}
