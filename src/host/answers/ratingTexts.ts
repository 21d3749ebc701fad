import type { Rating } from '../../shared/model/scoring.ts';
import { plainMessage } from '../plainMessage.ts';

/** What a person has said of an answer. */
export type Opinion = Pick<Rating, 'thumb' | 'stars' | 'note'>;
export const noOpinion: Opinion = { thumb: null, stars: null, note: '' };

export const ratingChanges = ['up', 'down', 'stars', 'note'] as const;
export type RatingChange = (typeof ratingChanges)[number];

/** About what fits above an answer beside the other lenses. */
const mostOfNote = 40;

/** What stands above an answer for each change: how it is rated, and what a click does. The icon alone is read by no screen reader. */
export function lensTitle(change: RatingChange, { thumb, stars, note }: Opinion): string {
  switch (change) {
    case 'up':
      return thumb === 'up' ? '$(thumbsup-filled) Rated good' : '$(thumbsup) Good';
    case 'down':
      return thumb === 'down' ? '$(thumbsdown-filled) Rated bad' : '$(thumbsdown) Bad';
    case 'stars':
      return stars === null ? '$(star-empty) Rate 1 to 5…' : `$(star-full) ${stars} of 5`;
    case 'note':
      return note === '' ? '$(note) Note…' : `$(note) Note: ${withoutIcons(plainMessage(note, mostOfNote))}`;
  }
}

/** The thumb as it is after a click: the one that is given already is taken back. */
export function clickedThumb(clicked: 'up' | 'down', { thumb }: Opinion): Rating['thumb'] {
  return thumb === clicked ? null : clicked;
}

/** The editor makes icons of `$(name)` in the titles of lenses. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
