import type { PublicRank } from '../../../src/shared/model/publicRanks.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import { confidenceText } from '../../../src/shared/rankingText.ts';
import { usePanel } from '../context.ts';

interface MatchedProps {
  readonly rank: PublicRank;
  readonly id: CandidateId;
}

/** How a model is called on the board; where that is not sure, why, and a way to say it better. */
export function Matched({ rank, id }: MatchedProps) {
  const isSure = rank.confidence === 'exact' || rank.confidence === 'corrected';
  return (
    <>
      {rank.name}
      {!isSure && (
        <span class="match-note">
          {confidenceText(rank)} <WhichOne id={id} text="Not this one?" label={`Not this one? ${rank.name}`} />
        </span>
      )}
    </>
  );
}

interface WhichOneProps {
  readonly id: CandidateId;
  readonly text: string;
  /** For those who hear the button alone. */
  readonly label: string;
}

/** Lets the user say which of the board's models this is. */
export function WhichOne({ id, text, label }: WhichOneProps) {
  const { post } = usePanel();
  return (
    <button type="button" class="link" aria-label={label} onClick={() => post({ type: 'match-requested', candidateId: id })}>
      {text}
    </button>
  );
}
