import assert from 'node:assert/strict';

/** Reference values are given to more digits than this. */
export function near(actual: number | null | undefined, expected: number, within = 1e-6): void {
  assert.ok(
    typeof actual === 'number' && Math.abs(actual - expected) <= within,
    `${actual} is not within ${within} of ${expected}`,
  );
}
