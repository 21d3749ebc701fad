import { useState } from 'preact/hooks';
import { errorTitles } from '../../src/shared/errorTitles.ts';
import type { CaseAnswer } from '../../src/shared/model/caseAnswers.ts';
import type { Opinion } from '../../src/shared/opinion.ts';
import { callText, cutText, isLong, opinionByKey, verdictOf } from '../logic/cases.ts';
import { pickCell, type PickedCell } from '../logic/selection.ts';
import { AnswerScores } from './answerScores.tsx';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';
import { ModelLabel } from './modelLabel.tsx';
import { RatingBar } from './ratingBar.tsx';

interface AnswerCardProps {
  readonly label: string;
  /** Place in the run's own order. */
  readonly index: number;
  readonly caseId: string;
  readonly answer: CaseAnswer;
  readonly picked: PickedCell | null;
}

/** One model's answer, with why it scored as it did, and what a person says of it. Its text is text, whatever is in it. */
export function AnswerCard(props: AnswerCardProps) {
  const { label, index, answer, picked } = props;
  const [noting, setNoting] = useState<string | null>(null);
  const { open, compare, rate } = useCardActions(props);
  const { attemptId, candidateId, opinion } = answer;
  const isNoting = noting === attemptId;
  const isPicked = picked?.attemptId === attemptId;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.key.toLowerCase();
    const said = answer.status === 'ok' ? opinionByKey(key, opinion) : null;
    if (said) rate(said);
    else if (key === 'enter') open();
    else if (key === 'd') compare();
    else if (key === 'n' && answer.status === 'ok') setNoting(attemptId);
    else return;
    event.preventDefault();
  };
  return (
    <article
      class={isPicked ? 'answer-card picked' : 'answer-card'}
      tabIndex={0}
      data-candidate={candidateId}
      aria-label={`${label}: ${verdictOf(answer).text}`}
      onKeyDown={onKeyDown}
    >
      <CardHead label={label} index={index} answer={answer} />
      <p class="muted figures-line">{callText(answer)}</p>
      {answer.error ? <Failure error={answer.error} /> : <AnswerText key={attemptId} answer={answer} />}
      <AnswerScores scores={answer.scores} />
      {answer.status === 'ok' && (
        <footer>
          <RatingBar
            label={label}
            opinion={opinion}
            noting={isNoting}
            onNoting={(on) => setNoting(on ? attemptId : null)}
            onRate={rate}
          />
          <CardButtons picked={isPicked} onCompare={compare} onOpen={open} />
        </footer>
      )}
    </article>
  );
}

function CardHead({ label, index, answer }: Pick<AnswerCardProps, 'label' | 'index' | 'answer'>) {
  const { mark, text } = verdictOf(answer);
  return (
    <header>
      <h3>
        <ModelLabel label={label} index={index} />
      </h3>
      <span class={`answer-verdict ${mark}`}>
        {mark !== 'open' && <Icon name={mark === 'passed' ? 'check' : 'close'} />} {text}
      </span>
    </header>
  );
}

interface CardButtonsProps {
  readonly picked: boolean;
  readonly onCompare: () => void;
  readonly onOpen: () => void;
}

function CardButtons({ picked, onCompare, onOpen }: CardButtonsProps) {
  return (
    <div class="toolbar">
      <button
        type="button"
        class="icon-button"
        aria-pressed={picked}
        aria-keyshortcuts="D"
        title="Compare with another answer (D)"
        onClick={onCompare}
      >
        <Icon name="diff" /> Compare
      </button>
      <button type="button" class="icon-button" aria-keyshortcuts="Enter" title="Open in the editor (Enter)" onClick={onOpen}>
        <Icon name="go-to-file" /> Open
      </button>
    </div>
  );
}

function useCardActions({ caseId, answer: { candidateId, attemptId }, picked }: AnswerCardProps) {
  const { post, dispatch } = usePanel();
  const open = () => post({ type: 'answer-requested', attemptId });
  const compare = () => {
    const next = pickCell(picked, { caseId, candidateId, attemptId });
    dispatch({ type: 'cell-picked', picked: next.picked });
    if (next.diff) post({ type: 'diff-requested', ...next.diff });
  };
  const rate = (opinion: Opinion) => {
    dispatch({ type: 'opinion-given', attemptId, opinion });
    post({ type: 'rating-given', attemptId, opinion });
  };
  return { open, compare, rate };
}

function AnswerText({ answer: { answer } }: { readonly answer: CaseAnswer }) {
  const [whole, setWhole] = useState(false);
  const long = isLong(answer.text);
  const cut = cutText(answer);
  return (
    <>
      <pre class={long && !whole ? 'answer-text folded' : 'answer-text'}>{answer.text === '' ? '(empty)' : answer.text}</pre>
      {long && (
        <button type="button" class="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? 'Show less' : 'Show all'}
        </button>
      )}
      {cut !== null && (whole || !long) && <p class="muted">{cut} Open it to read all.</p>}
    </>
  );
}

function Failure({ error: { kind, message, advice } }: { readonly error: NonNullable<CaseAnswer['error']> }) {
  return (
    <div class="answer-failure">
      <p>
        <strong>{errorTitles[kind]}</strong>: {message}
      </p>
      <p>{advice}</p>
    </div>
  );
}

interface NoAnswerProps {
  readonly label: string;
  readonly index: number;
  readonly running: boolean;
}

export function NoAnswer({ label, index, running }: NoAnswerProps) {
  return (
    <article class="answer-card" aria-label={`${label}: no answer`}>
      <header>
        <h3>
          <ModelLabel label={label} index={index} />
        </h3>
      </header>
      <p class="muted">{running ? 'No answer yet.' : 'Was not asked.'}</p>
    </article>
  );
}
