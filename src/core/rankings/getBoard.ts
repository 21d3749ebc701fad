import type { CategoryRanking, RankingBoard, SourceError, SourceErrorKind } from '../../shared/model/rankings.ts';
import { field, parseJson } from '../json.ts';
import type { BoardAnswer, BoardRequest } from './spec.ts';

/** How a board is asked: its pages, what of them changed since, and how long it may take. */

/** What there is to know of a board before it is asked. */
export interface BoardServer {
  readonly id: RankingBoard;
  /** As messages call it. */
  readonly name: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Where its key goes; `null`: everybody may ask, and no key is sent. */
  readonly keyHeader: 'x-api-key' | 'authorization' | null;
  readonly keyUrl: string | null;
  /** What to do about a 403. */
  readonly permissionAdvice: string;
}

export interface PageRequest {
  readonly url: string;
  /** Of what is kept; `null` asks for all of it. */
  readonly etag: string | null;
  readonly apiKey: string | null;
  readonly now: Date;
  readonly signal: AbortSignal;
}

export type Page =
  | { readonly kind: 'read'; readonly body: unknown; readonly etag: string | null; readonly waitUntil: string | null }
  | { readonly kind: 'not-modified'; readonly waitUntil: string | null };

/** Rejects with `SourceFailure`, or with the reason of the signal. */
export type GetPage = (request: PageRequest) => Promise<Page>;

/** The way to one board, over the network: sockets are kept from page to page. */
export type OpenBoard = (server: BoardServer) => { readonly get: GetPage; close(): void };

/** A board could not be asked, or not be read. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure';
  readonly error: SourceError;

  constructor(error: SourceError, options?: ErrorOptions) {
    super(error.message, options);
    this.error = error;
  }
}

export interface ReadPage {
  readonly url: string;
  readonly body: unknown;
}

/** What to ask a board for, and how to read it. */
export interface BoardPlan {
  /** Asked for in this order. */
  readonly urls: readonly string[];
  /** The page after this one. */
  readonly next?: (body: unknown, url: string) => string | null;
  /** Whether the rest counts where one of several `urls` is refused so: the board has no such list. */
  readonly mayLack?: (error: SourceError) => boolean;
  /** Throws `SourceFailure` where nothing of it can be read. */
  readonly rankings: (pages: readonly ReadPage[], fetchedAt: string) => readonly CategoryRanking[];
}

export interface AskOptions {
  readonly open: OpenBoard;
  /** For all pages together. */
  readonly timeoutMs: number;
}

/** One use of a board. Rejects with nothing but the reason of the request's signal. */
export async function askBoard(
  server: BoardServer,
  plan: BoardPlan,
  request: BoardRequest,
  options: AskOptions,
): Promise<BoardAnswer> {
  request.signal.throwIfAborted();
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const connection = options.open(server);
  const signal = AbortSignal.any([request.signal, deadline]);
  const get: Get = (url, etag) => connection.get({ url, etag, apiKey: request.apiKey, now: request.now, signal });
  try {
    return await read(server, plan, request, get);
  } catch (error) {
    request.signal.throwIfAborted();
    return { kind: 'failed', error: deadline.aborted ? tooSlow(server, options.timeoutMs) : sourceErrorOf(server, error) };
  } finally {
    connection.close();
  }
}

type Get = (url: string, etag: string | null) => Promise<Page>;
type Got = Extract<Page, { kind: 'read' }>;

async function read(server: BoardServer, plan: BoardPlan, request: BoardRequest, get: Get): Promise<BoardAnswer> {
  const kept = await compare(versionOf(request.etag, plan), plan, get);
  if (kept.same) return { kind: 'not-modified', waitUntil: kept.waitUntil };
  const pages = await allPages(server, plan, (url) => get(url, null), kept.got);
  const bodies = pages.map(({ url, page }) => ({ url, body: page.body }));
  return {
    kind: 'read',
    rankings: plan.rankings(bodies, request.now.toISOString()),
    etag: versionText(pages),
    waitUntil: pages.reduce((latest, { page }) => later(latest, page.waitUntil), kept.waitUntil),
  };
}

interface Comparison {
  /** Every page that is kept is as it was. */
  readonly same: boolean;
  /** The first that is not. */
  readonly got: ReadonlyMap<string, Got>;
  readonly waitUntil: string | null;
}

async function compare(tags: readonly Tag[], plan: BoardPlan, get: Get): Promise<Comparison> {
  let waitUntil: string | null = null;
  for (const [url, etag] of tags) {
    const page = await get(url, etag).catch((error: unknown) => orLacking(plan, error));
    if (page instanceof SourceFailure) return { same: false, got: new Map(), waitUntil };
    waitUntil = later(waitUntil, page.waitUntil);
    if (page.kind === 'read') return { same: false, got: new Map([[url, page]]), waitUntil };
  }
  return { same: tags.length > 0, got: new Map(), waitUntil };
}

