import { errorTitles } from '../../../shared/errorTitles.ts';
import { formatMs, formatPlural, formatQuality, formatUsd } from '../../../shared/format.ts';
import type { AttemptRecord, Score } from '../../../shared/model/attempt.ts';
import type { Comparison, MatrixRow } from '../../../shared/model/comparison.ts';
import type { CandidateId } from '../../../shared/model/ids.ts';
import type { Rating } from '../../../shared/model/scoring.ts';
import type { ReportInput } from '../input.ts';
import type { InterChunk } from '../interChunk.ts';
import { element, escapeMarkup } from '../markup.ts';
import { caseAnchor } from './matrixTable.ts';

/** A report is read, not searched: beyond these the exports of attempts (JSON, CSV) serve better. */
const mostCases = 100;
const longestAnswer = 4000;
const mostCharacters = 2_000_000;

export interface CaseText {
  readonly prompt: string;
  readonly expected: string;
}

export interface AnswersInput extends ReportInput {
  /** By case id: the rendered prompt and what is expected of the answer. */
  readonly cases?: Readonly<Record<string, CaseText>>;
  /** Of the candidates whose answers came in pieces. */
  readonly interChunk?: ReadonlyMap<CandidateId, InterChunk>;
}

/** The attempts whose answers may be shown: there is room for a part of them. */
export function shownAttempts({ matrix }: Comparison): ReadonlySet<string> {
  return new Set(matrix.slice(0, mostCases).flatMap(({ cells }) => cells.flatMap(({ attemptId }) => attemptId ?? [])));
}

/** The rows whose answers go into the report: the first of the matrix, as long as there is room. */
export function answeredCases({ comparison, bodies }: AnswersInput): ReadonlySet<string> {
  const chosen = new Set<string>();
  let characters = 0;
  for (const row of comparison.matrix.slice(0, mostCases)) {
    for (const { attemptId } of row.cells) {
      characters += Math.min(longestAnswer, bodies.get(attemptId ?? '')?.answer.length ?? 0);
    }
    if (characters > mostCharacters) break;
    if (row.cells.some(({ attemptId }) => attemptId !== null)) chosen.add(row.caseId);
  }
  return chosen;
}

export function answersSection(input: AnswersInput, chosen: ReadonlySet<string>): string {
  const { matrix, matrixTotal } = input.comparison;
  const attempts = new Map<string, AttemptRecord>(input.attempts.map((record) => [record.id, record]));
  const blocks = matrix.map((row, index) => (chosen.has(row.caseId) ? caseBlock(row, index, input, attempts) : ''));
  const left = matrixTotal - chosen.size;
  const note = left > 0 ? ` ${formatPlural(left, 'more case')} can be found in the JSON or CSV export.` : '';
  const intro = `The answers of the first repeat, those first on which the models differ most.${note}`;
  return element('p', { class: 'muted' }, intro) + blocks.join('');
}

function caseBlock(row: MatrixRow, index: number, input: AnswersInput, attempts: ReadonlyMap<string, AttemptRecord>): string {
  const text = input.cases !== undefined && Object.hasOwn(input.cases, row.caseId) ? input.cases[row.caseId] : undefined;
  const category = row.category === null ? '' : element('span', { class: 'muted' }, escapeMarkup(row.category));
  const answers = row.cells.map(({ attemptId, candidateId }) => {
    const record = attemptId === null ? undefined : attempts.get(attemptId);
    const label = input.comparison.candidates.find(({ id }) => id === candidateId)?.label ?? candidateId;
    return record === undefined ? '' : answerBlock(record, label, input);
  });
  return element(
    'details',
    { id: caseAnchor(index) },
    element('summary', {}, escapeMarkup(row.name), category),
    element(
      'div',
      { class: 'case' },
      text === undefined ? '' : askedBlock(text),
      element('div', { class: 'answers' }, ...answers),
    ),
  );
}

function askedBlock({ prompt, expected }: CaseText): string {
  const wanted = expected === '' ? '' : element('p', { class: 'muted' }, `Expected: ${escapeMarkup(expected)}`);
  return element('div', { class: 'asked' }, element('pre', {}, escapeMarkup(cut(prompt))), wanted);
}

function answerBlock(record: AttemptRecord, label: string, { bodies, ratings = [] }: AnswersInput): string {
  const { quality, timing, cost, error, scores } = record;
  const figures = [formatQuality(quality), formatMs(timing.e2eMs), `${cost.estimated ? '~' : ''}${formatUsd(cost.usd)}`];
  const answer = bodies.get(record.id)?.answer ?? '';
  const rating = ratings.find(({ attemptId }) => attemptId === record.id);
  return element(
    'div',
    { class: 'answer' },
    element('h3', {}, escapeMarkup(label)),
    error === null ? element('div', { class: 'muted' }, escapeMarkup(figures.join(' · '))) : errorLine(error),
    answer === '' && error !== null ? '' : element('pre', {}, escapeMarkup(answer === '' ? '(empty answer)' : cut(answer))),
    scores.length === 0 ? '' : element('ul', { class: 'scores' }, ...scores.map(scoreLine)),
    rating ? ratingLine(rating) : '',
  );
}

function ratingLine({ thumb, stars, note }: Rating): string {
  const words = [
    ...(thumb === null ? [] : [thumb === 'up' ? 'good' : 'bad']),
    ...(stars === null ? [] : [`${stars} of 5`]),
    ...(note === '' ? [] : [`“${cut(note)}”`]),
  ];
  return words.length === 0 ? '' : element('div', { class: 'muted' }, escapeMarkup(`Rated by a person: ${words.join(', ')}`));
}

function errorLine({ kind, message }: NonNullable<AttemptRecord['error']>): string {
  return element('div', { class: 'bad' }, escapeMarkup(`✕ ${errorTitles[kind]}: ${message}`));
}

function scoreLine({ name, passed, reason }: Score): string {
  const [tone, mark] = passed === null ? ['muted', '?'] : passed ? ['good', '✓'] : ['bad', '✕'];
  return element('li', {}, element('span', { class: tone }, mark), ` ${escapeMarkup(name)} – ${escapeMarkup(reason)}`);
}

function cut(text: string): string {
  if (text.length <= longestAnswer) return text;
  return `${text.slice(0, longestAnswer)}… ${formatPlural(text.length - longestAnswer, 'more character')}`;
}
