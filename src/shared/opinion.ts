import type { Rating } from './model/scoring.ts';

/** What a person has said of an answer. */
export type Opinion = Pick<Rating, 'thumb' | 'stars' | 'note'>;
export const noOpinion: Opinion = { thumb: null, stars: null, note: '' };

/** The thumb as it is after a click: the one that is given already is taken back. */
export function clickedThumb(clicked: 'up' | 'down', { thumb }: Opinion): Rating['thumb'] {
  return thumb === clicked ? null : clicked;
}
