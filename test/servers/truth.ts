import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { framesOf } from './formats.ts';

export interface TruthOptions {
  /** From the request's arrival to the first token, ms. */
  readonly ttftMs: number;
  readonly tokens: number;
  /** Between tokens, ms. */
  readonly gapMs: number;
}

/** What a call really took, by the server's own clock; ms from the arrival of the request. */
export interface Truth {
  readonly firstTokenMs: number;
  readonly lastTokenMs: number;
}

/**
 * A server of the Chat Completions format with exact timings, for measuring the measurer. It records when it really
 * wrote: `GET /truth` answers with all of it by request id (the `x-request-id` of each response), and forgets it.
 * Run it in a process of its own, so that it competes with the client for nothing but the CPU: `node truth.ts 200 50 10`.
 */
export async function startTruthServer(options: TruthOptions): Promise<{ readonly origin: string; close(): void }> {
  const truths = new Map<string, Truth>();
  let calls = 0;
  const server = createServer((request, response) => {
    const arrivedAt = performance.now();
    // Answered in a later turn: of requests that come together, none is noted late because another is being answered.
    setImmediate(answer, request, response, arrivedAt);
  });
  const answer = (request: IncomingMessage, response: ServerResponse, arrivedAt: number): void => {
    request.resume();
    if (request.url === '/truth') {
      response.end(JSON.stringify(Object.fromEntries(truths)));
      truths.clear();
      return;
    }
    const id = `truth-${++calls}`;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': id });
    stream(response, arrivedAt, options, (truth) => truths.set(id, truth));
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Each token has its time from the start: a late one does not delay the next. */
function stream(response: ServerResponse, arrivedAt: number, options: TruthOptions, done: (truth: Truth) => void): void {
  const { ttftMs, tokens, gapMs } = options;
  const reply = { text: Array.from({ length: tokens }, (_, index) => `word${index} `), usage: { input: 10, output: tokens } };
  const frames = framesOf('openai-chat', reply).map(({ event, data, kind }) => ({
    kind,
    text: `${event ?? ''}data: ${data}\n\n`,
  }));
  let firstTokenMs = 0;
  let lastTokenMs = 0;
  let token = 0;
  const firstText = frames.findIndex(({ kind }) => kind === 'text');
  const writeToken = (): void => {
    response.write(frames[firstText + token]?.text ?? '');
    lastTokenMs = performance.now() - arrivedAt;
    if (token === 0) firstTokenMs = lastTokenMs;
    token++;
    if (token < tokens) return void setTimeout(writeToken, until(arrivedAt + ttftMs + token * gapMs));
    done({ firstTokenMs, lastTokenMs });
    response.end(
      frames
        .slice(firstText + tokens)
        .map(({ text }) => text)
        .join(''),
    );
  };
  response.write(
    frames
      .slice(0, firstText)
      .map(({ text }) => text)
      .join(''),
  );
  setTimeout(writeToken, until(arrivedAt + ttftMs));
}

function until(at: number): number {
  return Math.max(0, at - performance.now());
}

if (import.meta.main) {
  const [ttftMs = 200, tokens = 50, gapMs = 10] = process.argv.slice(2).map(Number);
  const { origin } = await startTruthServer({ ttftMs, tokens, gapMs });
  console.log(origin);
}
