import { formatInstant } from '../../src/shared/format.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import { scopeText, statusText } from '../logic/wording.ts';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';
import { Popup } from './popup.tsx';

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
        <Popup id="export" label="Export" icon="export">
          <ul class="menu">
            {formats.map(({ format, title }) => (
              <li key={format}>
                <button
                  type="button"
                  popovertarget="export-popup"
                  popovertargetaction="hide"
                  onClick={() => post({ type: 'export-requested', format })}
                >
                  {title}
                </button>
              </li>
            ))}
          </ul>
        </Popup>
        {status !== 'running' && (
          <>
            {comparison.candidates.some(({ ok }) => ok > 0) && <BaselineButton on={run.baselineAt !== null} />}
            <button type="button" class="button" onClick={() => post({ type: 'rerun-requested' })}>
              <Icon name="debug-rerun" /> Run again
            </button>
          </>
        )}
      </div>
    </header>
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
