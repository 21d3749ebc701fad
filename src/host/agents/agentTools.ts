import * as vscode from 'vscode';
import type { ToolInput, ToolName } from '../../core/agents/inputs.ts';
import type { PlannedRun } from '../../core/agents/runSuite.ts';
import { AgentError, type AgentAnswer, type AgentDesk } from '../../core/agents/spec.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { formatPlural, formatUsd } from '../../shared/format.ts';
import { toolIds } from '../contributions.ts';
import { plainName } from '../plainMessage.ts';
import { setting } from '../settings.ts';
import { NamedSums } from './namedSums.ts';
import { signalOf } from './signalOf.ts';

const mostModelsNamed = 8;

/** The tools that agents of this window can call. What they do is loaded with the first call. */
export function registerAgentTools(desk: AgentDesk): Disposable {
  const owned = new DisposableStore();
  const named = new NamedSums();
  const { run_suite: runTool, ...reading } = toolIds;
  for (const [name, id] of Object.entries(reading)) {
    owned.add(vscode.lm.registerTool<object>(id, readingTool(name as Exclude<ToolName, 'run_suite'>, desk)));
  }
  owned.add(
    vscode.lm.registerTool<object>(runTool, {
      prepareInvocation: ({ input }) => confirmation(input, desk, named),
      invoke: ({ input }, token) => run(input, desk, named, token),
    }),
  );
  return owned;
}

function readingTool(name: Exclude<ToolName, 'run_suite'>, desk: AgentDesk): vscode.LanguageModelTool<object> {
  const messages = {
    list_suites: vscode.l10n.t('Listing the benchmark suites'),
    list_results: vscode.l10n.t('Listing the benchmark runs'),
    compare: vscode.l10n.t('Comparing models by stored runs'),
    recommend: vscode.l10n.t('Looking for a model by stored runs'),
  };
  return {
    prepareInvocation: () => ({ invocationMessage: messages[name] }),
    async invoke({ input }) {
      const { callTool } = await import('../../core/agents/callTool.ts');
      return toolResult(await callTool(name, input, desk));
    },
  };
}

async function plan(input: unknown, desk: AgentDesk): Promise<PlannedRun> {
  const [{ readInput }, { planRun }] = await Promise.all([
    import('../../core/agents/readInput.ts'),
    import('../../core/agents/runSuite.ts'),
  ]);
  return planRun(readInput('run_suite', input) satisfies ToolInput<'run_suite'>, desk);
}

/** Names what would be called and for how much. Input that cannot be run is not confirmed: carrying it out says what is wrong. */
async function confirmation(input: object, desk: AgentDesk, named: NamedSums): Promise<vscode.PreparedToolInvocation> {
  const planned = await plan(input, desk).catch((error: unknown) => {
    if (error instanceof AgentError) return null;
    throw error;
  });
  if (planned === null) return { invocationMessage: vscode.l10n.t('Checking what there is to run') };
  const name = plainName(planned.suite.name);
  named.name(input, planned.price.highUsd);
  return {
    invocationMessage: vscode.l10n.t('Running “{0}”', name),
    confirmationMessages: { title: vscode.l10n.t('Run the benchmark “{0}”?', name), message: await details(planned) },
  };
}

async function details({ prepared, price }: PlannedRun): Promise<string> {
  const { priceText } = await import('../../core/agents/estimateOf.ts');
  const { escapeMarkdown } = await import('../../core/report/markdown.ts');
  const { models, budgetUsd } = prepared.suite;
  const labels = models.slice(0, mostModelsNamed).map(({ label }) => plainName(label));
  const left = models.length - labels.length;
  const named = left > 0 ? vscode.l10n.t('{0} and {1} more', labels.join(', '), left) : labels.join(', ');
  const lines = [
    `${priceText(price, models.length)}.`,
    vscode.l10n.t('Models: {0}.', named),
    ...(budgetUsd === null ? [] : [vscode.l10n.t('The suite’s budget stops the run at {0}.', formatUsd(budgetUsd))]),
  ];
  return lines.map(escapeMarkdown).join('\n\n');
}

async function run(
  input: object,
  desk: AgentDesk,
  named: NamedSums,
  token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
  const planned = await plan(input, desk);
  const sum = named.take(input);
  const { highUsd, calls } = planned.price;
  const name = plainName(planned.suite.name);
  if (sum === null) {
    throw new AgentError(vscode.l10n.t('“{0}” was not run: nobody was asked. Call the tool again.', name));
  }
  const maxUsd = Math.max(sum, setting('confirmAboveUsd'));
  if (highUsd > maxUsd) {
    throw new AgentError(
      vscode.l10n.t(
        '“{0}” was not run: {1} may now cost up to {2}, which is more than was agreed to. Call the tool again.',
        name,
        formatPlural(calls, 'call'),
        formatUsd(highUsd),
      ),
    );
  }
  const { carryOut } = await import('../../core/agents/runSuite.ts');
  const { signal, dispose } = signalOf(token);
  try {
    return toolResult(await carryOut(planned, { maxUsd, signal, onProgress: () => {} }, desk));
  } finally {
    dispose();
  }
}

function toolResult({ text }: AgentAnswer): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
