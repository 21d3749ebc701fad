import { l10n } from './words.ts';

/** `just now`, `5 min ago`, `3 h ago`, `yesterday`, `12 days ago`, then the date: for lists that are read at a glance. */
export function relativeTime(iso: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - new Date(iso).getTime()) / 60_000);
  if (Number.isNaN(minutes)) return iso;
  if (minutes < 1) return l10n.t('just now');
  if (minutes < 60) return l10n.t('{0} min ago', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return l10n.t('{0} h ago', hours);
  const days = Math.floor(hours / 24);
  if (days === 1) return 'yesterday';
  return days < 30 ? l10n.t('{0} days ago', days) : iso.slice(0, 10);
}
