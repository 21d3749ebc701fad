import assert from 'node:assert/strict';
import test from 'node:test';
import { renderHtml } from '../../../src/core/report/html.ts';
import { placeLabels } from '../../../src/core/report/html/labels.ts';
import { positiveScale } from '../../../src/core/report/html/scale.ts';
import type { ReportInput } from '../../../src/core/report/input.ts';
import { allFailed, empty, many, unjudged } from './extremes.ts';
import { attempt, bodies, candidate, comparison, cost, distribution, estimate, run, score, usual } from './fixtures.ts';
import { assertGolden } from './golden.ts';
import { rich } from './rich.ts';
import { skeleton } from './skeleton.ts';
import { assertWellFormed } from './wellFormed.ts';

const cases = { refund: { prompt: 'Can I return it after five weeks?', expected: 'contains "30 days"' } };

test('the report of a usual run', () => {
  assertGolden('report.skeleton.html', skeleton(renderHtml({ ...usual(), cases })));
});

test('every kind of run gives one well-formed file that loads and runs nothing', () => {
  const inputs: Readonly<Record<string, ReportInput>> = {
    usual: usual(),
    many: many(),
    empty: empty(),
    unjudged: unjudged(),
    allFailed: allFailed(),
    rich: rich(),
  };
  for (const [name, input] of Object.entries(inputs)) {
    const html = renderHtml(input);
    const met = assertWellFormed(html);
    for (const tag of ['script', 'link', 'iframe', 'img', 'object', 'base', 'form'])
      assert.equal(met.get(tag), undefined, `${name}: ${tag}`);
    assert.doesNotMatch(html, /\son\w+="|javascript:|url\(|@import|https?:/i, name);
    assert.doesNotMatch(html, /NaN|Infinity|undefined|\[object/, name);
    assert.match(
      html,
      /http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:/,
    );
  }
});

test('what a sample costs is marked where it is an estimate, and cheapest is said of known costs only', () => {
  const estimated = candidate('a/b', { cost: { ...cost(0.036), estimated: true } });
  const unpriced = candidate('c/d', { cost: { ...cost(0), totalUsd: null, perSample: null, unknownCalls: 36 } });
  const cheapest = { ...usual().comparison.recommendation, cheapest: estimated.id };
  const html = (...candidates: Parameters<typeof comparison>[0]) =>
    renderHtml({ ...usual(), comparison: comparison(candidates, { recommendation: cheapest }) });
  const tile = (title: string) => `<dt>${title}</dt><dd class="who">a/b</dd><dd class="figure">~$1.00 per 1,000 samples</dd>`;
  assert.ok(html(estimated, unpriced).includes(tile('Cheapest of known costs')));
  assert.ok(html(estimated).includes(tile('Cheapest')));
  assert.ok(html(estimated).includes('<small>~$1.00 per 1,000</small>'));
});

test('whatever comes from outside is text', () => {
  const evil = '</script></style><script>alert(1)</script><img src=x onerror=alert(1)>" onload="x\'&amp;';
  const id = candidate('demo/swift').id;
  const evilRun = { ...run, name: evil, suitePath: evil, toolVersion: evil, statusMessage: evil };
  const record = attempt('e', { caseId: evil, scores: [score({ name: evil, reason: evil })] });
  const input: ReportInput = {
    comparison: comparison([candidate('demo/swift', { label: evil })], {
      run: evilRun,
      status: 'cancelled',
      recommendation: { ...usual().comparison.recommendation, headline: evil, details: [evil], bestQuality: id },
      matrix: [
        {
          caseId: evil,
          name: evil,
          category: evil,
          cells: [{ candidateId: id, ok: 1, failed: 0, quality: 1, latencyMs: 1, costUsd: 1, errorKind: null, attemptId: 'e' }],
        },
      ],
    }),
    attempts: [record],
    bodies: bodies({ e: evil }),
  };
  const html = renderHtml({ ...input, cases: { [evil]: { prompt: evil, expected: evil } } });
  const met = assertWellFormed(html);
  assert.equal(met.get('script'), undefined);
  assert.equal(met.get('img'), undefined);
  assert.equal(html.split('</style>').length, 2);
  assert.ok(html.includes('&lt;/script&gt;&lt;/style&gt;&lt;script&gt;alert(1)'));
});

test('unknown costs are said and not drawn', () => {
  const html = renderHtml(usual());
  assert.match(html, /Not drawn, for want of quality or cost: local\/llama-3\.2-3b-instruct-q4\./);
  assert.match(html, /≥ \$0\.0009 \+ unknown/);
});

test('without quality there is no scatter, without answers no chart at all', () => {
  assert.doesNotMatch(renderHtml(unjudged()), /Quality against cost/);
  assert.match(renderHtml(unjudged()), /<h3>Latency<\/h3>/);
  assert.doesNotMatch(renderHtml(allFailed()), /<svg/);
});

test('failures come with what to do', () => {
  assert.match(
    renderHtml(allFailed()),
    /key refused<\/td><td class="left text">Invalid key<\/td><td class="left text">Set the key again\./,
  );
});

test('free, equal and single models are drawn', () => {
  const free = candidate('a/free', { cost: cost(0), quality: estimate(1), pareto: true, latencyMs: distribution(500, 1) });
  for (const candidates of [
    [free],
    [free, candidate('b/free', { cost: cost(0) })],
    [free, candidate('c/dear', { cost: cost(5) })],
  ]) {
    const html = renderHtml({ comparison: comparison(candidates), attempts: [], bodies: new Map() });
    assertWellFormed(html);
    assert.doesNotMatch(html, /NaN|Infinity/);
    assert.match(html, /Quality against cost of/);
  }
});

test('long answers are cut, and the report says what it leaves out', () => {
  const input = usual();
  const html = renderHtml({ ...input, bodies: bodies({ a1: 'x'.repeat(10_000) }) });
  assert.match(html, /x… 6,000 more characters/);
  assert.match(html, /2 more cases can be found in the JSON or CSV export/);
});

test('axes have a few round marks, logarithmic where values lie far apart', () => {
  const near = positiveScale([0.2, 0.9], 0, 100);
  assert.equal(near.logarithmic, false);
  assert.deepEqual(near.ticks, [0, 0.2, 0.4, 0.6, 0.8]);
  const far = positiveScale([0.001, 0.9], 0, 100);
  assert.equal(far.logarithmic, true);
  assert.deepEqual(far.ticks, [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1]);
  for (const scale of [near, far]) {
    const places = scale.ticks.map(scale.place);
    assert.ok(places.every((place) => place >= -1e-9 && place <= 100));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
  }
});

test('labels of points never lie over one another; those without room are left out', () => {
  const bounds = { left: 0, top: 0, right: 260, bottom: 200 };
  const requests = Array.from({ length: 40 }, (_, index) => ({
    text: `model ${index}`,
    x: 20 + (index % 4) * 66,
    y: 10 + Math.floor(index / 4) * 17,
  }));
  const placed = placeLabels(requests, bounds);
  assert.ok(placed.length > 0 && placed.length < 40);
  const boxes = placed.map(({ text, x, y, anchor }) => {
    const width = text.length * 6;
    const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
    return { left, right: left + width, top: y - 10, bottom: y + 2 };
  });
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      assert.ok(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top);
    }
  }
});
