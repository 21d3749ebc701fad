import type { ComponentChildren } from 'preact';
import { formatPlural } from '../../src/shared/format.ts';
import type { CandidateSummary, Comparison } from '../../src/shared/model/comparison.ts';
import type { ErrorKind } from '../../src/shared/model/errors.ts';
import { errorTitles } from '../../src/shared/errorTitles.ts';
import { offeredActions } from '../logic/errorActions.ts';
import { usePanel } from './context.ts';
import { Icon, type IconName } from './icon.tsx';

interface CalloutProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Callout({ icon, title, children }: CalloutProps) {
  return (
    <section class="callout">
      <h2>
        <Icon name={icon} /> {title}
      </h2>
      {children}
    </section>
  );
}

export function NothingYet({ comparison: { status } }: { readonly comparison: Comparison }) {
  return status === 'running' ? (
    <Callout icon="info" title="Waiting for the first answers">
      <p>The comparison fills in as they come.</p>
    </Callout>
  ) : (
    <Callout icon="circle-slash" title="No call was made">
      <p>This run ended before a model answered. Run it again to get a comparison.</p>
    </Callout>
  );
}

export function AllFailed({ comparison: { candidates, totals } }: { readonly comparison: Comparison }) {
  return (
    <Callout icon="error" title={`No model answered: ${formatPlural(totals.failed, 'call')} failed`}>
      <ErrorList candidates={candidates} several />
    </Callout>
  );
}

interface ErrorListProps {
  readonly candidates: readonly CandidateSummary[];
  /** Whether to say whose errors they are. */
  readonly several?: boolean;
}

/** What went wrong and what to do, once for each kind, most frequent first. */
export function ErrorList({ candidates, several = false }: ErrorListProps) {
  const errors = candidates.flatMap((candidate) => candidate.errors.map((error) => ({ ...error, candidate })));
  const kinds = [...Map.groupBy(errors, ({ kind }) => kind)].map(([kind, same]) => ({
    kind,
    count: same.reduce((sum, { count }) => sum + count, 0),
    advice: [...new Set(same.map(({ advice }) => advice))],
    candidates: same.map(({ candidate }) => candidate),
  }));
  return (
    <ul class="errors">
      {kinds
        .sort((a, b) => b.count - a.count)
        .map(({ kind, count, candidates, advice }) => (
          <li key={kind}>
            <strong>
              {count} × {errorTitles[kind]}
            </strong>
            {several && <span class="muted"> ({candidates.map(({ label }) => label).join(', ')})</span>}
            {advice.map((text) => (
              <div key={text}>{text}</div>
            ))}
            <ErrorActions kind={kind} candidates={candidates} />
          </li>
        ))}
    </ul>
  );
}

interface ErrorActionsProps {
  readonly kind: ErrorKind;
  readonly candidates: readonly CandidateSummary[];
}

function ErrorActions({ kind, candidates }: ErrorActionsProps) {
  const { post, offers } = usePanel();
  const actions = offeredActions(kind, candidates, offers);
  if (actions.length === 0) return null;
  return (
    <div class="error-actions">
      {actions.map(({ action, candidateId, label }) => (
        <button
          key={`${action} ${candidateId}`}
          type="button"
          class="button secondary"
          onClick={() => post({ type: 'error-action-requested', candidateId, action })}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
