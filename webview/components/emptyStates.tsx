import type { ComponentChildren } from 'preact';
import { formatPlural } from '../../src/shared/format.ts';
import type { Comparison, ErrorCount } from '../../src/shared/model/comparison.ts';
import { errorTitles } from '../logic/errorTitles.ts';
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
      <ErrorList errors={candidates.flatMap(({ label, errors }) => errors.map((error) => ({ ...error, label })))} />
    </Callout>
  );
}

interface ErrorListProps {
  readonly errors: readonly (ErrorCount & { readonly label?: string })[];
}

/** What went wrong and what to do, once for each kind, most frequent first. */
export function ErrorList({ errors }: ErrorListProps) {
  const kinds = [...Map.groupBy(errors, ({ kind }) => kind)].map(([kind, same]) => ({
    kind,
    count: same.reduce((sum, { count }) => sum + count, 0),
    advice: [...new Set(same.map(({ advice }) => advice))],
    labels: same.flatMap(({ label }) => label ?? []),
  }));
  return (
    <ul class="errors">
      {kinds
        .sort((a, b) => b.count - a.count)
        .map(({ kind, count, labels, advice }) => (
          <li key={kind}>
            <strong>
              {count} × {errorTitles[kind]}
            </strong>
            {labels.length > 0 && <span class="muted"> ({labels.join(', ')})</span>}
            {advice.map((text) => (
              <div key={text}>{text}</div>
            ))}
          </li>
        ))}
    </ul>
  );
}
