import { useState } from 'preact/hooks';
import { answersBehind } from '../../src/shared/comparisonText.ts';
import { formatCount, formatPlural, formatQuality } from '../../src/shared/format.ts';
import type { CaseChange } from '../../src/shared/model/comparison.ts';
import type { ListedChange } from '../logic/changes.ts';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';
import { ModelLabel } from './modelLabel.tsx';
import { TableBox } from './section.tsx';

/** Rows drawn at first and with each click on "Show more". */
const pageSize = 12;

interface ChangeTableProps {
  readonly title: string;
  readonly changes: readonly ListedChange[];
  /** Of all changes of this kind, sent or not. */
  readonly total: number;
}

/** The cases that went one way, each with its answer a click away. */
export function ChangeTable({ title, changes, total }: ChangeTableProps) {
  const [limit, setLimit] = useState(pageSize);
  if (total === 0) return null;
  const significant = changes.filter(({ change }) => change.significant).length;
  return (
    <div class="changes">
      <h3>
        {title}{' '}
        <span class="muted">
          {formatPlural(total, 'case')} over all models, {formatCount(significant)} of them significantly
        </span>
      </h3>
      <TableBox label={title}>
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Case</th>
              <th scope="col">Model</th>
              <th scope="col">Quality then → now</th>
              <th scope="col" title="Fisher’s exact test on passed answers, with Holm’s correction over the model’s cases">
                Significant?
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.slice(0, limit).map(({ change, candidate, index }) => (
              <tr key={`${candidate.id} ${change.caseId}`}>
                <th scope="row">
                  <CaseName change={change} of={candidate.label} />
                </th>
                <td>
                  <ModelLabel label={candidate.label} index={index} />
                </td>
                <td>
                  {formatQuality(change.before)} → {formatQuality(change.after)}{' '}
                  <span class="interval">{answersBehind(change)}</span>
                </td>
                <td>{change.significant ? 'yes' : <span class="muted">may be chance</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      {changes.length > limit && (
        <button type="button" class="button secondary" onClick={() => setLimit(limit + 4 * pageSize)}>
          Show {formatCount(Math.min(4 * pageSize, changes.length - limit))} more of {formatCount(changes.length)}
        </button>
      )}
      {total > changes.length && changes.length <= limit && (
        <p class="muted">The greatest {formatCount(changes.length)} are here; an export holds all of them.</p>
      )}
    </div>
  );
}

function CaseName({ change: { name, attemptId }, of }: { readonly change: CaseChange; readonly of: string }) {
  const { post } = usePanel();
  if (attemptId === null) return <>{name}</>;
  return (
    <button
      type="button"
      class="link"
      aria-label={`${name}: open the answer of ${of}`}
      title="Open the answer"
      onClick={() => post({ type: 'answer-requested', attemptId })}
    >
      <Icon name="go-to-file" /> {name}
    </button>
  );
}
