import assert from 'node:assert/strict';
import test from 'node:test';
import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { baselineOf } from '../../../src/core/report/baseline/baselineOf.ts';
import { readBaseline } from '../../../src/core/report/baseline/readBaseline.ts';
import { renderHtml } from '../../../src/core/report/html.ts';
import { chartSvg } from '../../../src/core/report/html/chartSvg.ts';
import { renderJunit } from '../../../src/core/report/junit.ts';
import { renderMarkdown } from '../../../src/core/report/markdown.ts';
import { renderTable } from '../../../src/core/report/table.ts';
import type { Comparison } from '../../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import { pairBetween } from '../../../src/shared/pairBetween.ts';
import { answersOf, graded, runOf } from '../comparison/builders.ts';
import { allFailed, empty, many, unjudged } from './extremes.ts';
import { attempt, bodies, candidate, comparison, csvOf, estimate, jsonOf, jsonTextOf, run, score, usual } from './fixtures.ts';
import { assertGolden } from './golden.ts';
import { caseChange, rich, tenModels } from './rich.ts';
import { skeleton } from './skeleton.ts';
import { assertWellFormed } from './wellFormed.ts';

const headings = (html: string): string[] => Array.from(html.matchAll(/<h2>([^<]*)<\/h2>/g), ([, title = '']) => title);

test('the reports of a run with everything that there is to tell', () => {
  const input = rich();
  assertGolden('decision.skeleton.html', skeleton(renderHtml(input)));
  assertGolden('decision.md', renderMarkdown(input.comparison, input.thresholds));
  assertGolden('decision.txt', renderTable(input.comparison));
});

test('HTML: what is there has a section, what is not has none, and no section is empty', () => {
  const html = renderHtml(rich());
  assertWellFormed(html);
  const further = [
    'Against the baseline',
    'Thresholds',
    'By category',
    'By prompt',
    'Ranking by weights',
    'Judges and people',
    'Pairwise ranking',
    'Classification',
  ];
  for (const title of further) assert.ok(headings(html).includes(title), title);
  for (const input of [unjudged(), allFailed(), many()]) {
    const found = headings(renderHtml(input));
    for (const title of further.filter((one) => one !== 'Ranking by weights')) assert.ok(!found.includes(title), title);
  }
  for (const input of [rich(), usual(), unjudged(), allFailed(), many(), empty()]) {
    assert.doesNotMatch(renderHtml(input), /<\/h[23]>(?:<\/section>|<h[23]>)/);
  }
  assert.deepEqual(headings(renderHtml(empty())), []);
});

test('HTML: the contents lead to every section', () => {
  const html = renderHtml(rich());
  const ids = Array.from(html.matchAll(/<section id="([^"]+)"/g), ([, id]) => id);
  const links = Array.from(html.matchAll(/<li><a href="#([^"]+)"/g), ([, id]) => id);
  assert.deepEqual(links, ids);
});

test('HTML: only what the report speaks of is defined', () => {
  const terms = (input: Parameters<typeof renderHtml>[0]): string[] =>
    Array.from(renderHtml(input).matchAll(/<dt>([^<]*)<\/dt><dd>/g), ([, term = '']) => term);
  for (const term of ['Baseline', 'Judges', 'Strength', 'F1', 'Settled']) {
    assert.ok(terms(rich()).includes(term), term);
    assert.ok(!terms(unjudged()).includes(term), term);
  }
});

test('HTML: names from outside stay text in every part', () => {
  const evil = '"><script>alert(1)</script>';
  const renamed = JSON.parse(
    JSON.stringify(rich().comparison).replaceAll(
      /last week|demo\/old|"policy"|"plain"|"bug"|demo\/arbiter|Refund window/g,
      (name) => (name.startsWith('"') ? JSON.stringify(evil) : JSON.stringify(evil).slice(1, -1)),
    ),
  ) as Comparison;
  const html = renderHtml({ ...rich(), comparison: renamed });
  assert.equal(assertWellFormed(html).get('script'), undefined);
  assert.ok(html.split('&lt;script&gt;').length > 7);
});

