import * as vscode from 'vscode';
import type { ReadingTool } from '../../core/agents/callTool.ts';
import { AgentError, type AgentAnswer, type AgentDesk } from '../../core/agents/spec.ts';
import { commandIds } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import { signalOf } from './signalOf.ts';

/** What of a chat's turn the answer is made from. */
export type ChatQuestion = Pick<vscode.ChatRequest, 'command' | 'prompt'> & {
  readonly model: Pick<vscode.LanguageModelChat, 'sendRequest'>;
};
export type ChatStream = Pick<vscode.ChatResponseStream, 'markdown' | 'progress' | 'button'>;

/** What follow-ups are made from. */
export interface ChatOutcome {
  readonly command: string;
  /** The runs that were shown. */
  readonly runs: readonly string[];
  /** A suite that would tell more. */
  readonly suite: { readonly path: string; readonly name: string } | null;
}

/** Each progress message stays until the next: more would only flicker. */
const progressMs = 1000;
const mostButtons = 3;
/** Characters of a question that the tools take. */
const mostTask = 2000;

/** Answers a turn. What goes wrong is said in the chat, with a way out. */
export async function answerChat(
  question: ChatQuestion,
  stream: ChatStream,
  { desk, log }: { readonly desk: AgentDesk; readonly log: Pick<RedactedLog, 'error'> },
  token: vscode.CancellationToken,
): Promise<ChatOutcome> {
  try {
    return await answer(question, stream, desk, token);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const { escapeMarkdown } = await import('../../core/report/markdown.ts');
    stream.markdown(escapeMarkdown(plainMessage(message, 1000)));
    if (!(error instanceof AgentError)) {
      log.error(`The chat's question failed: ${error instanceof Error ? (error.stack ?? message) : message}`);
      stream.button({ command: commandIds.showLog, title: vscode.l10n.t('Show Log') });
    }
    return { command: 'failed', runs: [], suite: null };
  }
}

async function answer(
  question: ChatQuestion,
  stream: ChatStream,
  desk: AgentDesk,
  token: vscode.CancellationToken,
): Promise<ChatOutcome> {
  const { command, prompt } = question;
  const { readCompare, readRankings, readResults } = await import('../../core/agents/chat/command.ts');
  switch (command) {
    case 'run':
      return runFromChat(prompt, stream, desk, token);
    case 'compare':
      return show(command, 'compare', readCompare(prompt), stream, desk, token);
    case 'results':
      return show(command, 'list_results', readResults(prompt), stream, desk, token);
    case 'recommend':
      return show(command, 'recommend', { task: prompt.slice(0, mostTask) }, stream, desk, token);
    case 'rankings':
      return show(command, 'list_rankings', readRankings(prompt), stream, desk, token);
    case undefined:
    default:
      return free(question, stream, desk, token);
  }
}

async function show(
  command: string,
  tool: ReadingTool,
  input: object,
  stream: ChatStream,
  desk: AgentDesk,
  token: vscode.CancellationToken,
): Promise<ChatOutcome> {
  const found = await called(tool, input, desk, token);
  stream.markdown(found.text);
  const outcome = outcomeOf(command, found);
  if (tool !== 'list_results') offerComparisons(outcome, stream);
  return outcome;
}

async function called(tool: ReadingTool, input: object, desk: AgentDesk, token: vscode.CancellationToken): Promise<AgentAnswer> {
  const { callTool } = await import('../../core/agents/callTool.ts');
  const { signal, dispose } = signalOf(token);
  try {
    return await callTool(tool, input, desk, signal);
  } finally {
    dispose();
  }
}

