import { useEffect, useRef } from 'preact/hooks';
import type { CaseAnswers } from '../../src/shared/model/caseAnswers.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { CaseAnswersFailed, CaseAnswersUpdated } from '../../src/shared/protocol/panel.ts';
import { cutText, type CaseStep } from '../logic/cases.ts';
import type { PickedCell } from '../logic/selection.ts';
import { AnswerCard, NoAnswer } from './answerCard.tsx';
import type { Target } from './answersTab.tsx';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';

interface CasePaneProps {
  readonly caseId: string;
  readonly repeat: number;
  /** As they came: for a moment of the case before. */
  readonly answers: CaseAnswersUpdated | CaseAnswersFailed | null;
  readonly comparison: Comparison;
  readonly picked: PickedCell | null;
  readonly target: Target | null;
  readonly onArrived: () => void;
  readonly before: CaseStep | null;
  readonly after: CaseStep | null;
  readonly onStep: (to: CaseStep | null) => void;
}

/** One case: what was asked and expected, and all models' answers side by side. J and K go from case to case, Escape back to the list. */
export function CasePane(props: CasePaneProps) {
  const { caseId, repeat, answers, before, after, onStep } = props;
  const pane = useRef<HTMLElement>(null);
  useArrival(props, pane);
  const onKeyDown = (event: KeyboardEvent) => {
    if (isTyping(event) || event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.key.toLowerCase();
    if (key === 'j') onStep(after);
    else if (key === 'k') onStep(before);
    else if (key === 'escape') document.querySelector<HTMLElement>('.matrix [tabindex="0"]')?.focus();
    else return;
    event.preventDefault();
  };
  const isCome = answers?.query.caseId === caseId && answers.query.repeat === repeat;
  return (
    <section
      class="case-pane"
      aria-label="Answers to one case"
      aria-describedby="answer-keys"
      aria-busy={!isCome}
      ref={pane}
      onKeyDown={onKeyDown}
    >
      <PaneBody {...props} />
    </section>
  );
}

function PaneBody(props: CasePaneProps) {
  const { answers, caseId, repeat } = props;
  const { post } = usePanel();
  if (answers === null) return <p class="muted">Reading the answers…</p>;
  if (answers.type === 'case-failed') {
    return (
      <p>
        The answers could not be read: {answers.message}{' '}
        <button type="button" class="link" onClick={() => post({ type: 'case-requested', query: { caseId, repeat } })}>
          Try again
        </button>
      </p>
    );
  }
  if (answers.found === null) return <p class="muted">This case is not in the results any more.</p>;
  return (
    <>
      <PaneHead {...props} found={answers.found} />
      <CaseTexts found={answers.found} />
      <Answers {...props} found={answers.found} />
    </>
  );
}

type FoundProps = CasePaneProps & { readonly found: CaseAnswers };

function PaneHead({ found, before, after, onStep }: FoundProps) {
  const { dispatch } = usePanel();
  const { name, category, repeats, query } = found;
  return (
    <div class="section-head">
      <h2 tabIndex={-1} class="case-name" aria-live="polite">
        {name} {category !== null && <span class="category">{category}</span>}
      </h2>
      <div class="toolbar">
        {repeats > 1 && (
          <select
            aria-label="Repeat to show"
            value={query.repeat}
            onChange={({ currentTarget }) => dispatch({ type: 'prefs-changed', prefs: { repeat: Number(currentTarget.value) } })}
          >
            {Array.from({ length: repeats }, (_, index) => (
              <option key={index} value={index + 1}>
                Answer {index + 1} of {repeats}
              </option>
            ))}
          </select>
        )}
        <StepButton title="Previous" shortcut="K" to={before} onStep={onStep} />
        <StepButton title="Next" shortcut="J" to={after} onStep={onStep} />
      </div>
    </div>
  );
}

interface StepButtonProps {
  readonly title: 'Previous' | 'Next';
  readonly shortcut: string;
  readonly to: CaseStep | null;
  readonly onStep: (to: CaseStep | null) => void;
}

/** Not `disabled` at the end: that would take the focus away. */
function StepButton({ title, shortcut, to, onStep }: StepButtonProps) {
  return (
    <button
      type="button"
      class="button secondary"
      aria-label={`${title} case`}
      aria-keyshortcuts={shortcut}
      aria-disabled={to === null}
      title={`${title} case (${shortcut})`}
      onClick={() => onStep(to)}
    >
      <Icon name={title === 'Next' ? 'arrow-down' : 'arrow-up'} /> {title}
    </button>
  );
}

function CaseTexts({ found: { questions, expected } }: { readonly found: CaseAnswers }) {
  return (
    <div class="case-texts">
      {questions.map(({ promptId, text }) => (
        <div key={promptId} class="case-text">
          <h3>{questions.length > 1 ? `Question, prompt “${promptId}”` : 'Question'}</h3>
          <pre tabIndex={0}>{text.text}</pre>
          {cutText(text) !== null && <p class="muted">{cutText(text)}</p>}
        </div>
      ))}
      <div class="case-text">
        <h3>Expected</h3>
        <pre tabIndex={0}>{expected === '' ? 'Nothing is expected of this case.' : expected}</pre>
      </div>
    </div>
  );
}

function Answers({ found, comparison, picked }: FoundProps) {
  const { candidates, status } = comparison;
  const { caseId } = found.query;
  return (
    <>
      <p class="muted hint" id="answer-keys">
        {picked?.caseId === caseId
          ? 'Choose a second answer to see both in the editor’s diff.'
          : 'On an answer: Enter opens it, D compares two, + and − say good or bad, 1 to 5 give stars, N writes a note. J and K change the case.'}
      </p>
      <div class="answer-cards">
        {candidates.map(({ id, label }, index) => {
          const answer = found.answers.find(({ candidateId }) => candidateId === id);
          return answer ? (
            <AnswerCard
              // The same card from case to case, so that the focus stays with its model.
              key={id}
              label={label}
              index={index}
              caseId={caseId}
              answer={answer}
              picked={picked}
            />
          ) : (
            <NoAnswer key={id} label={label} index={index} running={status === 'running'} />
          );
        })}
      </div>
    </>
  );
}

/** Goes to what was opened in the list, once it has come. */
function useArrival({ target, answers, onArrived }: CasePaneProps, pane: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    if (target === null || answers?.query.caseId !== target.caseId) return;
    const card =
      target.candidateId && pane.current?.querySelector<HTMLElement>(`[data-candidate="${CSS.escape(target.candidateId)}"]`);
    const element = card || pane.current?.querySelector<HTMLElement>('.case-name');
    element?.scrollIntoView({ block: 'nearest' });
    element?.focus({ preventScroll: true });
    onArrived();
  }, [target, answers, onArrived, pane]);
}

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
}
