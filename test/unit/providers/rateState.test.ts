import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rateStateOf } from '../../../src/core/providers/rateState.ts';
import type { RateState } from '../../../src/core/providers/spec.ts';

const now = new Date('2026-11-20T12:00:00Z');
const window = (limit: number | null, remaining: number, resetMs: number | null) => ({ limit, remaining, resetMs });

/** As providers send them; sources are their documentation, and requests recorded in public. */
const providers: Readonly<Record<string, { headers: Record<string, string>; state: RateState | null }>> = {
  OpenAI: {
    headers: {
      'x-ratelimit-limit-requests': '5000',
      'x-ratelimit-limit-tokens': '160000',
      'x-ratelimit-remaining-requests': '4999',
      'x-ratelimit-remaining-tokens': '159976',
      'x-ratelimit-reset-requests': '12ms',
      'x-ratelimit-reset-tokens': '6m0s',
    },
    state: { requests: window(5000, 4999, 12), tokens: window(160_000, 159_976, 360_000) },
  },
  'OpenAI with a second count of tokens that is nearer to its end': {
    headers: {
      'x-ratelimit-limit-tokens': '160000',
      'x-ratelimit-remaining-tokens': '159976',
      'x-ratelimit-reset-tokens': '9ms',
      'x-ratelimit-limit-tokens_usage_based': '160000',
      'x-ratelimit-remaining-tokens_usage_based': '1000',
      'x-ratelimit-reset-tokens_usage_based': '1m2.5s',
    },
    state: { requests: null, tokens: window(160_000, 1000, 62_500) },
  },
  Groq: {
    headers: {
      'retry-after': '2',
      'x-ratelimit-limit-requests': '14400',
      'x-ratelimit-limit-tokens': '18000',
      'x-ratelimit-remaining-requests': '14370',
      'x-ratelimit-remaining-tokens': '17997',
      'x-ratelimit-reset-requests': '2m59.56s',
      'x-ratelimit-reset-tokens': '7.66s',
    },
    state: { requests: window(14_400, 14_370, 179_560), tokens: window(18_000, 17_997, 7660) },
  },
  Anthropic: {
    headers: {
      'anthropic-ratelimit-input-tokens-limit': '80000',
      'anthropic-ratelimit-input-tokens-remaining': '80000',
      'anthropic-ratelimit-input-tokens-reset': '2026-11-20T12:00:00Z',
      'anthropic-ratelimit-output-tokens-limit': '16000',
      'anthropic-ratelimit-output-tokens-remaining': '8000',
      'anthropic-ratelimit-output-tokens-reset': '2026-11-20T12:00:30Z',
      'anthropic-ratelimit-requests-limit': '1000',
      'anthropic-ratelimit-requests-remaining': '999',
      'anthropic-ratelimit-requests-reset': '2026-11-20T11:59:59Z',
      'anthropic-ratelimit-tokens-limit': '96000',
      'anthropic-ratelimit-tokens-remaining': '88000',
      'anthropic-ratelimit-tokens-reset': '2026-11-20T12:00:30Z',
      'anthropic-ratelimit-unified-status': 'allowed',
    },
    state: { requests: window(1000, 999, 0), tokens: window(16_000, 8000, 30_000) },
  },
  Cerebras: {
    headers: {
      'x-ratelimit-limit-requests-day': '14400',
      'x-ratelimit-limit-tokens-minute': '60000',
      'x-ratelimit-remaining-requests-day': '14000',
      'x-ratelimit-remaining-tokens-minute': '59000',
      'x-ratelimit-reset-requests-day': '33011.382867097855',
      'x-ratelimit-reset-tokens-minute': '11.5',
    },
    state: { requests: window(14_400, 14_000, 33_011_382.867097855), tokens: window(60_000, 59_000, 11_500) },
  },
  Mistral: {
    headers: {
      'x-ratelimit-limit-tokens-minute': '5000000',
      'x-ratelimit-remaining-tokens-minute': '4999911',
      'x-ratelimit-tokens-query-cost': '52',
      'x-ratelimit-limit-req-minute': '720',
      'x-ratelimit-remaining-req-minute': '717',
    },
    state: { requests: window(720, 717, null), tokens: window(5_000_000, 4_999_911, null) },
  },
  Fireworks: {
    headers: {
      'x-ratelimit-limit-tokens-prompt': '3600000',
      'x-ratelimit-remaining-tokens-prompt': '3599000',
      'x-ratelimit-limit-tokens-generated': '36000',
      'x-ratelimit-remaining-tokens-generated': '30000',
    },
    state: { requests: null, tokens: window(36_000, 30_000, null) },
  },
  Together: {
    headers: {
      'x-ratelimit-limit': '10',
      'x-ratelimit-remaining': '9',
      'x-ratelimit-reset': '1',
      'x-tokenlimit-limit': '3000',
      'x-tokenlimit-remaining': '2900',
    },
    state: { requests: window(10, 9, 1000), tokens: window(3000, 2900, null) },
  },
  'OpenRouter, whose reset is a moment in milliseconds': {
    headers: {
      'x-ratelimit-limit': '50',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(now.getTime() + 3_600_000),
    },
    state: { requests: window(50, 0, 3_600_000), tokens: null },
  },
  'a reset as a moment in seconds': {
    headers: { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': String(now.getTime() / 1000 + 7) },
    state: { requests: window(null, 3, 7000), tokens: null },
  },
  Azure: {
    headers: {
      'x-ratelimit-limit-requests': '250',
      'x-ratelimit-remaining-requests': '249',
      'x-ratelimit-limit-tokens': '250000',
      'x-ratelimit-remaining-tokens': '249984',
      'x-ratelimit-reset-tokens': '37',
    },
    state: { requests: window(250, 249, null), tokens: window(250_000, 249_984, 37_000) },
  },
  'Azure where it does not know': {
    headers: { 'x-ratelimit-limit-tokens': '-1', 'x-ratelimit-remaining-tokens': '-1', 'x-ratelimit-reset-tokens': '0' },
    state: null,
  },
  'Cohere with a trial key': {
    headers: {
      'x-endpoint-monthly-call-limit': '1000',
      'x-trial-endpoint-call-limit': '40',
      'x-trial-endpoint-call-remaining': '39',
    },
    state: { requests: window(40, 39, null), tokens: null },
  },
  "the IETF's older draft": {
    headers: { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '42', 'ratelimit-reset': '18' },
    state: { requests: window(100, 42, 18_000), tokens: null },
  },
  "the IETF's present draft": {
    headers: {
      'ratelimit-policy': '"burst";q=100;w=60,"daily";q=1000;w=86400,"tok";q=5000;qu="tokens";w=60,"mb";q=9;qu="content-bytes"',
      ratelimit: '"burst";r=50;t=30, "daily";r=10;t=3600, "tok";r=400, "mb";r=0',
    },
    state: { requests: window(1000, 10, 3_600_000), tokens: window(5000, 400, null) },
  },
  'a server that says nothing': {
    headers: { 'content-type': 'text/event-stream', 'x-request-id': 'ratelimit', 'retry-after': '3' },
    state: null,
  },
  nonsense: {
    headers: {
      'x-ratelimit-remaining-requests': 'soon',
      'x-ratelimit-reset-requests': 'never',
      'x-ratelimit-remaining-bytes': '7',
      ratelimit: ';;=,',
    },
    state: null,
  },
};

for (const [name, { headers, state }] of Object.entries(providers)) {
  test(`rate headers of ${name}`, () => assert.deepEqual(rateStateOf(headers, now), state));
}

test("a moment is read on the server's clock where the response says what it shows", () => {
  const headers = {
    date: 'Fri, 20 Nov 2026 12:05:00 GMT',
    'anthropic-ratelimit-requests-remaining': '1',
    'anthropic-ratelimit-requests-reset': '2026-11-20T12:05:20Z',
  };
  assert.equal(rateStateOf(headers, now)?.requests?.resetMs, 20_000);
});

test('a reset beyond all times is a year away', () => {
  const year = 366 * 24 * 60 * 60 * 1000;
  const nines = '9'.repeat(400);
  for (const reset of [nines, `${nines}s`, '1e9', '+275760-09-13T00:00:00Z', '9999-12-31T23:59:59Z']) {
    const headers = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': reset };
    const resetMs = rateStateOf(headers, now)?.requests?.resetMs;
    assert.equal(resetMs, reset === '1e9' ? null : year, reset);
  }
  const structured = rateStateOf({ ratelimit: '"d";r=0;t=1e308', 'ratelimit-policy': '"d";q=1' }, now);
  assert.equal(structured?.requests?.resetMs, year);
});
