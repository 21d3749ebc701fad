import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { listen } from '../listen.ts';

/** What the servers of all boards have in common: what was asked of them, faults, entity tags and quotas. */

export interface SeenRequest {
  /** Path and query. */
  readonly path: string;
  readonly params: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** What was answered; `null` until then. */
  status: number | null;
}

export type BoardFault =
  /** Ends the connection without a word. */
  | { readonly kind: 'down' }
  /** Answers as usual once `until` is resolved. */
  | { readonly kind: 'slow'; readonly until: Promise<unknown> }
  /** The board's own way to refuse, with this status. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly message?: string;
      /** Beside code and message. */
      readonly extra?: Readonly<Record<string, string>>;
    }
  /** This body under 200. */
  | { readonly kind: 'body'; readonly body: string; readonly contentType?: string }
  /** A list without entries. */
  | { readonly kind: 'empty' }
  /** These entries in place of the board's own, on one page. */
  | { readonly kind: 'entries'; readonly entries: readonly unknown[] }
  /** To another address. */
  | { readonly kind: 'redirect'; readonly to: string };

export interface BoardServerOptions {
  /** The key it takes; another is refused with 401. */
  readonly key?: string;
  /** False: sends no entity tags and knows no conditional requests. */
  readonly etags?: boolean;
}

export interface BoardServer {
  /** To be set as the board's `baseUrl`. */
  readonly url: string;
  readonly origin: string;
  /** In the order of their arrival. */
  readonly requests: readonly SeenRequest[];
  /**
   * From now on, until `set(null)`. `nth`: only what is asked as the nth from now, counted from 1 (a page in the middle).
   */
  set(fault: BoardFault | null, nth?: number): void;
  /** Headers of every answer from now on, such as those of a quota. */
  tell(headers: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

/** What one board says; entries are what `empty` and `entries` replace. */
export interface BoardWords {
  /** The path that its `baseUrl` ends with. */
  readonly base: string;
  /** `null`: everybody may ask. */
  readonly keyOf: ((headers: IncomingHttpHeaders) => string | null) | null;
  /** `null`: there is nothing at this path. `entries`: in place of its own. */
  readonly answer: (path: string, params: URLSearchParams, entries: readonly unknown[] | null) => unknown;
  readonly refusal: (status: number, message: string, extra?: Readonly<Record<string, string>>) => unknown;
}

const usualMessages: Readonly<Record<number, string>> = {
  401: 'Invalid API key',
  403: 'This key may not read this list',
  404: 'Not found',
  410: 'This endpoint has been retired',
  429: 'Too many requests',
  500: 'Internal server error',
  503: 'Service unavailable',
};

export async function startBoardServer(words: BoardWords, options: BoardServerOptions): Promise<BoardServer> {
  const requests: SeenRequest[] = [];
  let fault: BoardFault | null = null;
  let only: number | null = null;
  let asked = 0;
  let told: Readonly<Record<string, string>> = {};

  const server = createServer((request, response) => {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://board');
    const seen: SeenRequest = { path: pathname + search, params: searchParams, headers: request.headers, status: null };
    requests.push(seen);
    asked++;
    response.on('finish', () => (seen.status = response.statusCode));
    for (const [name, value] of Object.entries(told)) response.setHeader(name, value);
    void answer(pathname, seen, response, only === null || only === asked ? fault : null);
  });

  async function answer(path: string, seen: SeenRequest, response: ServerResponse, fault: BoardFault | null): Promise<void> {
    if (fault?.kind === 'slow') await fault.until;
    if (fault?.kind === 'down') return void response.destroy();
    if (fault?.kind === 'redirect') return void response.writeHead(302, { location: fault.to }).end();
    if (fault?.kind === 'status') return refuse(response, fault.status, fault);
    if (fault?.kind === 'body') {
      response.writeHead(200, { 'content-type': fault.contentType ?? 'application/json' });
      return void response.end(fault.body);
    }
    if (words.keyOf !== null && words.keyOf(seen.headers) !== (options.key ?? boardKey)) return refuse(response, 401);
    const entries = fault?.kind === 'entries' ? fault.entries : fault?.kind === 'empty' ? [] : null;
    const below = path.startsWith(words.base) ? path.slice(words.base.length) : null;
    const body = below === null ? null : words.answer(below, seen.params, entries);
    if (body === null) return refuse(response, 404);
    send(response, seen, JSON.stringify(body));
  }

  function send(response: ServerResponse, seen: SeenRequest, body: string): void {
    if (options.etags !== false) {
      const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
      response.setHeader('etag', etag);
      if (seen.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(body);
  }

  function refuse(response: ServerResponse, status: number, fault?: Extract<BoardFault, { kind: 'status' }>): void {
    const message = fault?.message ?? usualMessages[status] ?? 'Refused';
    response.writeHead(status, { 'content-type': 'application/json', ...fault?.headers });
    response.end(JSON.stringify(words.refusal(status, message, fault?.extra)));
  }

  const { origin, close } = await listen(server);
  return {
    url: origin + words.base,
    origin,
    requests,
    set(next, nth) {
      fault = next;
      only = nth ?? null;
      asked = 0;
    },
    tell(headers) {
      told = headers;
    },
    close,
  };
}

/** What the servers take where they are told of no other. */
export const boardKey = 'invented-board-key-0123456789';

/** A model of nobody. Figures are made from its number; `null` where the board has none. */
export interface InventedModel {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly creator: string | null;
  readonly intelligence: number | null;
  readonly coding: number | null;
  /** Absent: the board has no such index, as the free list has none. */
  readonly math?: number | null;
  readonly inputUsdPerMTok: number | null;
  readonly outputUsdPerMTok: number | null;
}

const creators = ['Aurora Works', 'Borealis', 'Cobalt Lab'] as const;

/** The first is the best at everything; some have no coding index, some no prices, one no maker. */
export function inventedModels(count: number): readonly InventedModel[] {
  return Array.from({ length: count }, (_, index) => {
    const creator = index % 11 === 7 ? null : (creators[index % creators.length] ?? null);
    const priced = index % 6 !== 4;
    return {
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      name: `Imagined ${index + 1} (${index % 2 === 0 ? 'high' : 'low'})`,
      slug: `imagined-${index + 1}`,
      creator,
      intelligence: round(70 - (index * 60) / count),
      coding: index % 5 === 3 ? null : round(60 - (index * 50) / count),
      inputUsdPerMTok: priced ? round(3 - (index * 2) / count) : null,
      outputUsdPerMTok: priced ? round(12 - (index * 8) / count) : null,
    };
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
