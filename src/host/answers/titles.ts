import type { AnswerView } from '../../core/benchStore.ts';

type Place = Pick<AnswerView, 'candidate' | 'caseName'>;

/** `Atlas Mini · refund window.md`: what the tab of an answer reads. JSON answers get their highlighting. */
export function answerTitle(answer: Pick<AnswerView, keyof Place | 'answer'>): string {
  return `${placeName(answer)}.${isJson(answer.answer) ? 'json' : 'md'}`;
}

/** `Scores of Atlas Mini · refund window.md`. */
export function scoresTitle(place: Place): string {
  return `Scores of ${placeName(place)}.md`;
}

function placeName({ candidate, caseName }: Place): string {
  return `${candidate} · ${caseName}`.replaceAll(/[/\\\s]+/g, ' ').trim();
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
