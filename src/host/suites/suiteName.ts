import { basename } from 'node:path';
import { l10n } from '../words.ts';

/** `support-replies.bench.yaml` for `Support replies`. Letters and digits of every script are kept. */
export function fileNameFor(name: string, extension: 'yaml' | 'json' = 'yaml'): string {
  const stem = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `${stem === '' ? 'suite' : stem}.bench.${extension}`;
}

/** The name, or with the first number behind it by which its file is not there yet. @param taken names of files, in small letters */
export function freeName(name: string, taken: ReadonlySet<string>, extension: 'yaml' | 'json' = 'yaml'): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name} ${number}`;
    if (!taken.has(fileNameFor(free, extension))) return free;
  }
}

/** `shop` for `/project/shop.bench.yaml`: what a suite is called that says no name. */
export function nameOfFile(path: string): string {
  return basename(path).replace(/\.bench\.[^.]+$/, '');
}

/** What is wrong with a name for a new suite, or `null`. */
export function nameFault(name: string, taken: ReadonlySet<string>, extension: 'yaml' | 'json' = 'yaml'): string | null {
  if (name.trim() === '') return l10n.t('Give the suite a name.');
  const file = fileNameFor(name, extension);
  return taken.has(file) ? l10n.t('{0} is there already: choose another name.', file) : null;
}
