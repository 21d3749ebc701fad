import { formatInterval, formatQuality } from '../../src/shared/format.ts';
import type { Column } from './columns.ts';
import { standingText, type ComparedCandidate } from './standing.ts';
import { differenceTexts, samplesText } from './wording.ts';

/** Width in px of a text in the panel's own font, semibold. */
export type Measure = (text: string) => number;

/** Sizes that styles/comparison.css gives, in px. */
const sizes = {
  roomy: { padding: 12, bar: 80, wraps: false },
  wrapped: { padding: 12, bar: 80, wraps: true },
  compact: { padding: 6, bar: 0, wraps: true },
} as const;
/** How far the line below a model's name is set in. */
const indent = 40;
/** Room beside a title for a footnote's letter or the arrow of the sort order. */
const headMark = 16;
const icon = 18;
const smallPrint = 0.92;
/** Least width of the model's cell where all its lines wrap. */
const wrappedModel = { wrapped: 190, compact: 120 } as const;

/** How the table saves room: `wrapped` breaks the small print over lines, `compact` also leaves the interval bars out. */
export type Form = keyof typeof sizes;
export const forms = ['roomy', 'wrapped', 'compact'] as const satisfies readonly Form[];

/** About how wide a column must be for none of its figures to wrap; titles wrap between words. */
export function columnWidth(column: Column, rows: readonly ComparedCandidate[], measure: Measure, form: Form): number {
  const head = Math.max(...column.title.split(' ').map(measure)) + headMark;
  return Math.max(head, ...rows.map((row) => figureWidth(column, row, measure, form))) + sizes[form].padding;
}

function figureWidth(column: Column, row: ComparedCandidate, measure: Measure, form: Form): number {
  const small = (text: string) => smallPrint * measure(text);
  if (column.id === 'standing') {
    const parts = row.standing.kind === 'compared' ? differenceTexts(row.standing.difference) : [];
    const lines = sizes[form].wraps ? parts : [`${parts.join(' ')} ()`];
    return Math.max(icon + measure(standingText(row.standing)), ...lines.map(small));
  }
  const figure = measure(column.text(row));
  if (column.id !== 'quality') return figure;
  return Math.max(figure + sizes[form].bar, small(formatInterval(row.candidate.quality, formatQuality)));
}

/** Of the first column, where a long name always wraps. */
export function modelWidth(rows: readonly ComparedCandidate[], measure: Measure, form: Form): number {
  if (form !== 'roomy') return wrappedModel[form];
  const below = Math.max(...rows.map(({ candidate }) => measure(samplesText(candidate))));
  return indent + smallPrint * below + sizes[form].padding;
}
