import assert from 'node:assert/strict';
import test from 'node:test';
import { footnotes } from '../../../src/core/report/footnotes.ts';
import { renderTable } from '../../../src/core/report/table.ts';
import type { CandidateSummary, Comparison } from '../../../src/shared/model/comparison.ts';
import type { ScoringId } from '../../../src/shared/model/ids.ts';
import type { ScoringRecord } from '../../../src/shared/model/scoring.ts';
import { candidate, comparison, cost, distribution, estimate, priceRow } from './fixtures.ts';

const notesOf = (...candidates: readonly CandidateSummary[]) => footnotes(comparison(candidates)).join('\n');

test('a request that was sent otherwise than the suite says is told, with how often', () => {
  const changed = candidate('a/b', {
    adaptations: [
      { change: 'without temperature', calls: 36 },
      { change: 'without seed', calls: 2 },
    ],
  });
  assert.match(notesOf(changed, candidate('c/d')), /sent otherwise: a\/b without temperature, without seed \(2 of 36 calls\)\./);
  assert.doesNotMatch(notesOf(candidate('c/d')), /otherwise/);
});

test('a speed test says how it was made', () => {
  const made = { ...comparison([candidate('a/b')]), timing: { outputTokens: 200, concurrency: 1, warmup: 1 } };
  assert.ok(footnotes(made).includes('A speed test: one call at a time, 1 warm-up call a model, answers of 200 tokens.'));
  assert.doesNotMatch(notesOf(candidate('a/b')), /speed test/);
});

test('the Responses API and the editor’s models are named', () => {
  const notes = notesOf(candidate('a/b', { apis: ['openai-responses'] }), candidate('vscode/x', { apis: ['vscode-lm'] }));
  assert.match(notes, /Called through the Responses API: a\/b\./);
  assert.match(notes, /Timed in the editor’s own process.+: vscode\/x\. Compare/);
});

test('estimates say what they rest on', () => {
  const estimated = { ...cost(0.01), estimated: true };
  const similar = candidate('a/claude-sonnet-5-5', {
    cost: estimated,
    price: priceRow({ matchedModel: 'claude-sonnet-5', exact: false }),
  });
  const counted = candidate('b/c', { cost: estimated, estimatedUsageCalls: 36 });
  assert.match(notesOf(similar), /~ marks estimates: a\/claude-sonnet-5-5 is priced as claude-sonnet-5\./);
  assert.match(
    notesOf(counted),
    /~ marks estimates: the tokens of 36 calls were counted here, since nobody reported them \(b\/c\)\./,
  );
  const reported = candidate('a/b', { price: priceRow({ exact: false }) });
  assert.doesNotMatch(notesOf(reported), /estimates/, 'the provider itself told the cost');
});

test('scorers that failed are named with how often and why, and how many answers each model is graded on', () => {
  const broken = candidate('a/b', {
    scorerFailures: 34,
    failedScorers: [
      { scorer: 'javascript', scores: 33, reason: 'ReferenceError: outpt is not defined.' },
      { scorer: 'judge', scores: 1, reason: 'no score in the reply' },
    ],
    quality: estimate(0.5, 0.2, 2),
    passRate: estimate(0.5, 0.2, 2),
  });
  assert.match(
    notesOf(broken, candidate('c/d')),
    /34 scores could not be given: javascript 33 × \(ReferenceError: outpt is not defined\); judge 1 × \(no score in the reply\)\..* Graded: a\/b 2 of 36 answers\./,
  );
  assert.doesNotMatch(notesOf(candidate('c/d')), /could not be given/);
  const text = renderTable(comparison([broken, candidate('c/d')]), { width: 150 });
  assert.match(text, /a\/b .* 50 % \(n = 2\)/);
  assert.match(text, /c\/d .* 86 %  /, 'all of its answers are graded: its n is that of the table');
});

test('answers that were cut off are told by model, with the limit that did it', () => {
  const long = candidate('fake/long', { ok: 2, cutOff: { answers: 2, limit: 300 } });
  const unset = candidate('fake/unset', { ok: 1200, cutOff: { answers: 1100, limit: null } });
  const notes = footnotes(comparison([long, unset, candidate('c/d')]));
  assert.ok(
    notes.includes('fake/long: 2 of 2 answers ended at maxOutputTokens (300): they may be graded too low; raise it.'),
    notes.join('\n'),
  );
  assert.match(notes.join('\n'), /fake\/unset: 1,100 of 1,200 answers ended at the model’s or its server’s limit/);
  assert.doesNotMatch(notes.join('\n'), /c\/d: .*ended/);
});

test('figures from counted tokens are marked in the table', () => {
  const text = renderTable(comparison([candidate('b/c', { estimatedUsageCalls: 3 })]), { width: 130 });
  assert.match(text, / ~84 +~12\.3k\/~4\.57k /);
});

