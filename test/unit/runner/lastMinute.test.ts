import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LastMinute } from '../../../src/core/runner/lastMinute.ts';

const call = fc.record({ after: fc.integer({ min: 0, max: 30_000 }), tokens: fc.integer({ min: 0, max: 50 }) });

test('another call fits as soon as the minute before it leaves room, and not sooner', () => {
  const limits = { requestsPerMinute: 5, tokensPerMinute: 100 };
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60, size: 'max' }), (calls) => {
      const window = new LastMinute();
      const made: { at: number; tokens: number }[] = [];
      const fits = (at: number, tokens: number): boolean => {
        const within = made.filter((one) => one.at > at - 60_000);
        return within.length < 5 && within.reduce((sum, one) => sum + one.tokens, 0) + tokens <= 100;
      };
      let now = 0;
      for (const { after, tokens } of calls) {
        now += after;
        const freeAt = window.freeAt(now, tokens, limits);
        if (freeAt > now) assert.equal(fits(freeAt - 1, tokens), false);
        now = Math.max(now, freeAt);
        assert.ok(fits(now, tokens));
        window.add(now, tokens);
        made.push({ at: now, tokens });
      }
    }),
    { seed: 3 },
  );
});

test('without limits a call always fits', () => {
  const window = new LastMinute();
  for (let i = 0; i < 100; i++) window.add(i, 1e9);
  assert.ok(window.freeAt(100, 1e9, {}) <= 100);
});

test('a guess that is put right after its minute changes nothing', () => {
  const window = new LastMinute();
  const spending = window.add(0, 10);
  assert.ok(window.freeAt(60_000, 50, { tokensPerMinute: 100 }) <= 60_000);
  window.add(60_000, 50);
  window.correct(spending, 5000);
  assert.ok(window.freeAt(60_001, 50, { tokensPerMinute: 100 }) <= 60_001);
});
