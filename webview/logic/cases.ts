import { formatCount, formatMs, formatQuality, formatUsd } from '../../src/shared/format.ts';
import type { CaseAnswer, CaseQuery, CutText } from '../../src/shared/model/caseAnswers.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { AttemptId } from '../../src/shared/model/ids.ts';
import type { MatrixPage, MatrixQuery } from '../../src/shared/model/panelView.ts';
import { clickedThumb, type Opinion } from '../../src/shared/opinion.ts';
import { pagingOf } from './matrix.ts';

/** The case beside the one on show: on this page, or at the near end of another. */
export type CaseStep = { readonly caseId: string } | { readonly matrix: MatrixQuery; readonly end: PageEnd };

export type PageEnd = 'head' | 'foot';

/** `null` where there is none. A case that does not fit the filters has the first that does beside it. */
export function caseBeside(page: MatrixPage, wanted: MatrixQuery, caseId: string | null, by: 1 | -1): CaseStep | null {
  const at = page.rows.findIndex((row) => row.caseId === caseId);
  const row = at === -1 ? page.rows[0] : page.rows[at + by];
  if (row) return { caseId: row.caseId };
  const { before, after } = pagingOf(page, wanted);
  const matrix = by === 1 ? after : before;
  return matrix && { matrix, end: by === 1 ? 'head' : 'foot' };
}

/** The case to begin with where none is chosen; `null` until the page is the one that was asked for. */
export function caseAtEnd({ query, rows }: MatrixPage, wanted: MatrixQuery, end: PageEnd): string | null {
  if (query.offset !== wanted.offset) return null;
  return rows.at(end === 'head' ? 0 : -1)?.caseId ?? null;
}

/** Changes with all that the answers of a case may change with, as far as the page sees it. */
export function caseState({ scoring }: Comparison, { rows }: MatrixPage, { caseId }: CaseQuery): string {
  return JSON.stringify([scoring.active, rows.find((row) => row.caseId === caseId)?.cells]);
}

const mostLines = 14;
const mostChars = 1_000;

/** Too long to stand whole beside others. */
export function isLong(text: string): boolean {
  return text.length > mostChars || text.split('\n', mostLines + 1).length > mostLines;
}

/** `Cut after 20,000 of 81,000 characters.`; `null` where all of it is there. */
export function cutText({ text, length }: CutText): string | null {
  return text.length < length ? `Cut after ${formatCount(text.length)} of ${formatCount(length)} characters.` : null;
}

/** `1.2 s · $0.0004 · 120 tokens`: what is known of the call. */
export function callText({ latencyMs, cost, outputTokens }: CaseAnswer): string {
  const usd = formatUsd(cost.usd);
  return [
    latencyMs === null ? null : formatMs(latencyMs),
    cost.usd === null ? 'cost unknown' : cost.estimated ? `≈ ${usd}` : usd,
    outputTokens === null ? null : `${formatCount(outputTokens)} tokens`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** How an answer was judged, as one glance takes it in. */
export function verdictOf({ status, quality, passed }: CaseAnswer): {
  readonly mark: 'passed' | 'missed' | 'open';
  readonly text: string;
} {
  if (status === 'error') return { mark: 'missed', text: 'Failed' };
  if (status === 'cancelled') return { mark: 'open', text: 'Cancelled' };
  if (quality === null) return { mark: 'open', text: 'Not scored' };
  return { mark: passed === null ? 'open' : passed ? 'passed' : 'missed', text: formatQuality(quality) };
}

/** What a key says of the answer that has the focus; `null` for other keys. The same key again takes it back. */
export function opinionByKey(key: string, opinion: Opinion): Opinion | null {
  if (key === '+') return { ...opinion, thumb: clickedThumb('up', opinion) };
  if (key === '-') return { ...opinion, thumb: clickedThumb('down', opinion) };
  return /^[1-5]$/.test(key) ? withStars(Number(key), opinion) : null;
}

/** With what was just said of one of them: the next key adds to that, and need not wait until it is stored. */
export function withOpinion(answers: readonly CaseAnswer[], attemptId: AttemptId, opinion: Opinion): CaseAnswer[] {
  return answers.map((answer) => (answer.attemptId === attemptId ? { ...answer, opinion } : answer));
}

/** As many as are given already are taken back. */
export function withStars(stars: number, opinion: Opinion): Opinion {
  return { ...opinion, stars: opinion.stars === stars ? null : stars };
}
