import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from './listen.ts';
import type { ApiKind } from '../../src/shared/model/suite.ts';
import { framesOf, type Frame, type Reply } from './formats.ts';

/** How a server misbehaves. `after` is the number of frames that it sends properly first. */
export type Fault =
  | {
      readonly type: 'status';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly type: 'redirect'; readonly status: number; readonly location: string }
  | { readonly type: 'html' }
  | { readonly type: 'garbage' }
  | { readonly type: 'garbage-frame' }
  | { readonly type: 'truncated-json'; readonly after: number }
  | { readonly type: 'not-http' }
  | { readonly type: 'wrong-content-type' }
  | { readonly type: 'end'; readonly after: number }
  | { readonly type: 'close'; readonly after: number }
  | { readonly type: 'stall'; readonly after: number }
  | { readonly type: 'frame'; readonly after: number; readonly frame: Omit<Frame, 'kind'> }
  | { readonly type: 'slow-headers'; readonly ms: number }
  | { readonly type: 'silent' };

export interface Framing {
  /** `frame`: a write for each frame; `byte`: for each byte; `whole`: one for the reply. */
  readonly write?: 'frame' | 'byte' | 'whole';
  readonly lineEnd?: '\n' | '\r\n' | '\r';
  /** A comment before each frame, as OpenRouter sends while it waits. */
  readonly comments?: boolean;
}

export interface Script {
  readonly reply: Reply;
  readonly framing?: Framing;
  readonly fault?: Fault;
  readonly gapMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SeenRequest {
  readonly api: ApiKind | null;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  /** When each frame was handed to the socket; ms, `performance.now()`. */
  readonly writes: number[];
  /** Resolves when the connection of this request, or its response, is over. */
  readonly closed: Promise<unknown>;
}

export interface WireServer {
  readonly origin: string;
  readonly requests: readonly SeenRequest[];
  /** Base URL as an endpoint of that format has it. */
  baseUrl(api: ApiKind): string;
  /** Sockets open now. */
  connections(): number;
  close(): Promise<void>;
}

/** A server on loopback that speaks the four wire formats by script: one for all requests, or one for each. */
export async function startWireServer(script: Script | ((request: SeenRequest) => Script)): Promise<WireServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    response.on('error', () => undefined);
    void answer(incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = incoming.url ?? '/';
    const seen: SeenRequest = {
      api: apiOf(path),
      path,
      headers: incoming.headers,
      body: await readJson(incoming),
      writes: [],
      closed: once(response, 'close'),
    };
    requests.push(seen);
    await play(typeof script === 'function' ? script(seen) : script, seen, response);
  };
  const { origin, connections, close } = await listen(server);
  return {
    origin,
    requests,
    baseUrl: (api) => (api.startsWith('openai') ? `${origin}/v1` : origin),
    connections,
    close,
  };
}

function apiOf(path: string): ApiKind | null {
  if (path.endsWith('/chat/completions')) return 'openai-chat';
  if (path.endsWith('/responses')) return 'openai-responses';
  if (path.endsWith('/messages')) return 'anthropic';
  return path.includes(':streamGenerateContent') ? 'gemini' : null;
}

async function readJson(incoming: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  return body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
}

async function play(script: Script, seen: SeenRequest, response: ServerResponse): Promise<void> {
  const { fault } = script;
  if (fault?.type === 'silent') return;
  if (fault?.type === 'slow-headers') await sleep(fault.ms, undefined, { ref: false });
  if (fault?.type === 'not-http') return void response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n');
  if (fault?.type === 'redirect') return void response.writeHead(fault.status, { location: fault.location }).end();
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'req-77', ...script.headers };
  if (fault?.type === 'status') {
    return void response
      .writeHead(fault.status, { ...headers, 'content-type': 'application/json', ...fault.headers })
      .end(fault.body);
  }
  if (fault?.type === 'html') {
    return void response.writeHead(200, { ...headers, 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
  }
  response.writeHead(200, fault?.type === 'wrong-content-type' ? { ...headers, 'content-type': 'text/plain' } : headers);
  if (fault?.type === 'garbage')
    return void response.end(Buffer.from('\u0001\u0002 no protocol at all \u00ff\nreally: none\n\n', 'latin1'));
  await playFrames(script, seen, response);
}

async function playFrames(script: Script, seen: SeenRequest, response: ServerResponse): Promise<void> {
  const { fault, framing = {}, gapMs = 0 } = script;
  const frames = [...framesOf(seen.api ?? 'openai-chat', script.reply)];
  const after = fault !== undefined && 'after' in fault ? fault.after : frames.length;
  const sent = frames.slice(0, after);
  if (fault?.type === 'frame') sent.push({ ...fault.frame, kind: 'empty' });
  if (fault?.type === 'garbage-frame') sent.unshift({ event: 'message_start', data: '{"choices": [oh no', kind: 'empty' });
  if (framing.write === 'whole') {
    response.write(sent.map((frame) => encode(frame, framing)).join(''));
  } else {
    for (const frame of sent) {
      if (gapMs > 0) await sleep(gapMs, undefined, { ref: false });
      seen.writes.push(performance.now());
      await writeFrame(response, encode(frame, framing), framing);
    }
  }
  const next = frames[after];
  if (fault?.type === 'stall') return;
  if (fault?.type === 'close') return void setImmediate(() => response.socket?.resetAndDestroy());
  if (fault?.type === 'truncated-json' && next) response.write(encode(next, framing).slice(0, -12));
  response.end();
}

async function writeFrame(response: ServerResponse, text: string, framing: Framing): Promise<void> {
  if (framing.write !== 'byte') return void response.write(text);
  for (const byte of Buffer.from(text)) {
    response.write(Buffer.of(byte));
    // Lets each byte leave in a packet of its own.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function encode(frame: Omit<Frame, 'kind'>, { lineEnd = '\n', comments = false }: Framing): string {
  const lines = [
    ...(comments ? [': OPENROUTER PROCESSING', ''] : []),
    ...(frame.event === undefined ? [] : [`event: ${frame.event}`]),
    `data: ${frame.data}`,
    '',
    '',
  ];
  return lines.join(lineEnd);
}
