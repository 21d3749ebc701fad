import type { Opinion } from '../../shared/opinion.ts';
import { plainMessage, withoutIcons } from '../plainMessage.ts';
import { l10n } from '../words.ts';

export const ratingChanges = ['up', 'down', 'stars', 'note'] as const;
export type RatingChange = (typeof ratingChanges)[number];

/** About what fits above an answer beside the other lenses. */
const mostOfNote = 40;

/** What stands above an answer for each change: how it is rated, and what a click does. The icon alone is read by no screen reader. */
export function lensTitle(change: RatingChange, { thumb, stars, note }: Opinion): string {
  switch (change) {
    case 'up':
      return thumb === 'up' ? l10n.t('$(thumbsup-filled) Rated good') : l10n.t('$(thumbsup) Good');
    case 'down':
      return thumb === 'down' ? l10n.t('$(thumbsdown-filled) Rated bad') : l10n.t('$(thumbsdown) Bad');
    case 'stars':
      return stars === null ? l10n.t('$(star-empty) Rate 1 to 5…') : l10n.t('$(star-full) {0} of 5', stars);
    case 'note':
      return note === '' ? l10n.t('$(note) Note…') : l10n.t('$(note) Note: {0}', withoutIcons(plainMessage(note, mostOfNote)));
  }
}