test('each against each is a matrix, turned round where it has to be; of many models each is held against the best', () => {
  const { comparison: shown } = usual();
  const [swift, grand] = ['demo/swift', 'demo/grand'] as CandidateId[] as [CandidateId, CandidateId];
  const turned = pairBetween(shown.pairs, grand, swift, 0.03);
  assert.deepEqual(
    [turned?.difference.value, turned?.difference.low, turned?.difference.high, turned?.verdict],
    [0.014, -0.004, 0.028, 'cannot-tell'],
  );
  assert.equal(pairBetween(shown.pairs, grand, 'demo/shaky' as CandidateId, 0.03)?.verdict, 'better');
  assert.equal(pairBetween(shown.pairs, swift, 'demo/shaky' as CandidateId, 0.03), null);
  const ten = tenModels();
  const html = renderHtml({ comparison: ten, attempts: [], bodies: new Map() });
  assert.doesNotMatch(html, /class="pairs"/);
  assert.equal(html.match(/against m\/0</g)?.length, 9);
  assert.doesNotMatch(html, /against m\/1</);
});

test('as good is shown again of the one that is ahead, by its own interval', () => {
  const [a, b] = [candidate('x/a'), candidate('x/b')];
  const difference = { value: -0.001, low: -0.2, high: 0.01, n: 400, clusters: 400 };
  const pair = {
    a: a.id,
    b: b.id,
    difference,
    pValue: 0.9,
    verdict: 'cannot-tell',
    nonInferior: false,
    moreCases: null,
  } as const;
  assert.equal(pairBetween([pair], a.id, b.id, 0.03)?.nonInferior, false);
  assert.equal(pairBetween([pair], b.id, a.id, 0.03)?.nonInferior, true);
});

test('Markdown: at most twenty regressions, what is shown first, the rest counted', () => {
  const shown = rich().comparison;
  const [first] = shown.baseline?.candidates ?? [];
  assert.ok(shown.baseline && first);
  const regressions = [
    ...Array.from({ length: 40 }, (_, i) => caseChange(`c${i}`, 1, 0)),
    caseChange('sure', 0.9, 0.5, { significant: true }),
  ];
  const change = { ...first, regressions, regressed: 130 };
  const text = renderMarkdown({ ...shown, baseline: { ...shown.baseline, candidates: [change] } });
  const rows = text.split('\n').filter((line) => / → /.test(line) && line.includes('answers each'));
  assert.equal(rows.length, 20);
  assert.match(rows[0] ?? '', /^\| sure question \| demo\/swift \| 0\.90 → 0\.50 \(3 answers each\) \| significant \|$/);
  assert.match(text, /\nAnd 110 more\.\n/);
});

test('Markdown: names of cases and judges are no markup', () => {
  const { comparison: shown } = rich();
  const judging = shown.judging && {
    ...shown.judging,
    judges: shown.judging.judges.map((judge) => ({ ...judge, judge: 'x|y @team <b>' })),
  };
  assert.match(renderMarkdown({ ...shown, judging }), /\| x\\\|y @\u200Bteam &lt;b\\> \|/);
});

test('Markdown and HTML: thresholds are met, missed or not checked', () => {
  const { comparison: shown } = usual();
  const limits = { quality: 0.7, qualityDrop: 0 };
  const text = renderMarkdown(shown, limits);
  assert.match(text, /- ❌ missed: Quality of local\/llama-3\.2-3b-instruct-q4 is 0\.61/);
  assert.match(text, /- ✅ met: Quality of demo\/grand is 0\.93/);
  assert.match(text, /- \\`qualityDrop\\` was not checked/);
  assert.doesNotMatch(renderMarkdown(shown), /Thresholds/);
  const html = renderHtml({ ...usual(), thresholds: limits });
  assert.match(html, /✕ missed<\/span> Quality of local.*–<\/span>.*✓ met<\/span>/s);
});

