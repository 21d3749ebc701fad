import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CandidateSummary } from '../../../src/shared/model/comparison.ts';
import { columns, type ColumnId } from '../../../webview/logic/columns.ts';
import { footnotes } from '../../../webview/logic/footnotes.ts';
import { tableAsMarkdown } from '../../../webview/logic/markdown.ts';
import { comparedCandidates } from '../../../webview/logic/standing.ts';
import { fiveModels, fixture } from '../../tools/panel-harness/fixture.ts';

const { comparison } = fixture();
const noted = (candidates: readonly CandidateSummary[]) => ({ ...comparison, candidates });
const shown = (...ids: readonly ColumnId[]) => columns.filter(({ id }) => ids.includes(id));

test('a percentile of too few calls is marked once in the header where it holds for all', () => {
  const [note, ...others] = footnotes(
    noted(comparison.candidates.map((one) => ({ ...one, contaminated: 0, adaptations: [] }))),
    shown('latencyP50', 'latencyP95'),
  );
  assert.deepEqual(others, []);
  assert.ok(note?.everywhere);
  assert.deepEqual([note.mark, note.columns], ['a', ['latencyP95']]);
});

test('200 calls are enough for p95 and too few for p99', () => {
  const plenty = comparison.candidates.map((one): CandidateSummary => ({
    ...one,
    contaminated: 0,
    adaptations: [],
    latencyMs: one.latencyMs && { ...one.latencyMs, n: 200 },
  }));
  assert.deepEqual(
    footnotes(noted(plenty), shown('latencyP90', 'latencyP95', 'latencyP99')).map((note) => note.columns),
    [['latencyP99']],
  );
});

test('unknown, estimated and failed are told apart, for the models they hold for', () => {
  const notes = footnotes(comparison, shown('quality', 'costTotal'));
  const of = (word: string) => {
    const note = notes.find(({ text }) => text.includes(word));
    return [...(note?.applies.keys() ?? [])].map((id) => comparison.candidates.find((one) => one.id === id)?.label);
  };
  assert.deepEqual(of('unknown'), ['local llama3.2']);
  assert.deepEqual(of('Estimated'), ['gemini-2.5-flash']);
  assert.deepEqual(of('Some calls failed'), ['claude-sonnet-4-5', 'local llama3.2']);
  assert.deepEqual(of('busy'), ['gemini-2.5-flash']);
});

test('scorers that failed and answers that were cut off are told for the models they hold for', () => {
  const [one, two] = comparison.candidates;
  assert.ok(one?.quality && two);
  const broken: CandidateSummary = {
    ...one,
    ok: 3,
    quality: { ...one.quality, n: 2 },
    scorerFailures: 1,
    failedScorers: [{ scorer: 'javascript', scores: 1, reason: 'outpt is not defined' }],
    cutOff: { answers: 1, limit: 300 },
  };
  const notes = footnotes(noted([broken, two]), shown('passRate'));
  const about = (word: string) => notes.find(({ text }) => text.includes(word));
  assert.match(about('scorer')?.text ?? '', /javascript: outpt is not defined/);
  assert.deepEqual([...(about('scorer')?.applies ?? [])], [[one.id, '1 scorer failure, graded on 2 of 3 answers']]);
  assert.deepEqual(
    [...(about('limit of output tokens')?.applies ?? [])],
    [[one.id, '1 of 3 answers ended at maxOutputTokens (300): they may be graded too low; raise it']],
  );
});

test('why a cost is estimated or unknown is told', () => {
  const [one] = comparison.candidates;
  assert.ok(one?.price);
  const textsOf = (over: Partial<CandidateSummary>) =>
    footnotes(noted([{ ...one, ...over }]), shown('costTotal')).map(
      ({ text, applies }) => `${text} ${[...applies.values()].join()}`,
    );
  const estimated = { ...one.cost, estimated: true };
  const unknown = { ...one.cost, totalUsd: null, unknownCalls: 3 };
  const similar = { ...one.price, exact: false, matchedModel: 'claude-sonnet-5' };
  assert.match(textsOf({ cost: estimated, price: similar }).join(), /similar model stands in\. priced as claude-sonnet-5/);
  assert.match(textsOf({ cost: estimated }).join(), /counts of tokens that may not be the provider’s own/);
  assert.match(textsOf({ cost: unknown, price: null }).join(), /No price is known.+cost of 3 calls unknown/);
  assert.match(textsOf({ cost: unknown }).join(), /told no token counts.+cost of 3 calls unknown/);
  assert.doesNotMatch(textsOf({ price: similar }).join(), /similar/, 'the provider itself told the cost');
});