async function runFromChat(
  prompt: string,
  stream: ChatStream,
  desk: AgentDesk,
  token: vscode.CancellationToken,
): Promise<ChatOutcome> {
  const [{ readRun }, runs] = await Promise.all([
    import('../../core/agents/chat/command.ts'),
    import('../../core/agents/runSuite.ts'),
  ]);
  const input = readRun(prompt, await desk.suites());
  if (input === null) {
    stream.markdown(
      vscode.l10n.t('Which suite? For example: `@bench /run quickstart`, or `@bench /run quickstart with demo/atlas-mini`.'),
    );
    stream.markdown('\n\n');
    return show('suites', 'list_suites', {}, stream, desk, token);
  }
  const planned = await runs.planRun(input, desk);
  stream.progress(plainMessage(runs.planText(planned)));
  const { signal, dispose } = signalOf(token);
  let toldAt = performance.now();
  try {
    const found = await runs.carryOut(
      planned,
      {
        signal,
        onProgress: (progress) => {
          if (performance.now() - toldAt < progressMs) return;
          toldAt = performance.now();
          stream.progress(runs.progressText(progress));
        },
      },
      desk,
    );
    stream.markdown(found.text);
    const outcome = outcomeOf('run', found);
    offerComparisons(outcome, stream);
    return outcome;
  } finally {
    dispose();
  }
}

/** Figures are ours; the model's words are about them. */
async function free(
  { prompt, model }: ChatQuestion,
  stream: ChatStream,
  desk: AgentDesk,
  token: vscode.CancellationToken,
): Promise<ChatOutcome> {
  const found = await called('recommend', { task: prompt.slice(0, mostTask) }, desk, token);
  stream.markdown(found.text);
  const outcome = outcomeOf('recommend', found);
  offerComparisons(outcome, stream);
  if (outcome.runs.length > 0 && prompt.trim() !== '') await explain(prompt, found.text, model, stream, desk, token);
  return outcome;
}

async function explain(
  prompt: string,
  material: string,
  model: ChatQuestion['model'],
  stream: ChatStream,
  desk: AgentDesk,
  token: vscode.CancellationToken,
): Promise<void> {
  const [{ questionFor }, { KnownFigures }, { namesAt }] = await Promise.all([
    import('../../core/agents/chat/question.ts'),
    import('../../core/agents/chat/knownFigures.ts'),
    import('../../core/agents/chat/namesAt.ts'),
  ]);
  const words = new KnownFigures(`${material}\n${prompt}`, await namesAt(desk));
  stream.markdown('\n\n---\n\n');
  try {
    const asked = [vscode.LanguageModelChatMessage.User(questionFor(prompt, material))];
    const reply = await model.sendRequest(asked, {}, token);
    for await (const piece of reply.text) {
      const shown = words.take(piece);
      if (shown !== '') stream.markdown(shown);
    }
    stream.markdown(words.end());
  } catch (error) {
    if (!(error instanceof vscode.LanguageModelError)) throw error;
    stream.markdown(
      vscode.l10n.t('The chat’s model gave no answer: {0} The figures above hold without it.', plainMessage(error.message)),
    );
  }
  if (words.leftOut > 0) {
    stream.markdown(
      `\n\n_${vscode.l10n.t('Left out of the model’s words, because they held figures that no run has: {0} lines.', words.leftOut)}_`,
    );
  }
}

function offerComparisons({ runs }: ChatOutcome, stream: ChatStream): void {
  const title = (run: string) =>
    runs.length === 1 ? vscode.l10n.t('Open Comparison') : vscode.l10n.t('Open Comparison of {0}', run.slice(0, 8));
  for (const run of runs.slice(0, mostButtons)) {
    stream.button({ command: commandIds.openComparison, title: title(run), arguments: [run] });
  }
}

/** Of the answer's JSON what the chat goes on with. */
function outcomeOf(command: string, { data }: AgentAnswer): ChatOutcome {
  const runs = [...listOf(data['runs']), ...listOf(data['byRun'])].flatMap((item) => {
    const run = item['run'] ?? item['id'];
    const id = typeof run === 'object' && run !== null && 'id' in run ? run.id : run;
    return typeof id === 'string' ? [id] : [];
  });
  const [suite = null] = [...listOf(data['notMeasured']), ...listOf(data['suites'])].flatMap(({ path, name }) =>
    typeof path === 'string' && typeof name === 'string' ? [{ path, name: plainName(name) }] : [],
  );
  return { command, runs, suite };
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? (value as readonly Readonly<Record<string, unknown>>[]) : [];
}