/** The failure where the plan can do without that page; throws any other. */
function orLacking(plan: BoardPlan, error: unknown): SourceFailure {
  if (error instanceof SourceFailure && plan.mayLack?.(error.error)) return error;
  throw error;
}

interface PageAt {
  readonly url: string;
  readonly page: Got;
}

/** Far more than any board has. Pages that never end must not be asked for until the time is over. */
const mostPages = 30;

async function allPages(
  server: BoardServer,
  plan: BoardPlan,
  get: (url: string) => Promise<Page>,
  got: ReadonlyMap<string, Got>,
): Promise<readonly PageAt[]> {
  const pages: PageAt[] = [];
  const lacking: SourceFailure[] = [];
  const due = [...plan.urls];
  for (let url = due.shift(); url !== undefined; url = due.shift()) {
    if (pages.length >= mostPages) throw malformed(server, `lists its models on more than ${mostPages} pages`);
    const page = got.get(url) ?? (await get(url).catch((error: unknown) => orLacking(plan, error)));
    if (page instanceof SourceFailure) {
      lacking.push(page);
      continue;
    }
    if (page.kind === 'not-modified') throw malformed(server, 'said that nothing changed where all was asked for', 304);
    pages.push({ url, page });
    const next = plan.next?.(page.body, url) ?? null;
    if (next !== null) due.unshift(next);
  }
  if (pages.length === 0 && lacking[0]) throw lacking[0];
  return pages;
}

/**
 * The entity tag of a board is that of all its pages: a figure on the third changes nothing on the first. Where each is
 * as it was, so is their number, for the last one says that it is the last. `null` where a page has none.
 */
function versionText(pages: readonly PageAt[]): string | null {
  const tags = pages.map(({ url, page }) => [url, page.etag]);
  return tags.length > 0 && tags.every(([, etag]) => etag !== null) ? JSON.stringify(tags) : null;
}

/** It was kept in a file, and may be of another address than the one that is set now. */
function versionOf(kept: string | null, plan: BoardPlan): readonly Tag[] {
  const value = kept === null ? null : parseJson(kept);
  if (!Array.isArray(value) || !value.every(isTag)) return [];
  const origin = URL.parse(plan.urls[0] ?? '')?.origin;
  return value[0]?.[0] === plan.urls[0] && value.every(([url]) => URL.parse(url)?.origin === origin) ? value : [];
}

/** A page and its entity tag. */
type Tag = readonly [url: string, etag: string];

function isTag(value: unknown): value is Tag {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}

/** Of two ISO dates. */
function later(one: string | null, other: string | null): string | null {
  return one !== null && (other === null || one > other) ? one : other;
}

function tooSlow({ name }: BoardServer, timeoutMs: number): SourceError {
  return sourceError(
    'timeout',
    `${name} did not answer within ${timeoutMs / 1000} s.`,
    'Check the network connection; it is asked again at the next refresh.',
  );
}

/** An answer that is not what the board is known to give. */
export function malformed({ name }: BoardServer, what: string, status = 200): SourceFailure {
  return new SourceFailure({ ...sourceError('malformed-response', `${name} ${what}.`, malformedAdvice(name)), status });
}

/** The models of a list of which each page has some under `data`. */
export function listedModels<Model>(
  server: BoardServer,
  pages: readonly ReadPage[],
  read: (entry: unknown) => Model | null,
): readonly Model[] {
  const entries = pages.flatMap(({ body }) => {
    const data = field(body, 'data');
    if (!Array.isArray(data)) throw malformed(server, 'answered with something that is no list of models');
    return data as readonly unknown[];
  });
  const models = entries.map(read).filter((model) => model !== null);
  if (entries.length > 0 && models.length === 0) throw malformed(server, 'lists models in a form that is not known');
  return models;
}

export function malformedAdvice(name: string): string {
  return `Check the proxy, and the address that is set for ${name}. If both are right, update the extension.`;
}

function sourceErrorOf({ name }: BoardServer, error: unknown): SourceError {
  if (error instanceof SourceFailure) return error.error;
  // A mistake of ours: what was thrown may quote anything, so it is not repeated.
  return sourceError('other', `${name} could not be read.`, 'Update the extension, or report this with its log.');
}

export function sourceError(kind: SourceErrorKind, message: string, advice: string): SourceError {
  return { kind, message, advice, status: null, until: null };
}
