import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CandidateSummary, MatrixCell, MatrixRow } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { MatrixPage, MatrixQuery } from '../../src/shared/model/panelView.ts';
import { clampToGrid, moveInGrid, type GridPosition, type GridSize } from '../logic/gridKeys.ts';
import { nextMatrixSort, pagingOf } from '../logic/matrix.ts';
import { pickCell, type PickedCell } from '../logic/selection.ts';
import type { Target } from './answersTab.tsx';
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
  /** The case whose answers are shown. */
  readonly chosen: string | null;
  readonly onOpen: (at: Target) => void;
}

/** Case × model as an ARIA grid: one tab stop, arrow keys inside. Row 0 is the header, column 0 the case. */
export function MatrixGrid(props: MatrixGridProps) {
  const { page, wanted: query, candidates, picked, highlighted, chosen } = props;
  const { rows, questions } = page;
  const { sort } = query;
  const size = { rows: rows.length + 1, columns: candidates.length + 1 };
  const { table, focus, setFocus, focusAt } = useGridState(page.query.offset, size);
  const { takeCell, showCase, sortBy, activate, turnTo, letGo } = matrixActions(props, usePanel());

  const onKeyDown = (event: KeyboardEvent) => {
    const target = moveInGrid(focus, event.key, event.ctrlKey || event.metaKey, size);
    if (target && target.row === focus.row && turnTo(event.key)) focusAt({ row: 1, column: focus.column });
    else if (target) focusAt(target);
    else if (event.key === 'Enter' || event.key === ' ') activate(focus, event.key === ' ');
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
              question={questions[row.caseId]}
              chosen={chosen === row.caseId}
              picked={picked?.caseId === row.caseId ? picked.candidateId : null}
              highlighted={highlighted}
              onFocus={setFocus}
              onCase={() => showCase(row)}
              onCell={(cell, compare) => takeCell(row, cell, compare)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where the tab stop is. Another page starts at its top. */
function useGridState(offset: number, size: GridSize) {
  const table = useRef<HTMLTableElement>(null);
  const [wanted, setFocus] = useState<GridPosition>({ row: 1, column: 1 });
  useLayoutEffect(() => {
    table.current?.parentElement?.scrollTo({ top: 0 });
    setFocus(({ column }) => ({ row: 1, column }));
  }, [offset]);
  const focusAt = ({ row, column }: GridPosition) =>
    table.current?.querySelector<HTMLElement>(`[data-at="${row}:${column}"]`)?.focus();
  return { table, focus: clampToGrid(wanted, size), setFocus, focusAt };
}

function matrixActions({ page, wanted, candidates, picked, onOpen }: MatrixGridProps, { dispatch, post }: PanelActions) {
  const showCase = ({ caseId }: MatrixRow, candidateId: CandidateId | null = null) => onOpen({ caseId, candidateId });
  /** Shows the cell's answer beside the others, or picks it to be compared. */
  const takeCell = (row: MatrixRow, { attemptId, candidateId }: MatrixCell, compare: boolean) => {
    if (!compare) return showCase(row, candidateId);
    if (attemptId === null) return;
    const { caseId } = row;
    const next = pickCell(picked, { caseId, candidateId, attemptId });
    dispatch({ type: 'cell-picked', picked: next.picked });
    if (next.diff) post({ type: 'diff-requested', ...next.diff });
  };
  const sortBy = (by: 'case' | CandidateId) =>
    dispatch({ type: 'prefs-changed', prefs: { matrix: { ...wanted, sort: nextMatrixSort(wanted.sort, by), offset: 0 } } });
  /** What a click there does. */
  const activate = ({ row: at, column }: GridPosition, compare: boolean) => {
    const row = page.rows[at - 1];
    const candidate = candidates[column - 1];
    if (!row) return sortBy(candidate?.id ?? 'case');
    if (!candidate) return showCase(row);
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
  return { takeCell, showCase, sortBy, activate, turnTo, letGo };
}
