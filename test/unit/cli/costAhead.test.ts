import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costAhead } from '../../../src/core/cli/costAhead.ts';
import type { Billed } from '../../../src/core/unpricedModels.ts';

function ahead(provider: string, lowUsd: number | null, highUsd: number | null, unknownModels: readonly string[] = []): string {
  return costAhead({
    suite: { models: [{ provider }], graders: [], endpoints: [] },
    estimate: { lowUsd, highUsd, unknownModels, judging: null },
    endpoints: { 'local/m': { baseUrl: 'http://127.0.0.1:1/v1' }, 'far/m': { baseUrl: 'https://far.example/v1' } },
  } as unknown as Billed);
}

test('the range of what a run may cost is told, what is not known of it too', () => {
  assert.equal(ahead('far', 0.0944, 2.16), '; $0.0944 to $2.16');
  assert.equal(ahead('far', 0.1, 0.1), '; $0.1');
  assert.equal(ahead('far', 0.1, 0.2, ['far/m']), '; $0.1 to $0.2, and no price is known for far/m');
  assert.equal(ahead('far', null, null, ['far/m']), '; no price is known for far/m');
});

test('a server on this machine without a price is no cost to tell of, and demo models bill nobody', () => {
  assert.equal(ahead('local', null, null, ['local/m']), '');
  assert.equal(ahead('demo', 0.1, 0.2), '; made-up prices, nothing is billed');
});
