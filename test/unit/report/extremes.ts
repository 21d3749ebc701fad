import type { ReportInput } from '../../../src/core/report/input.ts';
import { callError, candidate, comparison, cost, distribution, estimate, failedAttempt, matrix } from './fixtures.ts';

/** Runs at the ends of what there is. */

/** Thirty models, with names that share their beginnings. */
export function many(): ReportInput {
  const candidates = Array.from({ length: 30 }, (_, index) =>
    candidate(`provider-${index % 5}/model-of-some-length-${index}`, {
      quality: estimate(0.55 + ((index * 7) % 30) / 70, 0.04),
      cost: cost(0.0005 * 1.3 ** ((index * 11) % 30)),
      latencyMs: distribution(300 + ((index * 13) % 30) * 120),
      pareto: index % 9 === 0,
    }),
  );
  return { comparison: comparison(candidates, { matrix: matrix(candidates) }), attempts: [], bodies: new Map() };
}

export function empty(): ReportInput {
  return { comparison: comparison([], { matrixTotal: 0 }), attempts: [], bodies: new Map() };
}

/** Nothing is expected of the answers and nothing has a price. */
export function unjudged(): ReportInput {
  const unknown = { totalUsd: null, knownUsd: 0, unknownCalls: 36, perSample: null, estimated: false };
  const figures = {
    quality: null,
    passRate: null,
    price: null,
    cost: unknown,
    inputTokens: null,
    outputTokens: null,
    decodeTokensPerSecond: null,
  };
  return {
    comparison: comparison([candidate('local/one', figures), candidate('local/two', figures)]),
    attempts: [],
    bodies: new Map(),
  };
}

/** Every call failed. */
export function allFailed(): ReportInput {
  const none = {
    latencyMs: null,
    ttftMs: null,
    ttfaMs: null,
    tpotMs: null,
    decodeTokensPerSecond: null,
    e2eTokensPerSecond: null,
  };
  const dead = candidate('demo/dead', {
    ...none,
    ok: 0,
    failed: 36,
    quality: null,
    passRate: null,
    inputTokens: null,
    outputTokens: null,
    cost: { totalUsd: null, knownUsd: 0, unknownCalls: 36, perSample: null, estimated: false },
    errors: [{ kind: 'authentication', count: 36, advice: 'Set the key again.' }],
  });
  const error = callError({ kind: 'authentication', message: 'Invalid key', advice: 'Set the key again.' });
  return {
    comparison: comparison([dead]),
    attempts: [failedAttempt('f1', { candidateId: dead.id, error })],
    bodies: new Map(),
  };
}