test('terminal: no line of the further parts is wider than the terminal', () => {
  for (const width of [40, 60, 80, 120]) {
    for (const line of renderTable(rich().comparison, { width }).split('\n')) {
      assert.ok(stringWidth(line) <= width, `${stringWidth(line)} > ${width}: ${line}`);
    }
  }
});

test('the cost of judging stands apart from the run’s own', () => {
  const { comparison: shown } = rich();
  assert.match(renderTable(shown, { width: 140 }), / · ≥ \$0\.0064 \+ unknown without judging · judging \$0\.012\n/);
  assert.match(renderTable(shown, { width: 140 }), /Judging cost \$0\.012 in 36 calls, which is in no model’s cost\./);
  assert.doesNotMatch(renderTable(usual().comparison), /[Jj]udging/);
});

test('a later scoring is named, with what it leaves out', () => {
  const { comparison: shown } = rich();
  const note =
    'Scored again 2026-11-20 12:30 UTC by expectations of support.bench.yaml: 1 answer without a grade so far, 2 answers not part of this scoring.';
  assert.ok(renderTable(shown, { width: 300 }).includes(note));
  const plain = { ...shown, scoring: { ...shown.scoring, active: null, open: 0, leftOut: 0 } };
  assert.doesNotMatch(renderTable(plain, { width: 300 }), /[Ss]cored again|graded/);
});

test('CSV: scoring, cost of judging and rating stand beside each answer, and a note is no formula', async () => {
  const rows = parse<Record<string, string>>(await csvOf(rich()), { columns: true });
  const columns = ['scoring_id', 'judge_calls', 'judge_cost_usd', 'human_thumb', 'human_stars', 'human_note'];
  const cells = (row: Record<string, string> | undefined) => columns.map((name) => row?.[name]);
  assert.deepEqual(cells(rows[0]), ['scoring-2', '2', '0.0004', '', '4', "'=right, but curt"]);
  assert.deepEqual(cells(rows[1]), ['', '', '', '', '', '']);
});

test('JSON: a report is a baseline for a later run', async () => {
  const { run: made, detail } = runOf({ models: ['m', 'n'], cases: 3 });
  const attempts = answersOf({ m: graded((i) => i / 2), n: graded(() => null) }, 3);
  const baseline = baselineOf(made, detail, attempts);
  const text = await jsonTextOf({ ...usual(), attempts, baseline });
  assert.deepEqual(readBaseline(JSON.parse(text)), baseline);
  assert.equal(baseline.candidates[0]?.cases.length, 3);
});

test('JSON: grades and ratings stand with their answers', async () => {
  const baseline = { runId: null, name: 'x', startedAt: run.startedAt, candidates: [] };
  const [first, second] = (await jsonOf({ ...rich(), baseline })).attempts;
  assert.deepEqual([first?.scoringId, first?.judgeCostUsd], ['scoring-2', 0.0004]);
  assert.deepEqual(first?.rating, { thumb: null, stars: 4, note: '=right, but curt' });
  assert.deepEqual([second?.scoringId, second?.judgeCostUsd, second?.rating], [null, null, null]);
});