test('timings of the editor’s own models and changed requests are reservations', () => {
  const edited = comparison.candidates.map((one, index): CandidateSummary =>
    index === 1 ? { ...one, apis: ['vscode-lm'] } : one,
  );
  const notes = footnotes(noted(edited), shown('latencyP50', 'quality', 'decodeSpeed'));
  const timed = notes.find(({ text }) => text.includes('editor'));
  assert.deepEqual([...(timed?.applies.keys() ?? [])], [edited[1]?.id]);
  assert.equal(timed?.columns.includes('latencyP50') && timed.columns.includes('decodeSpeed'), true);
  assert.equal(timed?.columns.includes('quality'), false);
  const changed = notes.find(({ text }) => text.includes('sent otherwise'));
  assert.deepEqual([...(changed?.applies.values() ?? [])], ['sent without temperature']);
});

test('letters follow the order of the columns', () => {
  const notes = footnotes(comparison, shown('quality', 'costTotal', 'latencyP95'));
  assert.deepEqual(
    notes.map(({ mark }) => mark),
    ['a', 'b', 'c', 'd', 'e', 'f'],
  );
  assert.deepEqual(
    notes.map((note) => note.columns[0]),
    ['model', 'model', 'quality', 'latencyP95', 'costPerSample', 'costPerSample'],
  );
});

test('the copied table has intervals, reservations and no broken cell', () => {
  const models = fiveModels.map((model, index) => (index === 0 ? { ...model, label: 'a | b' } : model));
  const renamed = fixture({ models }).comparison;
  const picked = shown('quality', 'costTotal');
  const text = tableAsMarkdown(comparedCandidates(renamed), picked, footnotes(renamed, picked));
  const table = text.split('\n').filter((line) => line.startsWith('|'));
  assert.equal(table.length, 2 + models.length);
  assert.match(table[2] ?? '', /^\| a \\\| b \| 0\.\d\d \(.+ to .+\) \| \$/);
  assert.match(text, /- No price is known.+\(local llama3\.2\)/);
});

test('a model whose quality is highest by the cases that it answered is marked with where it stands by all', () => {
  const [best, other, ...rest] = comparison.candidates;
  assert.ok(best?.quality && other?.quality);
  const higher = { ...other, failed: 9, quality: { ...other.quality, value: 0.98 } };
  const level = { quality: 0.81, costUsd: null, latencyMs: null };
  const draws = { quality: null, costUsd: null, latencyMs: null };
  const misled = {
    candidates: [best, higher, ...rest],
    recommendation: { ...comparison.recommendation, bestQuality: best.id },
    replicates: { draws: 0, candidates: [{ id: higher.id, ...draws, level }] },
  };
  const note = footnotes(misled, shown('quality')).find(({ columns: [column] }) => column === 'quality');
  assert.equal(note?.text, `${other.label} failed on cases that others found hard: compared case by case it stands at 0.81.`);
  assert.deepEqual([...note.applies], [[other.id, 'failed on cases that others found hard: case by case 0.81']]);
  assert.ok(!footnotes({ ...misled, replicates: null }, shown('quality')).some(({ text }) => text.includes('found hard')));
});

test('made-up prices are told once, in the header of each cost, and of a run that costs nobody anything only', () => {
  const notes = footnotes({ ...comparison, playMoney: true }, shown('costPerSample', 'costTotal'));
  const told = notes.filter(({ text }) => text === 'Demo models: made-up prices, nothing is billed.');
  assert.deepEqual(
    told.map(({ columns: ids, everywhere }) => ({ ids, everywhere })),
    [{ ids: ['costPerSample', 'costTotal'], everywhere: true }],
  );
  assert.ok(!footnotes(comparison, shown('costPerSample')).some(({ text }) => text.includes('made-up')));
});
