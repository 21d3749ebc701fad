// oxlint-disable-next-line import/no-unassigned-import -- esbuild adds it to the panel's style sheet
import './several.css';
import { useEffect, useState } from 'preact/hooks';
import { unitsKept } from '../../src/shared/format.ts';
import type { RunsComparison } from '../../src/shared/model/runsComparison.ts';
import type { FromRunsPanel } from '../../src/shared/protocol/runsPanel.ts';
import { Callout } from '../components/emptyStates.tsx';
import { ExportMenu } from '../components/exportMenu.tsx';
import { Icon } from '../components/icon.tsx';
import type { VsCodeApi } from '../vscodeApi.ts';
import { IntervalPlots } from './intervalPlots.tsx';
import { parseToRunsPanel } from './messages.ts';
import { RunsList } from './runsList.tsx';
import { RunsTable } from './runsTable.tsx';
import { SuitesSection } from './suitesSection.tsx';

type Page =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'runs'; readonly comparison: RunsComparison };

const formats = [
  { format: 'md', title: 'Markdown' },
  { format: 'csv', title: 'CSV, one row per model and run' },
  { format: 'json', title: 'JSON' },
] as const;

/** Several runs side by side: the answer first, then what it rests on. */
export function RunsPage({ vscode }: { readonly vscode: VsCodeApi }) {
  const [page, setPage] = useState<Page>({ kind: 'loading' });
  const [notice, setNotice] = useState<string | null>(null);
  useEffect(() => {
    const listen = ({ data }: MessageEvent<unknown>) => {
      const message = parseToRunsPanel(data);
      if (message?.type === 'runs-notice') setNotice(message.message);
      if (message?.type === 'runs-missing') setPage({ kind: 'missing', message: message.message });
      if (message?.type !== 'runs-updated') return;
      const { comparison } = message;
      setNotice(null);
      setPage({ kind: 'runs', comparison });
      vscode.setState({ runIds: comparison.runs.map(({ id }) => id), reference: comparison.reference });
    };
    window.addEventListener('message', listen);
    vscode.postMessage({ type: 'runs-ready' });
    return () => window.removeEventListener('message', listen);
  }, [vscode]);
  const post = (message: FromRunsPanel) => vscode.postMessage(message);
  return (
    <main>
      <div class="top">
        <header class="run-head">
          <div class="run-title">
            <h1>Runs side by side</h1>
          </div>
          {page.kind === 'runs' && (
            <div class="toolbar" role="group" aria-label="Runs">
              <ExportMenu formats={formats} onChoose={(format) => post({ type: 'runs-export', format })} />
            </div>
          )}
        </header>
        <div role="status" class={notice === null ? undefined : 'notice'}>
          {notice !== null && (
            <>
              <Icon name="warning" /> <span class="notice-text">{notice}</span>
            </>
          )}
        </div>
      </div>
      <Body page={page} post={post} />
    </main>
  );
}

interface BodyProps {
  readonly page: Page;
  readonly post: (message: FromRunsPanel) => void;
}

function Body({ page, post }: BodyProps) {
  if (page.kind === 'loading') return <p class="loading">Comparing the runs…</p>;
  if (page.kind === 'missing') {
    return (
      <Callout icon="circle-slash" title="These runs are not here">
        <p>{page.message}</p>
      </Callout>
    );
  }
  const { comparison } = page;
  return (
    <>
      <section class="verdict" aria-labelledby="runs-headline">
        <h2 id="runs-headline">{unitsKept(comparison.headline)}</h2>
        {comparison.details.map((detail) => (
          <p key={detail} class="detail">
            {unitsKept(detail)}
          </p>
        ))}
      </section>
      <RunsList comparison={comparison} post={post} />
      {comparison.suites && <SuitesSection table={comparison.suites} models={comparison.models} />}
      <RunsTable comparison={comparison} />
      <IntervalPlots comparison={comparison} />
    </>
  );
}
