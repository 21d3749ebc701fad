import type { RateState, RateWindow } from './spec.ts';
import { atMostAYear } from './waitMs.ts';

type Headers = Readonly<Record<string, string | undefined>>;
type Part = keyof typeof readers;
type Unit = keyof RateState;
type Windows = Map<string, { unit: Unit; window: RateWindow }>;

const unsaid: RateWindow = { limit: null, remaining: null, resetMs: null };

/**
 * What the headers of a response (lower-case names) say of the key's limits; `null` where they say nothing. Where a
 * server counts several windows or kinds of tokens, the one that is nearest to its end counts.
 *
 * Read are: OpenAI, Groq, Azure, xAI and others (`x-ratelimit-remaining-tokens`, reset as `6m0s` or seconds), Cerebras
 * and Mistral (`…-tokens-minute`, `…-req-minute`), Fireworks (`…-tokens-prompt`), OpenRouter and Together
 * (`x-ratelimit-remaining`, `x-tokenlimit-remaining`), Anthropic (RFC 3339), Cohere's trial keys, and the fields of
 * the IETF's draft-ietf-httpapi-ratelimit-headers in its older and its present form.
 */
export function rateStateOf(headers: Headers, now: Date): RateState | null {
  // An absolute reset is meant on the server's clock.
  const serverNow = Date.parse(headers['date'] ?? '') || now.getTime();
  const windows: Windows = new Map();
  for (const [name, value] of Object.entries(headers)) {
    const field = value === undefined ? null : fieldOf(name);
    if (field === null || value === undefined) continue;
    const known = windows.get(field.window)?.window ?? unsaid;
    const key = field.part === 'reset' ? 'resetMs' : field.part;
    windows.set(field.window, { unit: field.unit, window: { ...known, [key]: readers[field.part](value, serverNow) } });
  }
  readStructured(headers, windows);
  const state = { requests: tightest(windows, 'requests'), tokens: tightest(windows, 'tokens') };
  return state.requests === null && state.tokens === null ? null : state;
}

interface Field {
  readonly part: Part;
  readonly unit: Unit;
  /** Fields of one window have this in common. */
  readonly window: string;
}

const prefixed = /^(?:x-)?(rate|token)limit-(limit|remaining|reset)(?:-(.+))?$/;
const anthropic = /^anthropic-ratelimit-(requests|tokens|input-tokens|output-tokens)-(limit|remaining|reset)$/;
const cohere = /^x-trial-endpoint-call-(limit|remaining)$/;

function fieldOf(name: string): Field | null {
  const plain = prefixed.exec(name);
  if (plain) {
    const [, kind, part, rest = ''] = plain;
    const unit = kind === 'token' || rest.includes('token') ? 'tokens' : rest === '' || rest.includes('req') ? 'requests' : null;
    return unit === null ? null : { part: part as Part, unit, window: `${kind} ${rest}` };
  }
  const [, counted, part] = anthropic.exec(name) ?? cohere.exec(name)?.toSpliced(1, 0, 'requests') ?? [];
  if (counted === undefined) return null;
  return { part: part as Part, unit: counted.endsWith('tokens') ? 'tokens' : 'requests', window: counted };
}

const readers = {
  // The older draft adds the policy: `100, 100;w=60`.
  limit: count,
  remaining: count,
  reset: (value, serverNow) => {
    const reset = resetOf(value, serverNow);
    return reset === null ? null : atMostAYear(reset);
  },
} satisfies Record<string, (value: string, serverNow: number) => number | null>;

/** Azure says -1 where it does not know. */
function count(value: string): number | null {
  const number = Number.parseFloat(value);
  return Number.isFinite(number) && number >= 0 ? number : null;
}

const unitMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
/** A plain number beyond these is no wait but a moment: in seconds, or in milliseconds, since 1970. */
const epochSeconds = 1e9;
const epochMs = 1e11;

/** `12ms`, `6m0s`, `59.56s`; seconds; a moment as a number or in RFC 3339. */
function resetOf(value: string, serverNow: number): number | null {
  const said = value.trim();
  if (/^(\d+(\.\d+)?(ms|[dhms]))+$/.test(said)) {
    const parts = [...said.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g)];
    return parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (unitMs[unit] ?? 0), 0);
  }
  if (/^\d+(\.\d+)?$/.test(said)) {
    const number = Number(said);
    if (number < epochSeconds) return number * 1000;
    return Math.max(0, (number < epochMs ? number * 1000 : number) - serverNow);
  }
  const moment = Date.parse(said);
  return Number.isNaN(moment) ? null : Math.max(0, moment - serverNow);
}

/** The present draft: `ratelimit: "default";r=50;t=30` beside `ratelimit-policy: "default";q=100;w=60`. */
function readStructured(headers: Headers, windows: Windows): void {
  const policies = new Map(items(headers['ratelimit-policy']));
  for (const [name, said] of items(headers['ratelimit'])) {
    const policy = policies.get(name);
    const unit = policy?.get('qu') ?? 'requests';
    if (unit !== 'requests' && unit !== 'tokens') continue;
    const [remaining, reset] = [count(said.get('r') ?? ''), count(said.get('t') ?? '')];
    const limit = count(policy?.get('q') ?? '');
    windows.set(`ratelimit ${name}`, {
      unit,
      window: { limit, remaining, resetMs: reset === null ? null : atMostAYear(reset * 1000) },
    });
  }
}

function items(list: string | undefined): [string, Map<string, string>][] {
  return (list ?? '').split(',').map((item) => {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().replaceAll('"', ''));
    return [name, new Map(parameters.map((parameter) => parameter.split('=', 2) as [string, string]))];
  });
}

function tightest(windows: Windows, unit: Unit): RateWindow | null {
  const share = ({ remaining, limit }: RateWindow): number => (remaining ?? 0) / Math.max(1, limit ?? remaining ?? 1);
  const told = [...windows.values()].filter((entry) => entry.unit === unit && entry.window.remaining !== null);
  return told.reduce<RateWindow | null>((best, { window }) => (best && share(best) <= share(window) ? best : window), null);
}
