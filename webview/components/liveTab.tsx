import { useEffect, useRef, useState } from 'preact/hooks';
import { errorTitles } from '../../src/shared/errorTitles.ts';
import { formatCount, formatMs, formatQuality } from '../../src/shared/format.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { LiveAnswer, LiveModel, LiveView } from '../../src/shared/model/liveView.ts';
import { rateText, spendingOf, spokenProgress, timeLeftText } from '../logic/live.ts';
import { currentProgress, type PanelState } from '../logic/state.ts';
import { usePanel } from './context.ts';
import { CandidateLabel } from './modelLabel.tsx';
import { TableBox } from './section.tsx';

interface LiveTabProps {
  readonly comparison: Comparison;
  readonly state: PanelState;
}

/** How the run goes on: which model is how far and how fast, what is spent, and what has just come. */
export function LiveTab({ comparison, state }: LiveTabProps) {
  const { post } = usePanel();
  const { live } = state;
  useEffect(() => {
    post({ type: 'live-watched', on: true });
    return () => post({ type: 'live-watched', on: false });
  }, [post]);
  const progress = currentProgress(comparison, state.progress);
  const spoken = useCalm(spokenProgress(progress, live), 5_000);
  return (
    <section id="live" class="section" aria-labelledby="live-heading" tabIndex={-1}>
      <h2 id="live-heading" class="for-screen-readers">
        The run as it goes on
      </h2>
      <p class="for-screen-readers" aria-live="polite">
        {spoken}
      </p>
      {live === null ? (
        <p class="muted">Waiting for the first answers…</p>
      ) : (
        <>
          <LiveFacts live={live} comparison={comparison} state={state} />
          <ModelsTable live={live} comparison={comparison} />
          <Newest newest={live.newest} comparison={comparison} state={state} />
        </>
      )}
    </section>
  );
}

/** The text as it was up to so many ms ago: who hears it is not interrupted at every call. */
function useCalm(text: string, everyMs: number): string {
  const [told, setTold] = useState(text);
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    const timer = setInterval(() => setTold(latest.current), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return told;
}

type LiveProps = LiveTabProps & { readonly live: LiveView };

function LiveFacts({ live, comparison, state }: LiveProps) {
  const { text, basis } = timeLeftText(live, comparison);
  const spending = spendingOf(currentProgress(comparison, state.progress), comparison, live.budgetUsd);
  return (
    <dl class="live-facts">
      <div>
        <dt>Time left</dt>
        <dd>
          <strong>{text}</strong> <span class="muted">{basis}</span>
        </dd>
      </div>
      <div>
        <dt>Spent so far</dt>
        <dd>
          <strong>{spending.text}</strong>
          {spending.share !== null && <progress max={1} value={spending.share} aria-label="Share of the budget that is spent" />}
        </dd>
      </div>
    </dl>
  );
}

function ModelsTable({ live: { models, windowMs }, comparison }: Omit<LiveProps, 'state'>) {
  return (
    <TableBox label="How each model is doing">
      <table class="data live-models">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Samples</th>
            {['Failed', 'In flight', 'Calls / s', 'Tokens / s'].map((title) => (
              <th
                key={title}
                scope="col"
                class="number"
                title={title.endsWith('/ s') ? `Of the last ${windowMs / 1000} s` : undefined}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <ModelRow key={model.candidateId} model={model} comparison={comparison} />
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function ModelRow({ model, comparison }: { readonly model: LiveModel; readonly comparison: Comparison }) {
  const { candidateId, done, planned, failed, inFlight, callsPerSecond, tokensPerSecond } = model;
  const count = `${formatCount(done)} of ${formatCount(planned)}`;
  return (
    <tr>
      <th scope="row">
        <CandidateLabel id={candidateId} candidates={comparison.candidates} />
      </th>
      <td class="live-done">
        <progress max={Math.max(1, planned)} value={done} aria-label={`${count} samples done`} /> <span>{count}</span>
      </td>
      <td class={failed > 0 ? 'number has-errors' : 'number'}>{formatCount(failed)}</td>
      <td class="number">{formatCount(inFlight)}</td>
      <td class="number">{done < planned ? rateText(callsPerSecond) : '–'}</td>
      <td class="number">{done < planned ? rateText(tokensPerSecond) : '–'}</td>
    </tr>
  );
}

interface NewestProps extends LiveTabProps {
  readonly newest: readonly LiveAnswer[];
}

function Newest({ newest, comparison, state }: NewestProps) {
  const { dispatch } = usePanel();
  const rows = state.page.kind === 'run' ? state.page.value.matrix.rows : [];
  return (
    <>
      <h3 class="newest-heading">Newest answers</h3>
      <ol class="newest">
        {newest.map(({ attemptId, candidateId, caseId, text, latencyMs, quality, errorKind }) => (
          <li key={attemptId}>
            <div class="newest-head">
              <CandidateLabel id={candidateId} candidates={comparison.candidates} />
              <button
                type="button"
                class="link"
                title="Show all answers to this case"
                onClick={() => dispatch({ type: 'prefs-changed', prefs: { tab: 'answers', caseId } })}
              >
                {rows.find((row) => row.caseId === caseId)?.name ?? caseId}
              </button>
              <span class="muted">
                {[latencyMs === null ? null : formatMs(latencyMs), quality === null ? null : `score ${formatQuality(quality)}`]
                  .filter((part) => part !== null)
                  .join(' · ')}
              </span>
            </div>
            <p class={errorKind === null ? 'newest-text' : 'newest-text error-kind'}>
              {errorKind === null ? (text ?? '') : errorTitles[errorKind]}
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
