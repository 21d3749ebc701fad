import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from './listen.ts';
import { encodeError, encodeEvent, encodeException } from './eventStream.ts';
import type { Reply } from './formats.ts';
import { verifiedScope } from './sigV4.ts';

/** `after` is the number of messages that are sent properly first. */
export type ConverseFault =
  | { readonly type: 'refusal'; readonly status: number; readonly error: string; readonly message: string }
  | { readonly type: 'body'; readonly contentType: string; readonly body: string }
  | { readonly type: 'redirect'; readonly location: string }
  | { readonly type: 'silent' }
  | { readonly type: 'exception'; readonly after: number; readonly error: string; readonly message: string }
  | { readonly type: 'error'; readonly after: number; readonly error: string; readonly message: string }
  /** The next message without its end. */
  | { readonly type: 'torn'; readonly after: number }
  /** The next message with one byte changed: in its lengths, or in its payload. */
  | { readonly type: 'damaged'; readonly after: number; readonly at: 'lengths' | 'payload' }
  | { readonly type: 'end'; readonly after: number }
  | { readonly type: 'stall'; readonly after: number }
  | { readonly type: 'reset'; readonly after: number };

export interface ConverseScript {
  readonly reply: Reply;
  readonly fault?: ConverseFault;
  /** `message`: a write for each; `byte`: for each byte; `whole`: one for all. */
  readonly write?: 'message' | 'byte' | 'whole';
}

export interface SeenConverse {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  /** `<date>/<region>/<service>` where the signature is right. */
  readonly scope: string | null;
  /** When the last byte of each message was handed to the socket; ms, `performance.now()`. */
  readonly writes: number[];
  readonly closed: Promise<unknown>;
}

export interface ConverseServer {
  readonly origin: string;
  readonly requests: readonly SeenConverse[];
  close(): Promise<void>;
}

export const serverSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

/** A server of Bedrock's ConverseStream on loopback, by script. It checks signatures against `serverSecret`. */
export async function startConverseServer(script: ConverseScript): Promise<ConverseServer> {
  const requests: SeenConverse[] = [];
  const server = createServer((incoming, response) => {
    response.on('error', () => undefined);
    void answer(incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await read(incoming, once(response, 'close'));
    requests.push(seen);
    await play(script, seen, response);
  };
  const { origin, close } = await listen(server);
  return {
    origin,
    requests,
    close,
  };
}

async function read(incoming: IncomingMessage, closed: Promise<unknown>): Promise<SeenConverse> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { url: path = '/', method = '', headers } = incoming;
  const text = Buffer.concat(chunks).toString('utf8');
  const scope = verifiedScope({ method, path, headers, body: text }, serverSecret);
  return { path, headers, body: JSON.parse(text) as Record<string, unknown>, scope, writes: [], closed };
}

const requestId = { 'x-amzn-requestid': 'req-aws-77' };

async function play(
  { reply, fault, write = 'message' }: ConverseScript,
  seen: SeenConverse,
  response: ServerResponse,
): Promise<void> {
  if (fault?.type === 'silent') return;
  if (fault?.type === 'redirect') return void response.writeHead(307, { location: fault.location }).end();
  if (fault?.type === 'body') {
    return void response.writeHead(200, { ...requestId, 'content-type': fault.contentType }).end(fault.body);
  }
  if (fault?.type === 'refusal') {
    const headers = { ...requestId, 'content-type': 'application/json', 'x-amzn-errortype': `${fault.error}:http://internal/` };
    return void response.writeHead(fault.status, headers).end(JSON.stringify({ message: fault.message }));
  }
  response.writeHead(200, { ...requestId, 'content-type': 'application/vnd.amazon.eventstream' });
  const messages = messagesOf(reply).map(({ bytes }) => bytes);
  const sent = fault === undefined ? messages : [...messages.slice(0, fault.after), ...faultyBytes(fault, messages)];
  for (const bytes of write === 'whole' ? [Buffer.concat(sent)] : sent) {
    await writeBytes(response, bytes, write);
    seen.writes.push(performance.now());
  }
  if (fault?.type === 'stall') return;
  if (fault?.type === 'reset') return void setImmediate(() => response.socket?.resetAndDestroy());
  response.end();
}

async function writeBytes(response: ServerResponse, bytes: Buffer, write: ConverseScript['write']): Promise<void> {
  if (write !== 'byte') return void response.write(bytes);
  for (const byte of bytes) {
    response.write(Buffer.of(byte));
    // Lets each byte leave in a packet of its own.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

type StreamFault = Extract<ConverseFault, { readonly after: number }>;

function faultyBytes(fault: StreamFault, messages: readonly Buffer[]): readonly Buffer[] {
  const next = Buffer.from(messages[fault.after] ?? Buffer.alloc(0));
  if (fault.type === 'exception') return [encodeException(fault.error, fault.message)];
  if (fault.type === 'error') return [encodeError(fault.error, fault.message)];
  if (fault.type === 'torn') return [next.subarray(0, -7)];
  if (fault.type !== 'damaged') return [];
  const at = fault.at === 'lengths' ? 2 : next.length - 6;
  next.writeUInt8((next[at] ?? 0) ^ 1, at);
  return [next];
}

export interface ConverseMessage {
  readonly kind: 'text' | 'reasoning' | 'empty';
  readonly bytes: Buffer;
}

/** Each with a padding `p`, as Bedrock sends against guessing at lengths. Usage leaves cached tokens out of `inputTokens`. */
export function messagesOf(reply: Reply): readonly ConverseMessage[] {
  const event = (kind: ConverseMessage['kind'], type: string, payload: object): ConverseMessage => ({
    kind,
    bytes: encodeEvent(type, { ...payload, p: 'abcdefghij' }),
  });
  const { usage = { input: 11, output: 7 }, reasoning = [] } = reply;
  const counts = usage && {
    inputTokens: usage.input,
    outputTokens: usage.output,
    totalTokens: usage.input + (usage.cached ?? 0) + (usage.cacheWrite ?? 0) + usage.output,
    ...(usage.cached !== undefined && { cacheReadInputTokens: usage.cached }),
    ...(usage.cacheWrite !== undefined && { cacheWriteInputTokens: usage.cacheWrite }),
  };
  const block = (delta: object, contentBlockIndex: number): object => ({ contentBlockIndex, delta });
  return [
    event('empty', 'messageStart', { role: 'assistant' }),
    ...reasoning.map((text) => event('reasoning', 'contentBlockDelta', block({ reasoningContent: { text } }, 0))),
    ...(reasoning.length > 0
      ? [
          event('empty', 'contentBlockDelta', block({ reasoningContent: { signature: 'EpAB' } }, 0)),
          event('empty', 'contentBlockStop', { contentBlockIndex: 0 }),
        ]
      : []),
    ...reply.text.map((text) => event('text', 'contentBlockDelta', block({ text }, 1))),
    event('empty', 'contentBlockStop', { contentBlockIndex: 1 }),
    event('empty', 'messageStop', { stopReason: reply.finish ?? 'end_turn' }),
    event('empty', 'metadata', { metrics: { latencyMs: 123 }, ...(counts && { usage: counts }) }),
  ];
}
