import type { Opinion } from '../../shared/opinion.ts';
import { plainMessage } from '../plainMessage.ts';

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

/** The editor makes icons of `$(name)` in the titles of lenses. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
