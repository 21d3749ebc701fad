import assert from 'node:assert/strict';
import test from 'node:test';
import stringWidth from 'string-width';
import { renderHtml } from '../../../src/core/report/html.ts';
import { renderMarkdown } from '../../../src/core/report/markdown.ts';
import { renderTable } from '../../../src/core/report/table.ts';
import { cutToWidth, wrap } from '../../../src/core/report/terminalText.ts';
import { allFailed, empty, many, unjudged } from './extremes.ts';
import { candidate, comparison, run, usual } from './fixtures.ts';
import { assertGolden } from './golden.ts';

test('the table of a usual run', () => {
  assertGolden('table.txt', renderTable(usual().comparison));
  assertGolden('table-wide.txt', renderTable(usual().comparison, { width: 130 }));
  assertGolden('table-narrow.txt', renderTable(usual().comparison, { width: 40 }));
});

test('the Markdown of a usual run', () => {
  assertGolden('comparison.md', renderMarkdown(usual().comparison));
});

test('no line is wider than the terminal, whatever is in it', () => {
  const odd = comparison([candidate('プロバイダー/とても長い名前のモデル-2026-11-20'), candidate('x/👩‍👩‍👧‍👦-model'), candidate('y')]);
  for (const width of [40, 60, 80, 100, 140]) {
    for (const shown of [
      usual().comparison,
      many().comparison,
      unjudged().comparison,
      allFailed().comparison,
      empty().comparison,
      odd,
    ]) {
      for (const line of renderTable(shown, { width }).split('\n')) {
        assert.ok(stringWidth(line) <= width, `${stringWidth(line)} > ${width}: ${line}`);
      }
    }
  }
});

test('the best is on top, the recommended one has an arrow', () => {
  const lines = renderTable(usual().comparison, { width: 130 }).split('\n');
  const rows = lines.filter((line) => / ±0\.\d\d /.test(line)).map((line) => line.split(/\s{2,}/)[0]);
  assert.deepEqual(rows.map((row) => row?.trim()).slice(0, 2), ['', '→ demo/swift']);
  assert.deepEqual(
    lines.filter((line) => line.startsWith('→')).map((line) => line.split(/\s{2,}/)[0]),
    ['→ demo/swift', '→ recommended'],
  );
});

test('nothing is called recommended while the verdict is open', () => {
  const { comparison: settled } = usual();
  const [best] = settled.candidates;
  assert.ok(best);
  const recommendation = { ...settled.recommendation, marked: { id: best.id, as: 'highest' } } as const;
  const open = { ...settled, recommendation };
  const input = { ...usual(), comparison: open };
  for (const text of [renderTable(open), renderMarkdown(open), renderHtml(input)]) {
    assert.doesNotMatch(text, /recommended/);
    assert.match(text, /highest so far/);
  }
  assert.doesNotMatch(renderTable({ ...settled, recommendation: { ...recommendation, marked: null } }), /→/);
});

test('unknown is said, never shown as 0', () => {
  const text = renderTable(unjudged().comparison, { width: 130 });
  assert.match(text, /local\/one\s+n\/a\s+n\/a\s+842 ms\s+1\.31 s\*\s+210 ms\s+unknown\s+unknown\s+unknown\s+0\n/);
  assert.match(text, /cost of 72 calls is unknown: no price for local\/one, local\/two\./);
  assert.doesNotMatch(text, /\$0\b/);
});

test('a run without any answer has no figures but its failures', () => {
  const text = renderTable(allFailed().comparison, { width: 130 });
  assert.match(text, /demo\/dead\s+n\/a\s+n\/a\s+n\/a\s+n\/a\s+n\/a\s+n\/a\s+unknown\s+unknown\s+36\/36/);
  assert.match(text, /36 × key refused; 36 samples without an answer/);
});

test('no attempts at all', () => {
  assert.match(renderTable(empty().comparison), /nothing to compare/);
  assert.match(renderMarkdown(empty().comparison), /nothing to compare/);
});

test('names cannot steer the terminal', () => {
  const text = renderTable(comparison([candidate('x/\u001b[2Jred\u0007')], { run: { ...run, name: 'a\u001b]0;title\u0007b' } }));
  assert.doesNotMatch(text, /[^\P{Cc}\n]/u);
});

test('colours go where they are told', () => {
  const tag = (name: string) => (text: string | number | null | undefined) => `<${name}>${text}</${name}>`;
  const colors = { bold: tag('b'), dim: tag('d'), green: tag('g'), red: tag('r') };
  const text = renderTable(usual().comparison, { colors });
  assert.match(text, /<g>→ demo\/swift .*<\/g>/);
  assert.match(renderTable(allFailed().comparison, { colors }), /<r> {2}demo\/dead .*<\/r>/);
});

test('several prompts are counted apart from the models', () => {
  const variants = [candidate('a/b'), candidate('a/b · short', { promptId: 'short' })];
  assert.match(renderTable(comparison(variants)), /· 1 model · 2 prompts ·/);
});

test('what happened to the run is told', () => {
  const cancelled = { ...run, status: 'cancelled', statusMessage: 'Cancelled by the user.' } as const;
  const text = renderTable(comparison([candidate('a/b')], { run: cancelled, status: 'cancelled' }), { width: 200 });
  assert.match(text, /The run is cancelled \(Cancelled by the user\): 36 of 144 samples are in these figures\./);
  const disturbed = comparison([candidate('a/b')]);
  const totals = { ...disturbed.totals, contaminated: 9 };
  assert.match(
    renderTable({ ...disturbed, totals }, { width: 200 }),
    /9 samples \(25 %\) came while the benchmark itself was held up/,
  );
});

test('Markdown: text of files and models is no markup', () => {
  const text = renderMarkdown(comparison([candidate('x/<img src=x>|[a](b) *c* @team')]));
  assert.match(text, /x\/&lt;img src=x\\>\\\|\\\[a\\\]\(b\) \\\*c\\\* @\u200Bteam/);
});

test('cutting and wrapping count columns and keep numbers with their units', () => {
  assert.equal(cutToWidth('provider/a-long-model-name', 11), 'provi…-name');
  assert.equal(stringWidth(cutToWidth('日本語日本語日本語', 8)) <= 8, true);
  assert.deepEqual(wrap('it saves 69 % now', 12), ['it saves', '69 % now']);
  assert.deepEqual(wrap('', 10), []);
});
