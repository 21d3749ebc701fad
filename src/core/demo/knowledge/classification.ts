import type { Knowledge } from './spec.ts';

type Label = 'bug' | 'question' | 'request' | 'praise';

/** The messages of examples/data/feedback.csv. */
export const classification: readonly Knowledge[] = [
  message('app closes when i rotate', 0.3, 'bug', 'request'),
  message('total is a cent off', 0.6, 'bug', 'question'),
  message('why does export take', 0.82, 'bug', 'question'),
  message('search finds nothing since monday', 0.4, 'bug', 'request'),
  message('dark mode shows black text', 0.5, 'bug', 'request'),
  message('after the update my notes', 0.55, 'bug', 'praise'),
  message('how do i share a list', 0.3, 'question', 'request'),
  message('where are the backups kept', 0.35, 'question', 'bug'),
  message('does the free plan', 0.45, 'question', 'request'),
  message('is there a shortcut', 0.62, 'question', 'request'),
  message('can i use it without', 0.68, 'question', 'request'),
  message('which browsers', 0.4, 'question', 'bug'),
  message('please add a calendar', 0.3, 'request', 'question'),
  message('would be so much nicer with tags', 0.6, 'request', 'praise'),
  message('i miss an undo', 0.76, 'request', 'bug'),
  message('any chance of a linux', 0.72, 'request', 'question'),
  message('let me sort by date', 0.4, 'request', 'bug'),
  message('support for right-to-left', 0.5, 'request', 'question'),
  message('best tool i have used', 0.2, 'praise', 'request'),
  message('saved me an hour', 0.4, 'praise', 'request'),
  message('even my father', 0.58, 'praise', 'question'),
  message('how did we ever work without', 0.84, 'praise', 'question'),
  message('no bugs, no fuss', 0.86, 'praise', 'bug'),
  message('thank you for answering so fast', 0.3, 'praise', 'question'),
];

function message(cue: string, hardness: number, right: Label, tempting: Label): Knowledge {
  const capital = `${right.charAt(0).toUpperCase()}${right.slice(1)}`;
  return {
    topic: 'triage',
    cue,
    hardness,
    right: [right, `${capital}.`, `{"label": "${right}"}`],
    wrong: [tempting, `Label: ${tempting}`],
  };
}
