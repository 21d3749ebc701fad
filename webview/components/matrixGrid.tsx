import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CandidateSummary, MatrixCell, MatrixRow } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { MatrixPage, MatrixQuery } from '../../src/shared/model/panelView.ts';
import { clampToGrid, moveInGrid, type GridPosition, type GridSize } from '../logic/gridKeys.ts';
import { nextMatrixSort, pagingOf } from '../logic/matrix.ts';
import { pickCell, type PickedCell } from '../logic/selection.ts';
import { usePanel, type PanelActions } from './context.ts';
import { MatrixGridRow } from './matrixGridRow.tsx';
import { MatrixHeadRow } from './matrixHead.tsx';

interface MatrixGridProps {
  readonly page: MatrixPage;
  /** Which may not have come yet. */
  readonly wanted: MatrixQuery;
  readonly candidates: readonly CandidateSummary[];
  readonly picked: PickedCell | null;
  readonly highlighted: CandidateId | null;
  /** Clicks and Enter pick answers instead of opening them. */
  readonly comparing: boolean;
}

/** Case × model as an ARIA grid: one tab stop, arrow keys inside. Row 0 is the header, column 0 the case. */
export function MatrixGrid(props: MatrixGridProps) {
  const { page, wanted: query, candidates, picked, highlighted } = props;
  const { rows, cases } = page;
  const { sort } = query;
  const size = { rows: rows.length + 1, columns: candidates.length + 1 };
  const { table, focus, setFocus, focusAt, expanded, toggle } = useGridState(page.query.offset, size);
  const { takeCell, sortBy, activate, turnTo, letGo } = matrixActions(props, usePanel());

  const onKeyDown = (event: KeyboardEvent) => {
    const target = moveInGrid(focus, event.key, event.ctrlKey || event.metaKey, size);
    if (target && target.row === focus.row && turnTo(event.key)) focusAt({ row: 1, column: focus.column });
    else if (target) focusAt(target);
    else if (event.key === 'Enter' || event.key === ' ') activate(focus, event.key === ' ', toggle);
    else if (event.key === 'Escape') letGo();
    else return;
    event.preventDefault();
  };

  return (
    <div class="table-scroll matrix-scroll">
      <table
        class="matrix"
        role="grid"
        aria-labelledby="cases-heading"
        aria-rowcount={page.fitting + 1}
        ref={table}
        onKeyDown={onKeyDown}
      >
        <thead>
          <MatrixHeadRow
            candidates={candidates}
            highlighted={highlighted}
            focus={focus}
            sort={sort}
            onSort={sortBy}
            onFocus={setFocus}
          />
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <MatrixGridRow
              // By place, so that the focus stays where it is when another case comes to stand there.
              key={index}
              row={row}
              at={index + 1}
              number={page.query.offset + index + 1}
              focusColumn={focus.row === index + 1 ? focus.column : null}
              candidates={candidates}
              text={cases[row.caseId] ?? null}
              expanded={expanded === row.caseId}
              picked={picked?.caseId === row.caseId ? picked.candidateId : null}
              highlighted={highlighted}
              onFocus={setFocus}
              onToggle={() => toggle(row.caseId)}
              onCell={(cell, compare) => takeCell(row, cell, compare)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where the tab stop is, and which case is open. Another page starts at its top, with nothing open. */
function useGridState(offset: number, size: GridSize) {
  const table = useRef<HTMLTableElement>(null);
  const [wanted, setFocus] = useState<GridPosition>({ row: 1, column: 1 });
  const [expanded, setExpanded] = useState<string | null>(null);
  useLayoutEffect(() => {
    table.current?.parentElement?.scrollTo({ top: 0 });
    setFocus(({ column }) => ({ row: 1, column }));
    setExpanded(null);
  }, [offset]);
  const focusAt = ({ row, column }: GridPosition) =>
    table.current?.querySelector<HTMLElement>(`[data-at="${row}:${column}"]`)?.focus();
  const toggle = (caseId: string) => setExpanded(expanded === caseId ? null : caseId);
  return { table, focus: clampToGrid(wanted, size), setFocus, focusAt, expanded, toggle };
}

function matrixActions({ page, wanted, candidates, picked, comparing }: MatrixGridProps, { dispatch, post }: PanelActions) {
  /** Opens the cell's answer, or picks it to be compared. */
  const takeCell = ({ caseId }: MatrixRow, { attemptId, candidateId }: MatrixCell, compare: boolean) => {
    if (attemptId === null) return;
    if (!compare && !comparing) return post({ type: 'answer-requested', attemptId });
    const next = pickCell(picked, { caseId, candidateId, attemptId });
    dispatch({ type: 'cell-picked', picked: next.picked });
    if (next.diff) post({ type: 'diff-requested', ...next.diff });
  };
  const sortBy = (by: 'case' | CandidateId) =>
    dispatch({ type: 'prefs-changed', prefs: { matrix: { ...wanted, sort: nextMatrixSort(wanted.sort, by), offset: 0 } } });
  /** What a click there does. */
  const activate = ({ row: at, column }: GridPosition, compare: boolean, toggle: (caseId: string) => void) => {
    const row = page.rows[at - 1];
    const candidate = candidates[column - 1];
    if (!row) return sortBy(candidate?.id ?? 'case');
    if (!candidate) return toggle(row.caseId);
    const cell = row.cells.find(({ candidateId }) => candidateId === candidate.id);
    if (cell) takeCell(row, cell, compare);
  };
  /** Beyond the edge of this page lies the next; `false` for other keys, and where there is none. */
  const turnTo = (key: string) => {
    const { before, after } = pagingOf(page, wanted);
    const matrix = key === 'PageDown' ? after : key === 'PageUp' ? before : null;
    if (matrix) dispatch({ type: 'prefs-changed', prefs: { matrix } });
    return matrix !== null;
  };
  const letGo = () => dispatch({ type: 'cell-picked', picked: null });
  return { takeCell, sortBy, activate, turnTo, letGo };
}
