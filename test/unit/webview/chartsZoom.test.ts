import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { costQualityConfig, pointKeys } from '../../../webview/charts/costQuality.ts';
import { costQualityData } from '../../../webview/charts/costQualityData.ts';
import { dotKeys, historyConfig } from '../../../webview/charts/history.ts';
import { latencyConfig, rowKeys } from '../../../webview/charts/latency.ts';
import { latencyRows } from '../../../webview/charts/latencyData.ts';
import { tickText } from '../../../webview/charts/options.ts';
import { shareOf, valueAt } from '../../../webview/charts/scale.ts';
import { readTheme } from '../../../webview/charts/theme.ts';
import {
  axisOf,
  boxed,
  boxOf,
  isZoomed,
  moved,
  scaled,
  showing,
  wholeChart,
  zoomByKey,
  zoomedConfig,
  type Zoom,
} from '../../../webview/charts/zoom.ts';
import { historyPicture } from '../../../webview/logic/history.ts';
import { formatQuality, formatUsd } from '../../../src/shared/format.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';
import { historyFixture } from '../../tools/panel-harness/history.ts';

const { comparison } = fixture();
const theme = readTheme((name) => (name === '--vscode-font-size' ? '13px' : name));
const data = costQualityData(comparison);
const scatter = costQualityConfig(data, theme, null);
const rows = latencyRows(comparison, 'latencyMs');

function near(zoom: Zoom, expected: Zoom): void {
  for (const axis of ['x', 'y'] as const) {
    for (const end of ['from', 'to'] as const) {
      assert.ok(Math.abs(zoom[axis][end] - expected[axis][end]) < 1e-9, JSON.stringify({ zoom, expected }));
    }
  }
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const place = fc.record({ x: share, y: share });
const press = fc.record({
  key: fc.constantFrom('+', '-', '0', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'),
  shiftKey: fc.boolean(),
});
const step: fc.Arbitrary<(zoom: Zoom) => Zoom> = fc.oneof(
  fc.tuple(fc.double({ min: 0.01, max: 100, noNaN: true }), place).map(
    ([factor, at]) =>
      (zoom: Zoom) =>
        scaled(zoom, factor, at),
  ),
  place.map((by) => (zoom: Zoom) => moved(zoom, { x: 4 * by.x - 2, y: 4 * by.y - 2 })),
  fc.tuple(place, place).map(
    ([a, b]) =>
      (zoom: Zoom) =>
        boxed(zoom, ...boxOf(a, b)),
  ),
  place.map((at) => (zoom: Zoom) => showing(zoom, at)),
  press.map((key) => (zoom: Zoom) => zoomByKey(zoom, key) ?? zoom),
);

test('whatever is done to a view, it stays within the chart and never closes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const { x, y } = steps.reduce((zoom, change) => change(zoom), wholeChart);
      for (const { from, to } of [x, y]) {
        assert.ok(from >= 0 && to <= 1 + 1e-9 && to - from >= 0.02 - 1e-9, `${from} to ${to}`);
      }
    }),
  );
});

test('what the pointer is on stays under it while the wheel turns', () => {
  const closer = scaled(wholeChart, 0.5, { x: 0.25, y: 1 });
  near(closer, { x: { from: 0.125, to: 0.625 }, y: { from: 0.5, to: 1 } });
  assert.ok(isZoomed(closer));
  near(scaled(closer, 2, { x: 0.25, y: 1 }), wholeChart);
  assert.equal(isZoomed(scaled(wholeChart, 3)), false);
});

test('a box is drawn from any corner; one as flat as a line means the whole height', () => {
  const [low, high] = boxOf({ x: 0.8, y: 0.2 }, { x: 0.4, y: 0.7 });
  near(boxed(wholeChart, low, high), { x: { from: 0.4, to: 0.8 }, y: { from: 0.2, to: 0.7 } });
  near(boxed(wholeChart, ...boxOf({ x: 0.4, y: 0.5 }, { x: 0.8, y: 0.52 })), {
    x: { from: 0.4, to: 0.8 },
    y: { from: 0, to: 1 },
  });
});

test('a view follows the point at hand, and only as far as it must', () => {
  const left = boxed(wholeChart, { x: 0, y: 0 }, { x: 0.5, y: 1 });
  near(showing(left, { x: 0.3, y: 0.9 }), left);
  near(showing(left, { x: 0.6, y: 0.9 }), { x: { from: 0.15, to: 0.65 }, y: { from: 0, to: 1 } });
  near(showing(left, { x: 1, y: 0.9 }), { x: { from: 0.5, to: 1 }, y: { from: 0, to: 1 } });
});

