import { lookUp } from './caseVariables.ts';
import type { Dataset } from './dataset.ts';
import type { DatasetRow } from './datasetRows.ts';
import { quoted } from './problems.ts';

interface Found {
  readonly first: DatasetRow;
  count: number;
}

/** Rows with nothing in a column that is asked: mostly cells that somebody forgot, and models would be asked nothing. */
export class EmptyCells {
  readonly #columns: readonly string[];
  readonly #found = new Map<string, Found>();

  constructor(columns: readonly string[]) {
    this.#columns = columns;
  }

  add(row: DatasetRow): void {
    for (const column of this.#columns) {
      if (!isEmpty(lookUp(row.values, column))) continue;
      const found = this.#found.get(column);
      if (found) found.count++;
      else this.#found.set(column, { first: row, count: 1 });
    }
  }

  messages(dataset: Dataset): string[] {
    return [...this.#found].map(([column, { first, count }]) => {
      const line = dataset.rangeOf(first).start.line + 1;
      const where = `row ${first.number} of ${quoted(dataset.path)}, line ${line}`;
      const others = count === 1 ? '' : `, and in ${count - 1} more`;
      return `Nothing stands under \`${column}\` in ${where}${others}: the prompt takes it.`;
    });
  }
}

/** Null is nothing, too, though it is asked as the word. */
function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'string' && !/\S/.test(value));
}
