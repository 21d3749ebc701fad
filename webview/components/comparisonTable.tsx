import type { CandidateId } from '../../src/shared/model/ids.ts';
import { bestValue, type Column } from '../logic/columns.ts';
import type { Form } from '../logic/columnWidths.ts';
import type { Footnote } from '../logic/footnotes.ts';
import { scaleFrom } from '../logic/qualityScale.ts';
import { nextSort, type Sort } from '../logic/sort.ts';
import type { ComparedCandidate } from '../logic/standing.ts';
import { intervalText, samplesText } from '../logic/wording.ts';
import { CandidateDetail } from './candidateDetail.tsx';
import { usePanel } from './context.ts';
import { EstimateFigure } from './estimateFigure.tsx';
import { Icon } from './icon.tsx';
import { Marker } from './marker.tsx';
import { ModelName } from './modelName.tsx';
import { StandingFigure } from './standingFigure.tsx';

interface TableProps {
  readonly rows: readonly ComparedCandidate[];
  readonly columns: readonly Column[];
  readonly form: Form;
  readonly notes: readonly Footnote[];
  readonly sort: Sort | null;
  readonly highlighted: CandidateId | null;
}

export function ComparisonTable({ rows, columns, form, notes, sort, highlighted }: TableProps) {
  const best = new Map(columns.map((column) => [column.id, bestValue(column, rows)]));
  const from = scaleFrom(rows.flatMap(({ candidate }) => candidate.quality ?? []));
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Comparison table">
      <table class={`comparison ${form}`}>
        <thead>
          <tr>
            <SortHeader title="Model" column="model" sort={sort} notes={notes} />
            {columns.map(({ id, title, description, good }) => (
              <SortHeader key={id} title={title} column={id} sort={sort} notes={notes} description={description} good={good} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <CandidateRows
              key={row.candidate.id}
              row={row}
              columns={columns}
              notes={notes}
              best={best}
              from={from}
              open={row.candidate.id === highlighted}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SortHeaderProps {
  readonly title: string;
  readonly column: Sort['column'];
  readonly sort: Sort | null;
  readonly notes: readonly Footnote[];
  readonly description?: string;
  readonly good?: Column['good'];
}

function SortHeader({ title, column, sort, notes, description, good }: SortHeaderProps) {
  const { dispatch } = usePanel();
  const direction = sort?.column === column ? sort.direction : null;
  return (
    <th scope="col" aria-sort={direction ?? 'none'} class={column === 'model' ? 'model' : `column-${column}`}>
      <button
        type="button"
        class="sort"
        title={description}
        onClick={() => dispatch({ type: 'prefs-changed', prefs: { sort: nextSort(sort, column, good) } })}
      >
        {title}
        {notes
          .filter(({ everywhere, columns }) => everywhere && columns.includes(column))
          .map(({ mark, text }) => (
            <sup key={mark} title={text}>
              {mark}
            </sup>
          ))}
        {direction !== null && <Icon name={direction === 'ascending' ? 'arrow-up' : 'arrow-down'} />}
      </button>
    </th>
  );
}

interface CandidateRowsProps extends Pick<TableProps, 'columns' | 'notes'> {
  readonly row: ComparedCandidate;
  readonly best: ReadonlyMap<Column['id'], number | null>;
  readonly from: number;
  readonly open: boolean;
}

function CandidateRows({ row, columns, notes, best, from, open }: CandidateRowsProps) {
  const { dispatch } = usePanel();
  const { candidate, index } = row;
  const toggle = () => dispatch({ type: 'highlight-toggled', id: candidate.id });
  return (
    <>
      <tr class={open ? 'candidate open' : 'candidate'} onClick={toggle}>
        <th scope="row" class="model">
          <button
            type="button"
            class="model-name"
            aria-expanded={open}
            onClick={(event) => {
              event.stopPropagation();
              toggle();
            }}
          >
            <Icon name={open ? 'chevron-down' : 'chevron-right'} />
            <Marker index={index} />
            <ModelName label={candidate.label}>
              <Marks notes={notes} column="model" id={candidate.id} />
            </ModelName>
          </button>
          <span class="samples">
            {samplesText(candidate)}
            {candidate.failed > 0 && !columns.some(({ id }) => id === 'errors') && (
              <>
                {'\u00A0· '}
                <span class="failed">{candidate.failed}&nbsp;failed</span>
              </>
            )}
          </span>
        </th>
        {columns.map((column) => (
          <td key={column.id} class={cellClass(column, row, best.get(column.id) ?? null)}>
            <Figure column={column} row={row} from={from} />
            <Marks notes={notes} column={column.id} id={candidate.id} />
          </td>
        ))}
      </tr>
      {open && (
        <tr class="candidate-detail">
          <td colSpan={columns.length + 1}>
            <CandidateDetail row={row} />
          </td>
        </tr>
      )}
    </>
  );
}

function cellClass(column: Column, row: ComparedCandidate, best: number | null): string {
  const value = column.value(row);
  if (value === null) return `column-${column.id} unknown`;
  if (column.id === 'errors' && value > 0) return 'column-errors has-errors';
  return value === best && column.id !== 'standing' ? `column-${column.id} leading` : `column-${column.id}`;
}

function Figure({ column, row, from }: { readonly column: Column; readonly row: ComparedCandidate; readonly from: number }) {
  const { candidate, standing } = row;
  if (column.id === 'standing') return <StandingFigure standing={standing} />;
  const estimate = column.estimate?.(candidate) ?? null;
  const title = estimate ? intervalText(estimate, column.format) : undefined;
  if (column.id !== 'quality' || !estimate) return <span title={title}>{column.text(row)}</span>;
  return <EstimateFigure estimate={estimate} from={from} to={1} />;
}

interface MarksProps {
  readonly notes: readonly Footnote[];
  readonly column: Sort['column'];
  readonly id: CandidateId;
}

/** Letters of the footnotes that hold for this figure but not for the whole column. */
function Marks({ notes, column, id }: MarksProps) {
  const marks = notes.filter(({ everywhere, columns, applies }) => !everywhere && columns.includes(column) && applies.has(id));
  return (
    <span class="marks">
      {marks.map(({ mark, applies }) => (
        <sup key={mark} title={applies.get(id)}>
          {mark}
          <span class="for-screen-readers">: {applies.get(id)}</span>
        </sup>
      ))}
    </span>
  );
}
