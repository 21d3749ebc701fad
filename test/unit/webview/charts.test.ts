import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { costQualityConfig } from '../../../webview/charts/costQuality.ts';
import { costQualityData, costQualitySummary } from '../../../webview/charts/costQualityData.ts';
import { drawnPoints } from '../../../webview/charts/drawnPoints.ts';
import { placeLabels } from '../../../webview/charts/labels.ts';
import { latencyConfig } from '../../../webview/charts/latency.ts';
import { latencyRows, latencySummary, measuredMetrics, spread } from '../../../webview/charts/latencyData.ts';
import { isLabelled, paddedRange, scaleFor, shareOf } from '../../../webview/charts/scale.ts';
import { readTheme } from '../../../webview/charts/theme.ts';
import { identityOf } from '../../../webview/logic/identity.ts';
import { fiveModels, fixture, manyModels, twins } from '../../tools/panel-harness/fixture.ts';

const { comparison } = fixture();
const theme = readTheme((name) => (name === '--vscode-font-size' ? '13px' : name));

test('a model without a price is named, not drawn at 0', () => {
  const { points, missing } = costQualityData(comparison);
  assert.deepEqual(missing, [{ label: 'local llama3.2', why: 'cost unknown' }]);
  assert.deepEqual(
    points.map(({ label }) => label),
    fiveModels.slice(0, 4).map(({ label }) => label),
  );
});

test('the front runs by rising cost and never falls in quality', () => {
  const { front } = costQualityData(fixture({ models: manyModels(20) }).comparison);
  assert.ok(front.length > 1);
  for (const [index, point] of front.slice(1).entries()) {
    const before = front[index];
    assert.ok(before && before.x < point.x && before.y < point.y);
  }
  assert.match(costQualitySummary({ points: front, front, missing: [] }), new RegExp(front[0]?.label ?? 'none'));
});

test('every model has a mark of its own: 30 stay apart, by more than colour', () => {
  const looks = Array.from({ length: 30 }, (_, index) => identityOf(index));
  assert.equal(new Set(looks.map(({ shape, colour }) => `${shape} ${colour}`)).size, 30);
  const neighbours = looks.slice(1).filter(({ shape }, index) => shape === looks[index]?.shape);
  assert.deepEqual(neighbours, []);
});

test('the scatter has axis titles with units and one dataset for each point after the front', () => {
  const data = costQualityData(comparison);
  const config = costQualityConfig(data, theme, data.points[0]?.id ?? null);
  assert.equal(config.data.datasets.length, 1 + data.points.length);
  assert.equal(config.options?.animation, false);
  assert.equal(config.options?.scales?.['x']?.type, 'logarithmic');
  assert.match(JSON.stringify(config.options?.scales), /Cost per sample \(USD\).*Quality \(0 to 1\)/);
  const [, first, second] = config.data.datasets;
  assert.ok(Number(first?.pointRadius) > Number(second?.pointRadius), 'the highlighted point is larger');
});

test('latency rows stand by their median, fastest first, without models that have no call', () => {
  const rows = latencyRows(comparison, 'latencyMs');
  const medians = rows.map(({ distribution }) => distribution.p50.value);
  assert.deepEqual(
    medians,
    medians.toSorted((a, b) => a - b),
  );
  const none = fixture({ models: fiveModels.map((model, index) => ({ ...model, failures: index === 0 ? 1 : 0 })) }).comparison;
  assert.equal(latencyRows(none, 'latencyMs').length, 4);
  assert.match(latencySummary(rows, String), /^Fastest: gemini-2\.5-flash.*Slowest: local llama3\.2/);
  assert.equal(latencySummary([], String), 'No call was timed yet.');
});

test('a box reaches from p25 to p75, and the highlighted one is filled', () => {
  const rows = latencyRows(comparison, 'ttftMs');
  const config = latencyConfig(rows, 'ttftMs', theme, rows[1]?.id ?? null);
  const [first] = rows;
  assert.deepEqual(first?.x, [first?.distribution.p25, first?.distribution.p75]);
  const fills = config.data.datasets[0]?.backgroundColor;
  assert.ok(Array.isArray(fills));
  assert.deepEqual(
    fills.map((fill) => fill === 'transparent'),
    [true, false, true, true, true],
  );
});

