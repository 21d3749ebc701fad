import { formatInstant, formatMs, formatPlural, unitsKept } from '../../shared/format.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import { defaultWeights } from '../../shared/weights.ts';
import { footnotes } from './footnotes.ts';
import { answeredCases, type AnswersInput, answersSection } from './html/answers.ts';
import { baselineSection } from './html/baselineSection.ts';
import { categoriesSection, promptsSection } from './html/breakdowns.ts';
import { chartsSection } from './html/charts.ts';
import { classificationSection } from './html/classification.ts';
import { comparisonTable } from './html/comparisonTable.ts';
import { definitionsList } from './html/definitions.ts';
import { failuresTable } from './html/failures.ts';
import { judgesSection } from './html/judgesSection.ts';
import { matrixTable } from './html/matrixTable.ts';
import { pairsSection } from './html/pairs.ts';
import { pairwiseSection, weightedSection } from './html/rankings.ts';
import { styles } from './html/styles.ts';
import { thresholdsList } from './html/thresholdsList.ts';
import { tiles } from './html/tiles.ts';
import { element, escapeMarkup } from './markup.ts';
import { candidateLabel } from './ranking.ts';
import { summaryLine } from './summaryLine.ts';
import { listText } from '../../shared/comparisonText.ts';

/** Nothing may be loaded and nothing may run, whatever a model put into its answer. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The whole report as one inert file: no script, no request, everything that came from outside is escaped text. */
export function renderHtml(input: AnswersInput): string {
  const { comparison } = input;
  const sections = comparison.candidates.length === 0 ? [] : sectionsOf(input).filter(({ content }) => content !== '');
  const body = [
    header(comparison),
    verdict(comparison),
    tiles(comparison),
    contents(sections),
    ...sections.map(sectionElement),
    footer(comparison),
  ];
  return page(`${comparison.run.name} – LLM Bench`, element('main', {}, ...body));
}

interface Section {
  readonly id: string;
  readonly title: string;
  /** Empty: there is no such section. */
  readonly content: string;
}

/** The answer is above; here is the evidence, the most asked for first. */
function sectionsOf(input: AnswersInput): readonly Section[] {
  const { comparison, thresholds = {}, weights = defaultWeights } = input;
  const answered = answeredCases(input);
  const cases = comparison.matrix.length > 0 ? matrixIntro(comparison) + matrixTable(comparison, answered) : '';
  return [
    { id: 'comparison', title: 'Comparison', content: comparisonTable(comparison) + notes(input) },
    { id: 'baseline', title: 'Against the baseline', content: baselineSection(comparison) },
    { id: 'thresholds', title: 'Thresholds', content: thresholdsList(thresholds, comparison) },
    { id: 'charts', title: 'Charts', content: chartsSection(comparison) },
    { id: 'pairs', title: 'Who beats whom', content: pairsSection(comparison) },
    { id: 'categories', title: 'By category', content: categoriesSection(comparison) },
    { id: 'prompts', title: 'By prompt', content: promptsSection(comparison) },
    { id: 'weights', title: 'Ranking by weights', content: weightedSection(comparison, weights) },
    { id: 'judges', title: 'Judges and people', content: judgesSection(comparison) },
    { id: 'ranking', title: 'Pairwise ranking', content: pairwiseSection(comparison) },
    { id: 'classification', title: 'Classification', content: classificationSection(comparison) },
    { id: 'failures', title: 'Failures', content: failuresTable(input) },
    { id: 'cases', title: 'Case by case', content: cases },
    { id: 'answers', title: 'Answers', content: answered.size > 0 ? answersSection(input, answered) : '' },
    { id: 'definitions', title: 'How the numbers are defined', content: definitionsList(comparison) },
  ];
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

function sectionElement({ id, title, content }: Section): string {
  return `\n${element('section', { id }, element('h2', {}, title), content)}`;
}

function contents(sections: readonly Section[]): string {
  const items = sections.map(({ id, title }) => element('li', {}, element('a', { href: `#${id}` }, title)));
  return items.length === 0 ? '' : element('nav', { 'aria-label': 'Sections' }, element('ul', { class: 'contents' }, ...items));
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

function prose(text: string): string {
  return escapeMarkup(unitsKept(text));
}

function notes(input: AnswersInput): string {
  const items = [...footnotes(input.comparison), interChunkNote(input)].flatMap((note) =>
    note === null ? [] : [element('li', {}, prose(note))],
  );
  return items.length === 0 ? '' : element('ul', { class: 'notes' }, ...items);
}

function interChunkNote(input: AnswersInput): string | null {
  const figures = [...(input.interChunk ?? [])].map(
    ([id, { p50, p99 }]) => `${candidateLabel(input.comparison, id)} ${formatMs(p50)} / ${formatMs(p99)}`,
  );
  return figures.length === 0
    ? null
    : `Between two chunks of a stream, p50 / p99: ${listText(figures, 8)}. A chunk may hold several tokens.`;
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
