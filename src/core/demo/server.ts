import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anthropic } from './anthropic.ts';
import { characterOf } from './characters.ts';
import { embeddingsBody, embeddingsPath, readEmbeddings } from './embeddings.ts';
import { gemini } from './gemini.ts';
import { demoModels, type DemoModel } from './models.ts';
import { openaiChat } from './openaiChat.ts';
import { openaiResponses } from './openaiResponses.ts';
import { play } from './playback.ts';
import { fnv1a, seeded } from './random.ts';
import { composeReply } from './reply.ts';
import { faultStatus, WireFault, type DemoRequest, type Exchange, type Wire } from './wire.ts';

export interface DemoServer {
  /** `http://127.0.0.1:<port>`; version segments come after it, as with the real services. */
  readonly origin: string;
  /** Ends every connection, answers under way included. */
  close(): Promise<void>;
}

const wires: readonly Wire[] = [openaiChat, openaiResponses, anthropic, gemini];
const maxBodyBytes = 16 * 1024 * 1024;
/** Longer than the pauses of a run, so that no call meets a connection that is just being closed. */
const keepAliveMs = 60_000;

/**
 * Starts the demo models on a free port of the loopback interface. Rejects where none can be opened.
 * @param luck decides which calls a model refuses that fails now and then; answers do not depend on it
 */
export async function startDemoServer(luck = ''): Promise<DemoServer> {
  const turns = new Turns(luck);
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => void serve(request, response, turns));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Counts equal requests: those answered, and those refused by a model that fails now and then. */
class Turns {
  readonly #counts = new Map<number, number>();
  readonly luck: string;

  constructor(luck: string) {
    this.luck = luck;
  }

  next(what: 'answer' | 'arrival', { model, system, prompt }: DemoRequest): number {
    const key = fnv1a([what, model, system, prompt].join('\u0000'));
    const turn = this.#counts.get(key) ?? 0;
    this.#counts.set(key, turn + 1);
    return turn;
  }
}

async function serve(incoming: IncomingMessage, response: ServerResponse, turns: Turns): Promise<void> {
  const url = URL.parse(incoming.url ?? '/', 'http://127.0.0.1');
  const embeds = url?.pathname === embeddingsPath;
  const wire = embeds ? openaiChat : wires.find((wire) => url && wire.matches(url.pathname));
  const id = randomUUID().replaceAll('-', '');
  if (!url || !wire || incoming.method !== 'POST') {
    sendJson(response, 404, { error: { message: `The demo server has no ${incoming.method} ${incoming.url}` } });
    return;
  }
  for (const [name, value] of Object.entries(wire.requestId(id))) response.setHeader(name, value);
  try {
    const body = await readJson(incoming);
    if (embeds) {
      const request = readEmbeddings(body);
      findModel(request.model, wire, 'embedding');
      sendJson(response, 200, embeddingsBody(request));
      return;
    }
    const request = wire.read({ path: url.pathname, search: url.searchParams, headers: incoming.headers, body });
    const model = findModel(request.model, wire, 'chat');
    failNowAndThen(model, request, turns);
    const reply = composeReply(model, request, turns.next('answer', request));
    answer(response, wire, { request, reply, id, created: Math.floor(Date.now() / 1000) });
  } catch (error) {
    if (!response.destroyed) refuse(response, wire, error, id);
  }
}

/** In the words that OpenAI has for a model of the other kind. */
const notSupported: Readonly<Record<DemoModel['kind'], string>> = {
  chat: 'This is not a chat model and thus not supported in the v1/chat/completions endpoint.',
  embedding: 'This is not an embedding model and thus not supported in the v1/embeddings endpoint.',
};

function findModel(id: string, wire: Wire, kind: DemoModel['kind']): DemoModel {
  const models = demoModels.filter(({ api }) => api === wire.api);
  const model = models.find((model) => model.id === id);
  if (model?.kind === kind) return model;
  const known = models.filter((model) => model.kind === kind).map(({ id }) => id);
  const fault = model ? notSupported[kind] : `The model '${id}' does not exist here.`;
  throw new WireFault('not-found', `${fault} There are: ${known.join(', ')}.`, 'model');
}

function failNowAndThen(model: DemoModel, request: DemoRequest, turns: Turns): void {
  const faults = characterOf(model.id)?.faults;
  if (!faults) return;
  const draw = seeded('fault', turns.luck, model.id, request.prompt, turns.next('arrival', request))();
  if (draw < faults.rateLimit) throw new WireFault('rate-limit', `Rate limit reached for ${model.id}. Try again in 1 s.`);
  if (draw < faults.rateLimit + faults.serverError) throw new WireFault('server', 'The server had an error, as this model does.');
}

function answer(response: ServerResponse, wire: Wire, exchange: Exchange): void {
  const frames = exchange.request.stream
    ? wire.frames(exchange)
    : [{ at: exchange.reply.endsAt, data: JSON.stringify(wire.body(exchange)) }];
  const type = exchange.request.stream ? 'text/event-stream; charset=utf-8' : 'application/json';
  response.setHeader('content-type', type).setHeader('cache-control', 'no-cache');
  const stop = play(frames, { write: (data) => void response.write(data), end: () => void response.end() });
  response.once('close', stop);
}

function refuse(response: ServerResponse, wire: Wire, error: unknown, id: string): void {
  const fault = error instanceof WireFault ? error : new WireFault('server', String(error));
  if (fault.kind === 'rate-limit') response.setHeader('retry-after', '1');
  sendJson(response, faultStatus[fault.kind], wire.fault(fault, id));
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Reads a body that is too large to its end, without keeping it, so that the caller gets to hear why it is refused. */
async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  if (bytes > maxBodyBytes) throw new WireFault('too-large', `The request is larger than ${maxBodyBytes} bytes.`);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new WireFault('bad-request', 'The request body is not valid JSON.');
  }
}
