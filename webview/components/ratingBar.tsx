import { useEffect, useRef, useState } from 'preact/hooks';
import { clickedThumb, type Opinion } from '../../src/shared/opinion.ts';
import { withStars } from '../logic/cases.ts';
import { Icon, type IconName } from './icon.tsx';

interface RatingBarProps {
  /** Of the model. */
  readonly label: string;
  readonly opinion: Opinion;
  /** The note is being written. */
  readonly noting: boolean;
  readonly onNoting: (on: boolean) => void;
  readonly onRate: (opinion: Opinion) => void;
}

/** What a person thinks of an answer. Each click is stored at once; the same again takes it back. */
export function RatingBar({ label, opinion, noting, onNoting, onRate }: RatingBarProps) {
  const { thumb, stars, note } = opinion;
  const thumbButton = (which: 'up' | 'down', title: string, key: string) => (
    <RatingButton
      icon={`thumbs${which}${thumb === which ? '-filled' : ''}`}
      title={title}
      shortcut={key}
      pressed={thumb === which}
      onClick={() => onRate({ ...opinion, thumb: clickedThumb(which, opinion) })}
    />
  );
  return (
    <div class="rating" role="group" aria-label={`Your rating of ${label}`}>
      {thumbButton('up', 'Good', '+')}
      {thumbButton('down', 'Bad', '-')}
      <span class="stars">
        {[1, 2, 3, 4, 5].map((count) => (
          <RatingButton
            key={count}
            icon={stars !== null && count <= stars ? 'star-full' : 'star-empty'}
            title={`${count} of 5`}
            shortcut={String(count)}
            pressed={stars === count}
            onClick={() => onRate(withStars(count, opinion))}
          />
        ))}
      </span>
      <button
        type="button"
        class="icon-button"
        aria-expanded={noting}
        aria-keyshortcuts="N"
        title="Note (N)"
        onClick={() => onNoting(!noting)}
      >
        <Icon name="note" /> Note
      </button>
      {noting ? (
        <NoteField
          note={note}
          onSave={(text) => {
            onNoting(false);
            if (text !== note) onRate({ ...opinion, note: text });
          }}
          onCancel={() => onNoting(false)}
        />
      ) : (
        note !== '' && <p class="note-text">{note}</p>
      )}
    </div>
  );
}

interface RatingButtonProps {
  readonly icon: IconName;
  readonly title: string;
  readonly shortcut: string;
  readonly pressed: boolean;
  readonly onClick: () => void;
}

function RatingButton({ icon, title, shortcut, pressed, onClick }: RatingButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={title}
      aria-keyshortcuts={shortcut}
      aria-pressed={pressed}
      title={`${title} (${shortcut})`}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

interface NoteFieldProps {
  readonly note: string;
  readonly onSave: (text: string) => void;
  readonly onCancel: () => void;
}

/** Ctrl+Enter saves, Escape leaves the note as it was; either gives the focus back to the answer. */
function NoteField({ note, onSave, onCancel }: NoteFieldProps) {
  const [text, setText] = useState(note);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const leave = (then: () => void) => {
    field.current?.closest<HTMLElement>('.answer-card')?.focus();
    then();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') leave(onCancel);
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) leave(() => onSave(text.trim()));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="note-field">
      <textarea
        ref={field}
        rows={2}
        aria-label="Note on the answer; Ctrl+Enter saves"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button type="button" class="button" onClick={() => leave(() => onSave(text.trim()))}>
        Save
      </button>
      <button type="button" class="button secondary" onClick={() => leave(onCancel)}>
        Cancel
      </button>
    </div>
  );
}
