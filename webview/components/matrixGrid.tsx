import { useRef, useState } from 'preact/hooks';
import type { CandidateSummary, MatrixCell, MatrixRow } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { ComparisonUpdated } from '../../src/shared/protocol/panel.ts';
import { clampToGrid, moveInGrid, type GridPosition } from '../logic/gridKeys.ts';
import { nextMatrixSort, type MatrixSort } from '../logic/matrix.ts';
import { pickCell, type PickedCell } from '../logic/selection.ts';
import { usePanel, type PanelActions } from './context.ts';
import { MatrixGridRow } from './matrixGridRow.tsx';
import { MatrixHeadRow } from './matrixHead.tsx';

interface MatrixGridProps {
  readonly rows: readonly MatrixRow[];
  readonly candidates: readonly CandidateSummary[];
  readonly cases: ComparisonUpdated['cases'];
  readonly sort: MatrixSort;
  readonly picked: PickedCell | null;
  readonly highlighted: CandidateId | null;
  /** Clicks and Enter pick answers instead of opening them. */
  readonly comparing: boolean;
}

/** Case × model as an ARIA grid: one tab stop, arrow keys inside. Row 0 is the header, column 0 the case. */
export function MatrixGrid(props: MatrixGridProps) {
  const { rows, candidates, cases, sort, picked, highlighted } = props;
  const table = useRef<HTMLTableElement>(null);
  const [wanted, setFocus] = useState<GridPosition>({ row: 1, column: 1 });
  const [expanded, setExpanded] = useState<string | null>(null);
  const size = { rows: rows.length + 1, columns: candidates.length + 1 };
  const focus = clampToGrid(wanted, size);
  const { takeCell, sortBy, letGo } = matrixActions(props, usePanel());
  const toggle = (caseId: string) => setExpanded(expanded === caseId ? null : caseId);

  const activate = (compare: boolean) => {
    const row = rows[focus.row - 1];
    const candidate = candidates[focus.column - 1];
    if (!row) return sortBy(candidate?.id ?? 'case');
    if (!candidate) return toggle(row.caseId);
    const cell = row.cells.find(({ candidateId }) => candidateId === candidate.id);
    if (cell) takeCell(row, cell, compare);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = moveInGrid(focus, event.key, event.ctrlKey || event.metaKey, size);
    if (target) table.current?.querySelector<HTMLElement>(`[data-at="${target.row}:${target.column}"]`)?.focus();
    else if (event.key === 'Enter' || event.key === ' ') activate(event.key === ' ');
    else if (event.key === 'Escape') letGo();
    else return;
    event.preventDefault();
  };

  return (
    <div class="table-scroll matrix-scroll">
      <table class="matrix" role="grid" aria-labelledby="cases-heading" ref={table} onKeyDown={onKeyDown}>
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
              key={row.caseId}
              row={row}
              at={index + 1}
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

function matrixActions({ picked, sort, comparing }: MatrixGridProps, { dispatch, post }: PanelActions) {
  /** Opens the cell's answer, or picks it to be compared. */
  const takeCell = ({ caseId }: MatrixRow, { attemptId, candidateId }: MatrixCell, compare: boolean) => {
    if (attemptId === null) return;
    if (!compare && !comparing) return post({ type: 'answer-requested', attemptId });
    const next = pickCell(picked, { caseId, candidateId, attemptId });
    dispatch({ type: 'cell-picked', picked: next.picked });
    if (next.diff) post({ type: 'diff-requested', ...next.diff });
  };
  const sortBy = (by: 'case' | CandidateId) =>
    dispatch({ type: 'prefs-changed', prefs: { matrixSort: nextMatrixSort(sort, by) } });
  const letGo = () => dispatch({ type: 'cell-picked', picked: null });
  return { takeCell, sortBy, letGo };
}
