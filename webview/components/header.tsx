import { formatInstant } from '../../src/shared/format.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import { resumeOffers, type ResumeOffer } from '../logic/resume.ts';
import { scopeText, statusText } from '../logic/wording.ts';
import { usePanel } from './context.ts';
import { ExportMenu } from './exportMenu.tsx';
import { Icon } from './icon.tsx';

const formats = [
  { format: 'html', title: 'HTML report' },
  { format: 'md', title: 'Markdown' },
  { format: 'json', title: 'JSON' },
  { format: 'csv', title: 'CSV, one row per call' },
  { format: 'junit', title: 'JUnit XML' },
] as const;

export function Header({ comparison }: { readonly comparison: Comparison }) {
  const { run, status } = comparison;
  const { post } = usePanel();
  const { resume, retry } = resumeOffers(comparison);
  return (
    <header class="run-head">
      <div class="run-title">
        <h1>{run.name}</h1>
        <p class="muted">
          <span class={`status status-${status}`}>{statusText[status]}</span> · {formatInstant(run.startedAt)} ·{' '}
          {scopeText(comparison)}
        </p>
        {run.statusMessage !== null && <p class="status-message">{run.statusMessage}</p>}
      </div>
      <div class="toolbar" role="group" aria-label="Run">
        <ExportMenu formats={formats} onChoose={(format) => post({ type: 'export-requested', format })} />
        {status !== 'running' && (
          <>
            {status !== 'partial' && comparison.candidates.some(({ ok }) => ok > 0) && (
              <BaselineButton on={run.baselineAt !== null} />
            )}
            {retry && <ResumeButton offer={retry} primary={false} />}
            <button
              type="button"
              class={resume ? 'button secondary' : 'button'}
              title="Run the suite anew, as a run of its own"
              onClick={() => post({ type: 'rerun-requested' })}
            >
              <Icon name="debug-rerun" /> Run again
            </button>
            {resume && <ResumeButton offer={resume} primary />}
          </>
        )}
      </div>
    </header>
  );
}

interface ResumeButtonProps {
  readonly offer: ResumeOffer;
  readonly primary: boolean;
}

function ResumeButton({ offer: { what, label, title }, primary }: ResumeButtonProps) {
  const { post } = usePanel();
  return (
    <button
      type="button"
      class={primary ? 'button' : 'button secondary'}
      title={title}
      onClick={() => post({ type: 'resume-requested', what })}
    >
      <Icon name={what === 'missing' ? 'debug-continue' : 'refresh'} /> {label}
    </button>
  );
}

function BaselineButton({ on }: { readonly on: boolean }) {
  const { post } = usePanel();
  const does = on
    ? 'Baseline of this suite. Later runs are held against it: click to let it go'
    : 'Hold later runs of this suite against this one';
  return (
    <button type="button" class="button secondary" title={does} onClick={() => post({ type: 'baseline-set', on: !on })}>
      <Icon name={on ? 'check' : 'bookmark'} /> {on ? 'Baseline' : 'Set as baseline'}
      {on && <span class="for-screen-readers">, unset</span>}
    </button>
  );
}
