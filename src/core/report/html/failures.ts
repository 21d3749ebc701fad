import { errorTitles } from '../../../shared/errorTitles.ts';
import { formatPlural } from '../../../shared/format.ts';
import type { AttemptRecord } from '../../../shared/model/attempt.ts';
import type { ReportInput } from '../input.ts';
import { element, escapeMarkup } from '../markup.ts';
import { candidateLabel } from '../ranking.ts';
import { headCells, scrollingTable } from './table.ts';

/** Failed calls by model and kind, retried ones included, each kind with one message as an example and what to do about it. */
export function failuresTable({ comparison, attempts }: ReportInput): string {
  const failed = attempts.filter(({ error }) => error !== null);
  const groups = [...Map.groupBy(failed, ({ candidateId, error }) => `${candidateId}\n${error?.kind}`).values()];
  if (groups.length === 0) return '';
  const said = [
    ['Kind', 'left'],
    ['What the server said', 'left'],
    ['What to do', 'left'],
  ] as const;
  const head = headCells('Model', 'Calls', ...said);
  const rows = groups.toSorted((a, b) => b.length - a.length).map((group) => failureRow(group, comparison));
  return scrollingTable({ label: 'Failures', className: 'wide failures' }, head, rows);
}

function failureRow(group: readonly AttemptRecord[], comparison: ReportInput['comparison']): string {
  const [first] = group;
  if (!first?.error) return '';
  const retried = group.filter(({ final }) => !final).length;
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, escapeMarkup(candidateLabel(comparison, first.candidateId))),
    element('td', {}, String(group.length), retried > 0 ? element('small', {}, formatPlural(retried, 'retried', 'retried')) : ''),
    element('td', { class: 'left bad' }, escapeMarkup(errorTitles[first.error.kind])),
    element('td', { class: 'left text' }, escapeMarkup(first.error.message)),
    element('td', { class: 'left text' }, escapeMarkup(first.error.advice)),
  );
}