test('keys zoom to the point at hand, move the view with Shift, and leave the rest to others', () => {
  const corner = { x: 1, y: 0 };
  const closer = zoomByKey(wholeChart, { key: '+', shiftKey: true }, corner) ?? wholeChart;
  near(closer, { x: { from: 1 / 3, to: 1 }, y: { from: 0, to: 2 / 3 } });
  near(zoomByKey(closer, { key: 'ArrowLeft', shiftKey: true }) ?? closer, {
    x: { from: 1 / 6, to: 5 / 6 },
    y: { from: 0, to: 2 / 3 },
  });
  assert.equal(zoomByKey(closer, { key: '0', shiftKey: false }), wholeChart);
  assert.equal(zoomByKey(closer, { key: 'ArrowLeft', shiftKey: false }), null);
  assert.equal(zoomByKey(closer, { key: 'Tab', shiftKey: true }), null);
});

test('a zoomed chart has its axes cut, in their own scale, and nothing else changed', () => {
  const axis = axisOf(scatter, 'x');
  assert.equal(axis?.type, 'logarithmic');
  const zoom = boxed(wholeChart, { x: 0.25, y: 0 }, { x: 0.75, y: 1 });
  const cut = axisOf(zoomedConfig(scatter, zoom), 'x');
  assert.ok(axis && cut);
  assert.ok(Math.abs(cut.min - valueAt(0.25, axis, 'logarithmic')) < 1e-12);
  assert.ok(Math.abs(shareOf(cut.max, axis, 'logarithmic') - 0.75) < 1e-9);
  assert.equal(zoomedConfig(scatter, zoom).data, scatter.data);
  assert.equal(zoomedConfig(scatter, wholeChart), scatter);
});

test('an axis of names stays whole', () => {
  const config = latencyConfig(rows, 'latencyMs', theme, null);
  assert.equal(axisOf(config, 'y'), null);
  const zoomed = zoomedConfig(config, scaled(wholeChart, 0.5));
  assert.equal(zoomed.options?.scales?.['y'], config.options?.scales?.['y']);
  assert.ok(Number(zoomed.options?.scales?.['x']?.max) < Number(config.options?.scales?.['x']?.max));
});

test('ticks are named once each: too close a look leaves names out rather than repeat them', () => {
  const ticks = [0.932, 0.934, 0.936, 0.95].map((value) => ({ value }));
  const texts = ticks.map(({ value }) => tickText(value, ticks, { type: 'linear', format: formatQuality, room: 'wide' }));
  assert.deepEqual(texts, [null, null, '0.94', '0.95']);
});

test('a logarithmic axis cut between two of its names takes the round ticks there are, without its ends', () => {
  const ticks = [0.000556, 0.0006, 0.0008, 0.001].map((value) => ({ value }));
  const texts = ticks.map(({ value }) => tickText(value, ticks, { type: 'logarithmic', format: formatUsd, room: 'wide' }));
  assert.deepEqual(texts, [null, '$0.0006', '$0.0008', '$0.001']);
});

test('a narrow logarithmic axis names 1 and 3, which lie further apart', () => {
  const ticks = [0.0005, 0.001, 0.002, 0.003, 0.005].map((value) => ({ value }));
  const named = (room: 'wide' | 'narrow') =>
    ticks.flatMap(({ value }) => tickText(value, ticks, { type: 'logarithmic', format: formatUsd, room }) ?? []);
  assert.deepEqual(named('wide'), ['$0.0005', '$0.001', '$0.002', '$0.005']);
  assert.deepEqual(named('narrow'), ['$0.001', '$0.003']);
});

test('keys reach every point that is drawn, and each names model, figure, interval and n', () => {
  const points = pointKeys(data);
  assert.deepEqual(
    points.map(({ x }) => x),
    points.map(({ x }) => x).toSorted((a, b) => a - b),
  );
  for (const { dataset, index, key } of points) {
    const drawn = scatter.data.datasets[dataset]?.data[index] as { id?: string } | undefined;
    assert.equal(drawn?.id, key);
  }
  const texts = points.map((point) => point.texts().join('. '));
  assert.match(texts.at(-1) ?? '', /^claude-sonnet-4-5, n = \d+\. Quality 0\.\d\d \(0\.\d\d to .*\. Cost \$[\d.]+ \(\$/);

  const latency = rowKeys(rows).flat();
  assert.deepEqual(
    latency.map(({ key, index }) => [key, index]),
    rows.map(({ id }, index) => [id, index]),
  );
  assert.match(latency[0]?.texts().join('. ') ?? '', /^gemini-2\.5-flash, n = \d+\. Median .*95 % interval/);

  const picture = historyPicture(historyFixture(comparison, { runs: 12 }), comparison);
  const history = dotKeys(picture, historyConfig(picture, theme, { chosen: null, onOpen: () => undefined }));
  assert.equal(history.length, picture.lines.length);
  assert.equal(new Set(history.flat().map(({ key }) => key)).size, history.flat().length);
});