test('a p95 is marked where too few calls are behind it, and only there', () => {
  const plenty = candidate('a/plenty', { latencyMs: distribution(400, 200) });
  const text = renderTable(comparison([plenty, candidate('b/few')]), { width: 130 });
  assert.match(text, /a\/plenty .* ms\s+\d+ ms\s+210 ms/);
  assert.match(text, /b\/few .* ms\s+1\.31 s\*\s+210 ms/);
  assert.match(text, /\* A p95 of fewer than 200 calls/);
  assert.doesNotMatch(renderTable(comparison([plenty])), /\*/);
});

test('latencies say how many calls were in flight, each model its own', () => {
  assert.match(notesOf(candidate('a/b'), candidate('c/d')), /, up to 8 in flight at a provider;/);
  const slow = candidate('c/d', { concurrency: 1 });
  assert.match(notesOf(candidate('a/b'), slow), /, up to 1 \(c\/d\) or 8 \(a\/b\) in flight at a provider;/);
});

test('back-off, throughput and goodput are told where there are any', () => {
  const waiting = { queueP50: 5, queueMax: 9, backedOff: 2, backoffMax: 4100 };
  const made = comparison([
    candidate('a/b', { waiting, goodput: estimate(0.75) }),
    candidate('c/d', { waiting: { ...waiting, backedOff: 1, backoffMax: 900 } }),
  ]);
  const notes = footnotes({ ...made, totals: { ...made.totals, throughput: 812.4 } }).join('\n');
  assert.match(notes, /3 answers came after a wait between attempts, of 4\.1 s at most/);
  assert.match(notes, /Throughput of the whole run: 812 output tokens\/s\./);
  assert.match(notes, /latency limits: a\/b 75 %\./);
  assert.doesNotMatch(notesOf(candidate('a/b')), /between attempts|Throughput|Goodput/);
});

test('an unknown cost says why, and the total keeps its unknown part', () => {
  const unknown = { totalUsd: null, knownUsd: 0.001, unknownCalls: 6, perSample: null, estimated: false };
  const made = comparison([candidate('a/free', { cost: unknown, price: null }), candidate('b/cut', { cost: unknown })]);
  assert.match(renderTable(made, { width: 200 }), /samples · ≥ \$0\.002 \+ unknown\n/);
  assert.match(
    footnotes(made).join('\n'),
    /cost of 12 calls is unknown: no price for a\/free; no token counts from b\/cut\. Prices can/,
  );
  assert.doesNotMatch(notesOf(candidate('b/cut', { cost: unknown })), /Prices can be set/);
});

test('a throughput that rests on counted tokens is marked', () => {
  const text = (estimatedUsageCalls: number): string => {
    const shown = comparison([candidate('a/b', { estimatedUsageCalls })]);
    return footnotes({ ...shown, totals: { ...shown.totals, throughput: 84 } }).join('\n');
  };
  assert.match(text(1), /Throughput of the whole run: ~84 output tokens/);
  assert.match(text(0), /Throughput of the whole run: 84 output tokens/);
});

test('one disturbed sample is spoken of as one', () => {
  const run = comparison([candidate('a/b')]);
  const notes = (contaminated: number) => footnotes({ ...run, totals: { ...run.totals, contaminated } }).join('\n');
  assert.match(notes(1), /^1 sample \(.+\) came .+; it is counted\.$/m);
  assert.match(notes(2), /^2 samples \(.+\) came .+; they are counted\.$/m);
});

test('the prices of demo models are told to be made up', () => {
  const made = comparison([candidate('demo/a'), candidate('demo/b')]);
  assert.ok(footnotes({ ...made, playMoney: true }).includes('Demo models: made-up prices, nothing is billed.'));
  assert.doesNotMatch(footnotes({ ...made, playMoney: false }).join('\n'), /made-up/);
});

test('a run that cost more than its budget says so', () => {
  const made = comparison([candidate('a/b')]);
  const notes = (budgetUsd: number, over: Partial<Comparison> = {}) =>
    footnotes({ ...made, totals: { ...made.totals, knownCostUsd: 0.0061 }, budgetUsd, ...over }).join('\n');
  assert.match(notes(0.005), /The run cost \$0\.0061, more than its budget of \$0\.005: calls were billed for more than/);
  assert.doesNotMatch(notes(0.0061), /budget/);
  const judging = {
    judges: [],
    calls: 1,
    cost: { totalUsd: 0.002, knownUsd: 0.002, unknownCalls: 0, estimated: false },
    agreement: null,
  };
  assert.match(notes(0.0061, { judging }), /The run cost \$0\.0081/, 'judges count');
  const again = { id: 's' as ScoringId, trigger: 'rescore' } as ScoringRecord;
  const scoring = { active: again.id, all: [again], leftOut: 0, open: 0 };
  assert.doesNotMatch(notes(0.0061, { judging, scoring }), /The run cost/, 'scoring again has the budget for itself');
});
