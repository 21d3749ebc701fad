import { l10n } from '../words.ts';

/** `support-replies.bench.yaml` for `Support replies`. Letters and digits of every script are kept. */
export function fileNameFor(name: string, extension: 'yaml' | 'json' = 'yaml'): string {
  const stem = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `${stem === '' ? 'suite' : stem}.bench.${extension}`;
}

/** What is wrong with a name for a new suite, or `null`. */
export function nameFault(name: string, taken: ReadonlySet<string>, extension: 'yaml' | 'json' = 'yaml'): string | null {
  if (name.trim() === '') return l10n.t('Give the suite a name.');
  const file = fileNameFor(name, extension);
  return taken.has(file) ? l10n.t('{0} is there already: choose another name.', file) : null;
}