test('only metrics that some model has are offered', () => {
  const candidates = comparison.candidates.map((one) => ({ ...one, ttfaMs: null }));
  assert.deepEqual(measuredMetrics({ ...comparison, candidates }), ['latencyMs', 'ttftMs']);
});

test('dots stay within their strip', () => {
  for (let index = 0; index < 200; index++) assert.ok(Math.abs(spread(index)) <= 0.5);
});

test('an axis turns logarithmic beyond one order of magnitude, never with zero on it', () => {
  assert.equal(scaleFor([1, 14]), 'linear');
  assert.equal(scaleFor([1, 15]), 'logarithmic');
  assert.equal(scaleFor([0, 100]), 'linear');
  assert.equal(scaleFor([5]), 'linear');
});

test('the padded range holds every value and is never empty', () => {
  const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.array(positive, { minLength: 1 }), (values) => {
      const { min, max } = paddedRange(values, scaleFor(values));
      assert.ok(min < max);
      for (const value of values) assert.ok(min <= value && value <= max);
    }),
  );
});

test('a logarithmic axis labels 1, 2 and 5', () => {
  const labelled = [0.001, 0.002, 0.003, 0.005, 0.007, 1, 3, 20, 50, 90].filter((value) => isLabelled(value, 'logarithmic'));
  assert.deepEqual(labelled, [0.001, 0.002, 0.005, 1, 20, 50]);
});

test('labels overlap neither one another nor the edge', () => {
  const area = { x: 0, y: 0, width: 300, height: 200 };
  const point = fc.record({
    x: fc.integer({ min: 0, max: 300 }),
    y: fc.integer({ min: 0, max: 200 }),
    width: fc.integer({ min: 20, max: 120 }),
    height: fc.constant(14),
    radius: fc.integer({ min: 5, max: 15 }),
  });
  fc.assert(
    fc.property(fc.array(point, { maxLength: 20 }), (points) => {
      const placed = placeLabels(points, area).filter((box) => box !== null);
      for (const [index, a] of placed.entries()) {
        assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= 300 && a.y + a.height <= 200);
        for (const b of placed.slice(index + 1)) {
          assert.ok(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y);
        }
      }
    }),
  );
});

test('a lone point gets its label', () => {
  const [box] = placeLabels([{ x: 100, y: 100, width: 60, height: 14, radius: 5 }], { x: 0, y: 0, width: 300, height: 200 });
  assert.ok(box && box.x > 100);
});

test('two models at the same place are nested marks of one group; the rest stay alone', () => {
  const data = costQualityData(fixture({ models: twins }).comparison);
  const { datasets } = costQualityConfig(data, theme, null).data;
  const drawn = drawnPoints({ datasets }).map(({ point: { group, ring } }) => ({ group, ring }));
  assert.deepEqual(drawn, [
    { group: 0, ring: 0 },
    { group: 0, ring: 1 },
    { group: 1, ring: 0 },
  ]);
  const [, inner, outer, alone] = datasets;
  assert.ok(Number(outer?.pointRadius) >= Number(inner?.pointRadius) + 4, 'the ring leaves the mark within it in sight');
  assert.equal(outer?.pointBackgroundColor, 'transparent');
  assert.equal(inner?.pointBackgroundColor, undefined);
  assert.equal(alone?.pointBackgroundColor, undefined);
});

test('a value’s share of an axis follows its scale', () => {
  assert.equal(shareOf(3, { min: 1, max: 5 }, 'linear'), 0.5);
  assert.equal(shareOf(10, { min: 1, max: 100 }, 'logarithmic'), 0.5);
});

test('a theme without chart colours falls back to its text', () => {
  const plain = readTheme((name) => (name === '--vscode-foreground' ? '#fff' : ''));
  assert.deepEqual(new Set(plain.palette), new Set(['#fff']));
  assert.equal(plain.fontSize, 13);
});
