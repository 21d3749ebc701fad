import type { CandidateSummary } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { MatrixSort } from '../../src/shared/model/panelView.ts';
import type { GridPosition } from '../logic/gridKeys.ts';
import { Icon } from './icon.tsx';
import { Marker } from './marker.tsx';

interface Shared {
  /** The grid's tab stop. */
  readonly focus: GridPosition;
  readonly sort: MatrixSort;
  readonly onSort: (by: 'case' | CandidateId) => void;
  readonly onFocus: (at: GridPosition) => void;
}

interface MatrixHeadRowProps extends Shared {
  readonly candidates: readonly CandidateSummary[];
  readonly highlighted: CandidateId | null;
}

/** Row 0 of the grid: its cells sort. */
export function MatrixHeadRow({ candidates, highlighted, ...shared }: MatrixHeadRowProps) {
  return (
    <tr>
      <MatrixHead {...shared} title="Case" by="case" column={0} />
      {candidates.map(({ id, label }, index) => (
        <MatrixHead
          {...shared}
          key={id}
          title={label}
          by={id}
          column={index + 1}
          marker={index}
          highlighted={id === highlighted}
        />
      ))}
    </tr>
  );
}

interface MatrixHeadProps extends Shared {
  readonly title: string;
  readonly by: 'case' | CandidateId;
  /** Column in the grid. */
  readonly column: number;
  /** The model's place in the run, for its colour and shape. */
  readonly marker?: number;
  readonly highlighted?: boolean;
}

function MatrixHead({ title, by, column, focus, sort, onSort, onFocus, marker, highlighted }: MatrixHeadProps) {
  const direction = sort.by === by ? sort.direction : null;
  return (
    <th
      scope="col"
      class={highlighted ? 'highlighted' : undefined}
      aria-sort={direction ?? 'none'}
      tabIndex={focus.row === 0 && focus.column === column ? 0 : -1}
      data-at={`0:${column}`}
      title={`Sort by ${title}`}
      onClick={() => onSort(by)}
      onFocus={() => onFocus({ row: 0, column })}
    >
      {marker !== undefined && <Marker index={marker} />}
      {title}
      {direction !== null && <Icon name={direction === 'ascending' ? 'arrow-up' : 'arrow-down'} />}
    </th>
  );
}
