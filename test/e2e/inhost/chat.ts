/** What `@bench` answers, inside the extension host: a stream and a desk of the test's own stand for the chat and the results. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AgentDesk } from '../../../src/core/agents/spec.ts';
import { answerChat, type ChatOutcome } from '../../../src/host/agents/chatAnswer.ts';
import { followups } from '../../../src/host/agents/followups.ts';
import { commandIds } from '../../../src/host/contributions.ts';
import { answer, coders, rankedDesk } from '../../unit/agents/boards.ts';
import { desk, emptyDesk } from '../../unit/agents/desk.ts';
import { hostTest } from './runner.ts';

export { run } from './runner.ts';

interface Said {
  readonly text: string;
  readonly buttons: readonly vscode.Command[];
  readonly asked: readonly string[];
  readonly outcome: ChatOutcome;
}

async function* piecesOf(pieces: readonly string[]): AsyncIterable<string> {
  yield* pieces;
}

async function ask(
  on: AgentDesk,
  command: string | undefined,
  prompt: string,
  reply: readonly string[] | Error = [],
): Promise<Said> {
  const said: string[] = [];
  const buttons: vscode.Command[] = [];
  const asked: string[] = [];
  const stream = {
    markdown: (value: string | vscode.MarkdownString) => void said.push(typeof value === 'string' ? value : value.value),
    progress: () => {},
    button: (button: vscode.Command) => void buttons.push(button),
  };
  const sendRequest = async (messages: vscode.LanguageModelChatMessage[]) => {
    asked.push(
      ...messages.flatMap(({ content }) =>
        content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')),
      ),
    );
    if (reply instanceof Error) throw reply;
    return { text: piecesOf(reply), stream: piecesOf(reply) };
  };
  const { token } = new vscode.CancellationTokenSource();
  const log = { error: (message: string) => assert.fail(message) };
  const outcome = await answerChat({ command, prompt, model: { sendRequest } }, stream, { desk: on, log }, token);
  return { text: said.join(''), buttons, asked, outcome };
}

hostTest('/compare shows the figures of the newest run and opens its comparison, without asking a model', async () => {
  const { text, buttons, asked, outcome } = await ask(desk(), 'compare', '');
  assert.match(text, /\| Model \| Quality/);
  assert.deepEqual(
    buttons.map(({ command, arguments: args }) => [command, args]),
    [[commandIds.openComparison, outcome.runs]],
  );
  assert.deepEqual(asked, []);
  assert.deepEqual(
    followups(outcome).map(({ command }) => command),
    ['recommend'],
  );
});

hostTest('a free question gets our figures, then the words of the model without figures that nobody measured', async () => {
  const reply = ['It is as go', 'od.\nIts quality is 0.4217.\n', 'Ask more cases.'];
  const { text, asked } = await ask(desk(), undefined, 'Which model is cheap for tickets?', reply);
  assert.match(text, /Take \*\*/);
  assert.match(text, /It is as good\.\n/);
  assert.match(text, /Ask more cases\./);
  assert.doesNotMatch(text, /0\.4217/);
  assert.match(text, /Left out of the model’s words.*1 lines/);
  assert.match(asked[0] ?? '', /Question: Which model is cheap for tickets\?/);
});

hostTest('a model that refuses leaves the figures standing', async () => {
  const { text } = await ask(desk(), undefined, 'Which one?', vscode.LanguageModelError.Blocked('Quota used up.'));
  assert.match(text, /Take \*\*/);
  assert.match(text, /gave no answer: Quota used up\. The figures above hold/);
});

hostTest('where nothing was measured no model is asked, and a suite is offered', async () => {
  const { text, asked, outcome } = await ask(emptyDesk(), undefined, 'Which one?', ['Take the largest.']);
  assert.match(text, /Nothing was measured here yet/);
  assert.deepEqual(asked, []);
  assert.deepEqual(
    followups(outcome).map(({ command, prompt }) => [command, prompt]),
    [['run', 'tickets.bench.yaml']],
  );
});

hostTest('/run without a suite lists the suites; with an unknown one it says which there are', async () => {
  assert.match((await ask(emptyDesk(), 'run', '')).text, /Which suite\?[^]*tickets\.bench\.yaml/);
  assert.match((await ask(emptyDesk(), 'run', 'ticket')).text, /There is no suite “ticket” here\. Did you mean “Tickets”\?/);
});

hostTest('/rankings tells what is kept, by category and with whom to credit; the next question is which to take', async () => {
  const { text, asked, outcome } = await ask(rankedDesk([answer(coders)], ['openai/gpt-5']), 'rankings', 'coding');
  assert.match(text, /### Coding: by the coding index[^]*`openai\/gpt-5`[^]*Data from Artificial Analysis/);
  assert.deepEqual(asked, []);
  assert.deepEqual(
    followups(outcome).map(({ command }) => command),
    ['recommend'],
  );
});
