import { formatQuality } from '../../shared/format.ts';
import type { MatrixCell, MatrixRow } from '../../shared/model/comparison.ts';
import type { MatrixFilter, MatrixPage, MatrixQuery, MatrixSort } from '../../shared/model/panelView.ts';

/** Below this an answer counts as wrong rather than as imperfect. */
const wrongBelow = 0.5;

/** The rows that fit a query, and its page of them. `questions` are asked for where somebody searches. */
export function matrixPage(
  all: readonly MatrixRow[],
  query: MatrixQuery,
  questions: () => ReadonlyMap<string, string>,
): Omit<MatrixPage, 'questions'> {
  const fitting = sorted(searched(filtered(all, query), query.search, questions), query.sort);
  const count = Math.max(1, Math.floor(query.count));
  const last = Math.max(0, Math.ceil(fitting.length / count) - 1);
  const page = Math.min(last, Math.max(0, Math.floor(query.offset / count)));
  const offset = page * count;
  return {
    query: { ...query, offset, count },
    rows: fitting.slice(offset, offset + count),
    fitting: fitting.length,
    total: all.length,
    categories: [...new Set(all.flatMap(({ category }) => category ?? []))].sort(),
  };
}

function filtered(rows: readonly MatrixRow[], { filter, category }: MatrixQuery): readonly MatrixRow[] {
  const wanted = category === null ? rows : rows.filter((row) => row.category === category);
  return filter === 'all' ? wanted : wanted.filter(filters[filter]);
}

const filters: Readonly<Record<Exclude<MatrixFilter, 'all'>, (row: MatrixRow) => boolean>> = {
  differing: ({ cells }) => new Set(cells.flatMap((cell) => outcomeOf(cell) ?? [])).size > 1,
  failing: ({ cells }) => cells.some(({ failed, quality }) => failed > 0 || (quality !== null && quality < wrongBelow)),
};

/** What a reader tells apart: the score as it is shown, or the kind of failure; latencies always differ. `null`: nothing yet. */
function outcomeOf({ ok, failed, quality, errorKind }: MatrixCell): string | null {
  if (quality !== null) return formatQuality(quality);
  if (ok > 0) return 'answered';
  return failed > 0 ? (errorKind ?? 'failed') : null;
}

function searched(
  rows: readonly MatrixRow[],
  search: string,
  questions: () => ReadonlyMap<string, string>,
): readonly MatrixRow[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return rows;
  const asked = questions();
  const holds = (text: string): boolean => text.toLowerCase().includes(wanted);
  return rows.filter(({ caseId, name }) => holds(name) || holds(asked.get(caseId) ?? ''));
}

function sorted(rows: readonly MatrixRow[], { by, direction }: MatrixSort): readonly MatrixRow[] {
  const sign = direction === 'ascending' ? 1 : -1;
  if (by === 'as-sent') return rows;
  if (by === 'case') {
    const { compare } = new Intl.Collator('en', { numeric: true });
    return rows.toSorted((a, b) => sign * compare(a.name, b.name));
  }
  const column = rows[0]?.cells.findIndex(({ candidateId }) => candidateId === by) ?? -1;
  const quality = ({ cells }: MatrixRow): number | null => cells[column]?.quality ?? null;
  return rows.toSorted((a, b) => byQuality(quality(a), quality(b), sign));
}

/** Unknown comes last whichever way the rest is turned. */
function byQuality(a: number | null, b: number | null, sign: number): number {
  return a === null || b === null ? Number(a === null) - Number(b === null) : sign * (a - b);
}
