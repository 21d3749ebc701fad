import { formatQuality } from '../../src/shared/format.ts';
import type { CaseAnswer } from '../../src/shared/model/caseAnswers.ts';
import { Icon } from './icon.tsx';

/** Each score with its reason; a scorer that failed has none. */
export function AnswerScores({ scores }: Pick<CaseAnswer, 'scores'>) {
  if (scores.length === 0) return null;
  return (
    <ul class="scores" aria-label="Scores">
      {scores.map(({ name, value, passed, weight, reason }, index) => (
        <li key={index}>
          <span class={passed === null ? 'score-mark' : passed ? 'score-mark passed' : 'score-mark missed'}>
            <Icon name={passed === null ? 'question' : passed ? 'check' : 'close'} />
            <span class="for-screen-readers">{passed === null ? 'no verdict' : passed ? 'passed' : 'missed'}</span>{' '}
            {value === null ? 'failed' : formatQuality(value)}
          </span>{' '}
          <span>
            {name}
            {weight !== 1 && <span class="muted">, weight {weight}</span>}
            {reason !== '' && <span class="muted">: {reason}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
