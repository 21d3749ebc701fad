import { formatMs, formatPlural, formatUsd } from '../../src/shared/format.ts';
import type { CandidateSummary, MatrixCell, MatrixRow } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { errorTitles } from '../../src/shared/errorTitles.ts';
import type { GridPosition } from '../logic/gridKeys.ts';
import { cellShade, cellState, cellText } from '../logic/matrix.ts';
import { Icon } from './icon.tsx';

interface RowProps {
  readonly row: MatrixRow;
  /** Row in the grid; 0 is the header. */
  readonly at: number;
  /** Among all cases that fit, from 1. */
  readonly number: number;
  /** Column of the grid's tab stop, where it is in this row. */
  readonly focusColumn: number | null;
  readonly candidates: readonly CandidateSummary[];
  /** Where it is known. */
  readonly question: string | undefined;
  /** Its answers are shown. */
  readonly chosen: boolean;
  readonly picked: CandidateId | null;
  readonly highlighted: CandidateId | null;
  readonly onFocus: (at: GridPosition) => void;
  readonly onCase: () => void;
  readonly onCell: (cell: MatrixCell, compare: boolean) => void;
}

export function MatrixGridRow(props: RowProps) {
  const { row, at, number, focusColumn, candidates, question, chosen, onFocus, onCase } = props;
  return (
    <tr aria-rowindex={number + 1} class={chosen ? 'chosen' : undefined}>
      <th
        scope="row"
        tabIndex={focusColumn === 0 ? 0 : -1}
        data-at={`${at}:0`}
        aria-current={chosen}
        title={question}
        onClick={onCase}
        onFocus={() => onFocus({ row: at, column: 0 })}
      >
        <div class="case-head">
          <span>
            {row.name} {row.category !== null && <span class="category">{row.category}</span>}
          </span>
        </div>
      </th>
      {candidates.map((candidate, index) => (
        <Cell key={candidate.id} {...props} candidate={candidate} column={index + 1} />
      ))}
    </tr>
  );
}

interface CellProps extends RowProps {
  readonly candidate: CandidateSummary;
  readonly column: number;
}

function Cell({ row, at, focusColumn, candidate, column, picked, highlighted, onFocus, onCell }: CellProps) {
  const cell = row.cells.find(({ candidateId }) => candidateId === candidate.id);
  const isPicked = picked === candidate.id;
  return (
    <td
      role="gridcell"
      tabIndex={focusColumn === column ? 0 : -1}
      data-at={`${at}:${column}`}
      class={cellClass(cell, isPicked, candidate.id === highlighted)}
      aria-selected={isPicked}
      aria-label={`${candidate.label}, ${row.name}: ${cell ? describe(cell) : 'not run'}`}
      title={cell && describe(cell)}
      onClick={(event) => cell && onCell(cell, event.ctrlKey || event.metaKey)}
      onFocus={() => onFocus({ row: at, column })}
    >
      {cell ? <CellContent cell={cell} /> : '–'}
    </td>
  );
}

function CellContent({ cell }: { readonly cell: MatrixCell }) {
  const state = cellState(cell);
  return (
    <>
      {cell.failed > 0 && <Icon name="error" />}
      <span class={state === 'failed' ? 'error-kind' : undefined}>{cellText(cell)}</span>
    </>
  );
}

function cellClass(cell: MatrixCell | undefined, picked: boolean, highlighted: boolean): string {
  const shade = cell ? cellShade(cell) : null;
  return [
    shade === null ? `state-${cell ? cellState(cell) : 'pending'}` : `shade-${shade}`,
    picked && 'picked',
    highlighted && 'highlighted',
  ]
    .filter(Boolean)
    .join(' ');
}

/** `0.67, 3 answers, mean 1.2 s, $0.0004`. */
function describe(cell: MatrixCell): string {
  if (cellState(cell) === 'pending') return 'not run yet';
  return [
    cellState(cell) === 'scored' && cellText(cell),
    cell.ok > 0 && formatPlural(cell.ok, 'answer'),
    cell.failed > 0 &&
      `${formatPlural(cell.failed, 'call')} failed${cell.errorKind === null ? '' : `: ${errorTitles[cell.errorKind]}`}`,
    cell.latencyMs !== null && `mean ${formatMs(cell.latencyMs)}`,
    cell.costUsd !== null && `mean ${formatUsd(cell.costUsd)}`,
  ]
    .filter(Boolean)
    .join(', ');
}
