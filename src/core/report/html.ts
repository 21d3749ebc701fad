import {
  cheapestTitle,
  formatInstant,
  formatMs,
  formatPercent,
  formatPlural,
  formatQuality,
  formatSampleCost,
} from '../../shared/format.ts';
import type { CandidateSummary, Comparison } from '../../shared/model/comparison.ts';
import { footnotes } from './footnotes.ts';
import { answeredCases, type AnswersInput, answersSection } from './html/answers.ts';
import { comparisonTable, pairsTable } from './html/comparisonTable.ts';
import { definitionsList } from './html/definitions.ts';
import { failuresTable } from './html/failures.ts';
import { latencyPlot } from './html/latencyPlot.ts';
import { matrixTable } from './html/matrixTable.ts';
import { scatterPlot } from './html/scatter.ts';
import { styles } from './html/styles.ts';
import { pooledInterChunk } from './interChunk.ts';
import { element, escapeMarkup } from './markup.ts';
import { candidateLabel } from './ranking.ts';
import { summaryLine } from './summaryLine.ts';
import { listText } from './wording.ts';

/** Nothing may be loaded and nothing may run, whatever a model put into its answer. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The whole report as one inert file: no script, no request, everything that came from outside is escaped text. */
export function renderHtml(input: AnswersInput): string {
  const { comparison } = input;
  const answered = answeredCases(input);
  const hasCandidates = comparison.candidates.length > 0;
  const body = [
    header(comparison),
    verdict(comparison),
    hasCandidates ? tiles(comparison) : '',
    hasCandidates ? section('Comparison', comparisonTable(comparison), pairsTable(comparison), notes(input)) : '',
    charts(comparison),
    section('Failures', failuresTable(input)),
    comparison.matrix.length > 0 && hasCandidates
      ? section('Case by case', matrixIntro(comparison), matrixTable(comparison, answered))
      : '',
    answered.size > 0 ? section('Answers', answersSection(input, answered)) : '',
    section('How the numbers are defined', definitionsList()),
    footer(comparison),
  ];
  return page(`${comparison.run.name} – LLM Bench`, element('main', {}, ...body));
}

