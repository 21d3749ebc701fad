import * as vscode from 'vscode';
import { formatQuality } from '../../shared/format.ts';
import type { RunId } from '../../shared/model/ids.ts';
import { firstPage, type MatrixPage } from '../../shared/model/panelView.ts';
import type { BenchService } from '../benchService.ts';

/** In a list that one goes through by typing; the comparison has them all. */
const mostCases = 200;

/** Lets the user choose a case and then one answer to it, or two; none where they leave. */
export async function pickAnswers(bench: BenchService, runId: RunId | null, count: 1 | 2): Promise<readonly string[]> {
  const view =
    runId === null
      ? null
      : await (await bench.store()).panelView({ runId, matrix: { ...firstPage, count: mostCases }, have: null });
  if (view?.kind !== 'whole') return [];
  const { comparison, matrix } = view.value;
  const picked = await vscode.window.showQuickPick(
    matrix.rows.map((row) => ({ label: row.name, description: row.category ?? '', row })),
    { title: caseTitle(matrix), matchOnDescription: true },
  );
  if (!picked) return [];
  const labels = new Map(comparison.candidates.map(({ id, label }) => [id, label]));
  const items = picked.row.cells.flatMap(({ candidateId, attemptId, quality, failed, ok }) => {
    if (attemptId === null) return [];
    const description = ok === 0 && failed > 0 ? vscode.l10n.t('failed') : formatQuality(quality);
    return [{ label: labels.get(candidateId) ?? candidateId, description, attemptId }];
  });
  const chosen: string[] = [];
  while (chosen.length < count) {
    const rest = items.filter(({ attemptId }) => !chosen.includes(attemptId));
    const title =
      count === 1
        ? vscode.l10n.t('Whose answer?')
        : chosen.length === 0
          ? vscode.l10n.t('Left: whose answer?')
          : vscode.l10n.t('Right: whose answer?');
    const answer = await vscode.window.showQuickPick(rest, { title });
    if (!answer) return [];
    chosen.push(answer.attemptId);
  }
  return chosen;
}

function caseTitle({ rows, total }: MatrixPage): string {
  return total > rows.length
    ? vscode.l10n.t('Which case? The {0} of {1} on which the models differ most', rows.length, total)
    : vscode.l10n.t('Which case?');
}
