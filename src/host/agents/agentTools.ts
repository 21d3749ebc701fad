import * as vscode from 'vscode';
import type { ToolInput, ToolName } from '../../core/agents/inputs.ts';
import type { PlannedRun } from '../../core/agents/runSuite.ts';
import { AgentError, type AgentAnswer, type AgentDesk } from '../../core/agents/spec.ts';
import { capped } from '../../core/capped.ts';
import { field } from '../../core/json.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { formatUsd } from '../../shared/format.ts';
import { toolIds } from '../contributions.ts';
import { plainName } from '../plainMessage.ts';
import { signalOf } from './signalOf.ts';

const mostModelsNamed = 8;

/** The tools that agents of this window can call. What they do is loaded with the first call. */
export function registerAgentTools(desk: AgentDesk): Disposable {
  const owned = new DisposableStore();
  const { run_suite: runTool, ...reading } = toolIds;
  for (const [name, id] of Object.entries(reading)) {
    owned.add(vscode.lm.registerTool<object>(id, readingTool(name as Exclude<ToolName, 'run_suite'>, desk)));
  }
  owned.add(
    vscode.lm.registerTool<object>(runTool, {
      prepareInvocation: ({ input }) => confirmation(input, desk),
      invoke: ({ input }, token) => run(input, desk, token),
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
    list_rankings: vscode.l10n.t('Looking up public rankings'),
  };
  return {
    async prepareInvocation({ input }) {
      const isFirst = name === 'list_rankings' && field(input, 'refresh') === true && !(await hasBoards(desk));
      return { invocationMessage: messages[name], ...(isFirst && { confirmationMessages: firstFetch() }) };
    },
    async invoke({ input }, token) {
      const { callTool } = await import('../../core/agents/callTool.ts');
      const { signal, dispose } = signalOf(token);
      try {
        return toolResult(await callTool(name, input, desk, signal));
      } finally {
        dispose();
      }
    },
  };
}

/** Whether something of a board is kept. A minimal test asked none. */
async function hasBoards({ rankings }: AgentDesk): Promise<boolean> {
  const { isPublic } = await import('../../core/report/publicRank.ts');
  return (await rankings.kept()).some(isPublic);
}

/** Before the first time nothing is fetched by itself: it is the user who agrees, not the agent. */
function firstFetch(): vscode.LanguageModelToolConfirmationMessages {
  return {
    title: vscode.l10n.t('Ask public boards for rankings of models?'),
    message: vscode.l10n.t(
      'Artificial Analysis, LLM Stats and OpenRouter are asked over the network, and again from time to time. They are sent the keys that you have set for them, and nothing of your work.',
    ),
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
async function confirmation(input: object, desk: AgentDesk): Promise<vscode.PreparedToolInvocation> {
  const planned = await plan(input, desk).catch((error: unknown) => {
    if (error instanceof AgentError) return null;
    throw error;
  });
  if (planned === null) return { invocationMessage: vscode.l10n.t('Checking what there is to run') };
  const name = plainName(planned.suite.name);
  return {
    invocationMessage: vscode.l10n.t('Running “{0}”', name),
    confirmationMessages: { title: vscode.l10n.t('Run the benchmark “{0}”?', name), message: await details(planned) },
  };
}

async function details({ prepared, price, maxUsd }: PlannedRun): Promise<string> {
  const { priceText } = await import('../../core/agents/estimateOf.ts');
  const { escapeMarkdown } = await import('../../core/report/markdown.ts');
  const { models, budgetUsd } = capped(prepared.suite, maxUsd);
  const labels = models.slice(0, mostModelsNamed).map(({ label }) => plainName(label));
  const left = models.length - labels.length;
  const named = left > 0 ? vscode.l10n.t('{0} and {1} more', labels.join(', '), left) : labels.join(', ');
  const lines = [
    `${priceText(price, models.length)}.`,
    vscode.l10n.t('Models: {0}.', named),
    ...(budgetUsd === null ? [] : [vscode.l10n.t('The run stops at {0}, as far as prices are known.', formatUsd(budgetUsd))]),
  ];
  return lines.map(escapeMarkdown).join('\n\n');
}

/** VS Code's own confirmation may be skipped by a setting: the desk asks where money is at stake. */
async function run(input: object, desk: AgentDesk, token: vscode.CancellationToken): Promise<vscode.LanguageModelToolResult> {
  const planned = await plan(input, desk);
  const { carryOut } = await import('../../core/agents/runSuite.ts');
  const { signal, dispose } = signalOf(token);
  try {
    return toolResult(await carryOut(planned, { signal, onProgress: () => {} }, desk));
  } finally {
    dispose();
  }
}

function toolResult({ text }: AgentAnswer): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
