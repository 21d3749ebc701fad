/** A cell of the grid; row and column count from 0, headers included. */
export interface GridPosition {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
}

const pageRows = 10;

/** Where a key leads from `at`, after the ARIA grid pattern; `null` for keys that do not move. */
export function moveInGrid(at: GridPosition, key: string, control: boolean, size: GridSize): GridPosition | null {
  const target = destination(at, key, control, size);
  return target && clampToGrid(target, size);
}

export function clampToGrid({ row, column }: GridPosition, { rows, columns }: GridSize): GridPosition {
  return { row: Math.max(0, Math.min(rows - 1, row)), column: Math.max(0, Math.min(columns - 1, column)) };
}

function destination({ row, column }: GridPosition, key: string, control: boolean, size: GridSize): GridPosition | null {
  switch (key) {
    case 'ArrowUp':
      return { row: row - 1, column };
    case 'ArrowDown':
      return { row: row + 1, column };
    case 'ArrowLeft':
      return { row, column: column - 1 };
    case 'ArrowRight':
      return { row, column: column + 1 };
    case 'PageUp':
      return { row: row - pageRows, column };
    case 'PageDown':
      return { row: row + pageRows, column };
    case 'Home':
      return { row: control ? 0 : row, column: 0 };
    case 'End':
      return { row: control ? size.rows - 1 : row, column: size.columns - 1 };
    default:
      return null;
  }
}
