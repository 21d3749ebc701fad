import { matrixLimit, type Comparison, type MatrixCell, type MatrixRow } from '../../../shared/model/comparison.ts';
import type { ComparedRun } from './compare.ts';

/** To be raised whenever the same attempts would get another comparison, in figures or in words: kept ones are then made anew. */
export const comparisonVersion = 2;

/** A comparison as it is kept beside the run. */
interface Kept {
  readonly version: number;
  /** What the run was held against, and its state; `null`: nothing. */
  readonly against: string | null;
  /** Without its matrix. */
  readonly comparison: Comparison;
  readonly rows: readonly KeptRow[];
  readonly columns: readonly KeptColumn[];
}

type KeptRow = readonly [caseId: string, name: string, category: string | null];

/** The cells of a candidate. By column, since naming each field of each cell would double the text. */
interface KeptColumn {
  readonly id: MatrixCell['candidateId'];
  readonly ok: readonly MatrixCell['ok'][];
  readonly failed: readonly MatrixCell['failed'][];
  readonly quality: readonly MatrixCell['quality'][];
  readonly latencyMs: readonly MatrixCell['latencyMs'][];
  readonly costUsd: readonly MatrixCell['costUsd'][];
  readonly errorKind: readonly MatrixCell['errorKind'][];
  readonly attemptId: readonly MatrixCell['attemptId'][];
}

export function keptText({ comparison, rows }: ComparedRun, against: string | null): string {
  const kept: Kept = {
    version: comparisonVersion,
    against,
    comparison: { ...comparison, matrix: [] },
    rows: rows.map(({ caseId, name, category }) => [caseId, name, category]),
    columns: comparison.candidates.map(({ id }, place) => columnOf(id, rows, place)),
  };
  return JSON.stringify(kept);
}

/** `null` where the text is of another version, of a run held against something else, or damaged. */
export function fromKept(text: string, against: string | null): ComparedRun | null {
  const kept = parsed(text);
  if (kept?.version !== comparisonVersion || kept.against !== against) return null;
  const rows = kept.rows.map(([caseId, name, category], index): MatrixRow => {
    return { caseId, name, category, cells: kept.columns.map((column) => cellAt(column, index)) };
  });
  return { comparison: { ...kept.comparison, matrix: rows.slice(0, matrixLimit) }, rows };
}

function parsed(text: string): Kept | null {
  try {
    return JSON.parse(text) as Kept | null;
  } catch {
    return null;
  }
}

function columnOf(id: MatrixCell['candidateId'], rows: readonly MatrixRow[], place: number): KeptColumn {
  const cells = rows.flatMap((row) => row.cells[place] ?? []);
  return {
    id,
    ok: cells.map(({ ok }) => ok),
    failed: cells.map(({ failed }) => failed),
    quality: cells.map(({ quality }) => quality),
    latencyMs: cells.map(({ latencyMs }) => latencyMs),
    costUsd: cells.map(({ costUsd }) => costUsd),
    errorKind: cells.map(({ errorKind }) => errorKind),
    attemptId: cells.map(({ attemptId }) => attemptId),
  };
}

function cellAt(column: KeptColumn, index: number): MatrixCell {
  return {
    candidateId: column.id,
    ok: column.ok[index] ?? 0,
    failed: column.failed[index] ?? 0,
    quality: column.quality[index] ?? null,
    latencyMs: column.latencyMs[index] ?? null,
    costUsd: column.costUsd[index] ?? null,
    errorKind: column.errorKind[index] ?? null,
    attemptId: column.attemptId[index] ?? null,
  };
}