test('JUnit: thresholds and the baseline are suites of their own', () => {
  const xml = renderJunit(rich());
  assertWellFormed(xml);
  assert.match(xml, /<testsuite tests="8" failures="2" errors="0" skipped="3" time="0\.000" name="thresholds"/);
  assert.match(xml, /<failure type="threshold" message="Quality of local\/llama-3\.2-3b-instruct-q4 is 0\.61/);
  assert.match(
    xml,
    /<testsuite tests="3" failures="1" errors="0" skipped="2" time="0\.000" name="baseline: last week, 2026-11-14 09:30 UTC"/,
  );
  const failure = /<testcase name="demo\/swift" classname="baseline"[^>]*>(<failure .*?<\/failure>)/s.exec(xml)?.[1] ?? '';
  assert.match(failure, /type="regression" message="Quality of demo\/swift changed by −5\.0 points/);
  assert.match(failure, /Refund window: 1\.00 → 0\.00 \(3 and 2 answers\), significant/);
  assert.match(
    xml,
    /<testcase name="demo\/grand" classname="baseline" time="0\.000"><skipped message="The baseline does not have it\."\/>/,
  );
  assert.doesNotMatch(renderJunit(usual()), /thresholds|baseline/);
});

test('JUnit: an answer that is not graded is skipped; where nothing is expected it passes', () => {
  const open = { passed: null, quality: null } as const;
  const attempts = [
    attempt('open', { ...open, scores: [score()] }),
    attempt('left-out', { ...open, scores: [] }),
    attempt('free', { ...open, scores: [], caseId: 'free' }),
  ];
  const input = { comparison: comparison([candidate('demo/swift')]), attempts, bodies: bodies({}) };
  assert.match(
    renderJunit({ ...input, expecting: new Set(['refund']) }),
    /<testsuite tests="3" failures="0" errors="0" skipped="2"/,
  );
});

test('SVG: a chart stands alone, on white, with its own colours and words', () => {
  const evil = '</title><script>x</script>';
  const shown = { ...usual().comparison, run: { ...run, name: evil } };
  for (const name of ['cost-quality', 'latency'] as const) {
    const svg = chartSvg(name, shown);
    const met = assertWellFormed(svg);
    assert.equal(met.get('script'), undefined);
    assert.match(svg, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.match(svg, /<title id="title">(?:Quality against cost|Latency): &lt;\/title&gt;.*<desc id="description">.+<\/desc>/);
    assert.match(svg, /fill="#ffffff"/);
    assert.doesNotMatch(svg, /var\(|currentColor|NaN|undefined/);
  }
  assert.match(chartSvg('cost-quality', unjudged().comparison), /There is nothing to draw/);
});

test('every rendering says why the highest quality is not the best, and no tile promises a saving that may be none', () => {
  const input = usual();
  const level = { quality: 0.81, costUsd: null, latencyMs: null };
  const draws = { quality: null, costUsd: null, latencyMs: null };
  const shown: Comparison = {
    ...input.comparison,
    candidates: input.comparison.candidates.map((one) =>
      one.label === 'demo/shaky' ? { ...one, quality: estimate(0.97, 0.02) } : one,
    ),
    replicates: { draws: 0, candidates: [{ id: 'demo/shaky' as CandidateId, ...draws, level }] },
    recommendation: { ...input.comparison.recommendation, saving: { ...estimate(0.05), low: -0.02, high: 0.12 } },
  };
  const note = 'demo/shaky failed on cases that others found hard: compared case by case it stands at 0.81.';
  const html = renderHtml({ ...input, comparison: shown });
  for (const text of [html, renderMarkdown(shown), renderTable(shown, { width: 200 })]) assert.ok(text.includes(note));
  assert.ok(!renderTable(usual().comparison, { width: 200 }).includes('found hard'));
  assert.match(html, /<dt>As good<\/dt>.*saves 5 % \(−2 to 12 %\): cannot tell/s);
  assert.match(renderHtml(usual()), /<dt>As good for less<\/dt>.*saves 69 % \(62 to 74 %\)</s);
});

test('what did not change since the baseline is called unchanged', () => {
  const { comparison: shown } = rich();
  const [first] = shown.baseline?.candidates ?? [];
  assert.ok(shown.baseline && first);
  const still = { value: 1, low: 1, high: 1, n: 12, clusters: 12 };
  const baseline = { ...shown.baseline, candidates: [{ ...first, costRatio: still }] };
  assert.match(renderTable({ ...shown, baseline }, { width: 200 }), /; cost unchanged; latency −10 %/);
  assert.match(renderMarkdown({ ...shown, baseline }), /\| unchanged \|/);
  const html = renderHtml({ ...rich(), comparison: { ...shown, baseline } });
  assert.match(html, />unchanged</);
  assert.doesNotMatch(html, /±0 %/);
});