function page(title: string, body: string): string {
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    element('title', {}, escapeMarkup(title)),
    `<style>${styles}</style>`,
  ];
  return `<!doctype html>\n<html lang="en">\n<head>\n${head.join('\n')}\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
}

/** Without content there is no section. */
function section(title: string, ...content: readonly string[]): string {
  return content.every((part) => part === '') ? '' : `\n${element('section', {}, element('h2', {}, title), ...content)}`;
}

function header(comparison: Comparison): string {
  return element(
    'header',
    {},
    element('p', { class: 'kicker' }, 'LLM Bench'),
    element('h1', {}, escapeMarkup(comparison.run.name)),
    element('p', { class: 'meta' }, escapeMarkup(summaryLine(comparison))),
  );
}

function verdict({ recommendation }: Comparison): string {
  const headline = element('p', { class: 'headline' }, prose(recommendation.headline));
  const details = recommendation.details.map((detail) => element('p', {}, prose(detail)));
  return element('section', { class: 'verdict', 'aria-label': 'Recommendation' }, headline, ...details);
}

/** A number and its unit stay on one line. */
function prose(text: string): string {
  return escapeMarkup(text).replaceAll(/(?<=\d) (?=%|(?:ms|s|min|h)\b)/g, '\u00A0');
}

function tiles(comparison: Comparison): string {
  const { bestQuality, cheapestAsGood, cheapest, fastest, saving } = comparison.recommendation;
  const find = (id: string | null): CandidateSummary | undefined =>
    comparison.candidates.find((candidate) => candidate.id === id);
  const [best, asGood, cheap, fast] = [bestQuality, cheapestAsGood, cheapest, fastest].map(find);
  const content = [
    best?.quality ? tile('Best quality', best.label, formatQuality(best.quality.value)) : '',
    asGood && asGood !== best && saving !== null
      ? tile('As good for less', asGood.label, `saves ${savingMark(asGood, best)}${formatPercent(asInHeadline(saving))}`)
      : '',
    fast?.latencyMs ? tile('Fastest', fast.label, `median ${formatMs(fast.latencyMs.p50.value)}`) : '',
    cheap?.cost.perSample
      ? tile(cheapestTitle(comparison.candidates), cheap.label, `${formatSampleCost(cheap.cost, 1000)} per 1,000 samples`)
      : '',
  ].join('');
  return content === '' ? '' : element('dl', { class: 'tiles' }, content);
}

function savingMark(...compared: readonly (CandidateSummary | undefined)[]): string {
  return compared.some((candidate) => candidate?.cost.estimated) ? '~' : '';
}

/** Whole per cent, where that hides nothing. */
function asInHeadline(saving: number): number {
  return saving < 0.01 || saving > 0.9 ? saving : Math.round(saving * 100) / 100;
}

function tile(what: string, who: string, figure: string): string {
  return element(
    'div',
    { class: 'tile' },
    element('dt', {}, what),
    element('dd', { class: 'who' }, escapeMarkup(who)),
    element('dd', { class: 'figure' }, escapeMarkup(figure)),
  );
}

function notes(input: AnswersInput): string {
  const items = [...footnotes(input.comparison), interChunkNote(input)].flatMap((note) =>
    note === null ? [] : [element('li', {}, prose(note))],
  );
  return items.length === 0 ? '' : element('ul', { class: 'notes' }, ...items);
}

function interChunkNote(input: AnswersInput): string | null {
  const figures = [...pooledInterChunk(input)].map(
    ([id, { p50, p99 }]) => `${candidateLabel(input.comparison, id)} ${formatMs(p50)} / ${formatMs(p99)}`,
  );
  return figures.length === 0
    ? null
    : `Between two chunks of a stream, p50 / p99: ${listText(figures, 8)}. A chunk may hold several tokens.`;
}

function charts(comparison: Comparison): string {
  const scatter = scatterPlot(comparison);
  const latency = latencyPlot(comparison);
  const missing = comparison.candidates.filter(({ quality, cost }) => quality === null || cost.perSample === null);
  const notDrawn =
    missing.length === 0 ? '' : ` Not drawn, for want of quality or cost: ${missing.map(({ label }) => label).join(', ')}.`;
  const figures = [
    scatter &&
      chart(
        'Quality against cost',
        scatter,
        `Upper left is best; the recommended model is filled in. The dashed line is the Pareto front, whiskers are 95 % intervals.${notDrawn}`,
      ),
    latency &&
      chart(
        'Latency',
        latency,
        'Dots are calls, the box is the middle half with the median, the whisker ends at p95. The diamond is the median time to first token.',
      ),
  ].filter((figure) => figure !== null);
  return figures.length === 0 ? '' : section('Charts', element('div', { class: 'charts' }, ...figures));
}

function chart(title: string, svg: string, caption: string): string {
  return element('figure', {}, element('h3', {}, title), svg, element('figcaption', {}, escapeMarkup(caption)));
}

function matrixIntro({ matrix, matrixTotal }: Comparison): string {
  const left = matrixTotal > matrix.length ? ` The first ${matrix.length} of ${formatPlural(matrixTotal, 'case')}.` : '';
  return element('p', { class: 'muted' }, `Mean quality over the repeats.${left}`);
}

function footer({ run }: Comparison): string {
  const facts = [
    `Run ${run.id}`,
    `suite ${run.suitePath}`,
    `suite hash ${run.suiteHash.slice(0, 12)}`,
    `LLM Bench ${run.toolVersion}`,
    ...(run.harness === null ? [] : [`Node ${run.harness.nodeVersion} on ${run.harness.platform}`]),
    ...(run.finishedAt === null ? [] : [`finished ${formatInstant(run.finishedAt)}`]),
  ];
  return element('footer', {}, escapeMarkup(facts.join(' · ')));
}
