import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../listen.ts';
import type { Asked, BrandServer, Refused, Said } from './spec.ts';

export type Mood = 'well' | 'busy' | 'down' | { readonly redirect: string; readonly status: number };

export interface Seen extends Asked {
  /** When each frame was handed to the socket; ms, `performance.now()`. */
  readonly writes: number[];
}

export interface RunningBrand {
  readonly origin: string;
  readonly requests: readonly Seen[];
  /** What the model says from now on. */
  say(said: Said): void;
  be(mood: Mood): void;
  close(): Promise<void>;
}

export const greeting: Said = { reasoning: ['Let me ', 'think.'], text: ['Grüße, ', 'wörld', '!'] };
export const requestId = 'req-of-the-server-77';

/** One provider on loopback: it takes what the provider takes, of those who may ask, and refuses the rest in its words. */
export async function startBrand(brand: BrandServer, model: string): Promise<RunningBrand> {
  const requests: Seen[] = [];
  let said = greeting;
  let mood: Mood = 'well';
  const server = createServer((incoming, response) => {
    response.on('error', () => undefined);
    void answer(incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await read(incoming);
    requests.push(seen);
    response.setHeader(brand.requestIdHeader, requestId);
    if (typeof mood === 'object') return void response.writeHead(mood.status, { location: mood.redirect }).end();
    const list = listed(brand, seen);
    if (list !== null) return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(list));
    const refused = refusalOf(brand, model, mood, seen);
    if (refused === null) return stream(brand, said, seen, response);
    const { status, headers = {}, body } = refused;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body.replaceAll('<key>', keyIn(seen)));
  };
  const { origin, close } = await listen(server);
  return {
    origin,
    requests,
    say: (next) => void (said = next),
    be: (next) => void (mood = next),
    close,
  };
}

async function read(incoming: IncomingMessage): Promise<Seen> {
  const raw = await text(incoming);
  const { method = '', url: path = '/', headers } = incoming;
  return { method, path, headers, raw, body: raw === '' ? {} : (JSON.parse(raw) as Record<string, unknown>), writes: [] };
}

function listed({ list, authorized }: BrandServer, seen: Seen): unknown {
  const { pathname, searchParams } = new URL(seen.path, 'http://server');
  if (seen.method !== 'GET' || list === null || pathname !== list.path) return null;
  return list.auth === null || authorized(seen) ? list.list(searchParams) : null;
}

function refusalOf(brand: BrandServer, known: string, mood: 'well' | 'busy' | 'down', seen: Seen): Refused | null {
  const { misfortunes, modelOf, authorized, refuses } = brand;
  const model = modelOf(seen);
  const json = seen.headers['content-type']?.startsWith('application/json') === true;
  if (model === null || seen.method !== 'POST' || !json) return { status: 418, body: `no call: ${seen.method} ${seen.path}` };
  if (!authorized(seen)) return misfortunes.key ?? { status: 418, body: 'a header that this server does not expect' };
  if (mood === 'busy') return misfortunes.rate;
  if (mood === 'down') return misfortunes.down;
  return model === known ? refuses(seen) : misfortunes.model;
}

async function stream(brand: BrandServer, said: Said, seen: Seen, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': brand.contentType });
  for (const { kind, bytes } of brand.answers(said, seen)) {
    if (kind !== 'comment') seen.writes.push(performance.now());
    response.write(bytes);
    // So that no two frames share a packet.
    await sleep(1, undefined, { ref: false });
  }
  response.end();
}

function keyIn({ headers }: Asked): string {
  const said = headers.authorization ?? headers['x-api-key'] ?? headers['x-goog-api-key'] ?? headers['api-key'] ?? '';
  return String(said).replace(/^Bearer /, '');
}
