import { wholeFormats, type WholeFormat } from '../data/spec.ts';
import { UsageError } from './exitCode.ts';
import { readListFormat } from './optionValues.ts';

interface OnStore {
  readonly command: 'data';
  readonly store: string | null;
}

/** What is to be done with a store as a whole. */
export type DataArgs = OnStore &
  (
    | { readonly action: 'size' | 'check'; readonly format: 'table' | 'json' }
    /** `null`: a name made of the date. */
    | { readonly action: 'backup'; readonly file: string | null }
    /** Without `yes` it is only told what would happen. */
    | { readonly action: 'restore'; readonly file: string; readonly yes: boolean }
    | { readonly action: 'merge'; readonly from: string }
    | { readonly action: 'compact' }
    | { readonly action: 'export'; readonly file: string; readonly format: WholeFormat; readonly force: boolean }
    | { readonly action: 'prune'; readonly olderThanDays: number; readonly yes: boolean }
  );

export interface DataOptions {
  readonly format?: string | undefined;
  readonly 'older-than'?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly force?: boolean | undefined;
}

const actions = ['size', 'check', 'backup', 'restore', 'merge', 'compact', 'export', 'prune'] as const;

export function readDataArgs([action, ...files]: readonly string[], options: DataOptions, store: string | null): DataArgs {
  const args = { command: 'data', store } as const;
  const yes = options.yes ?? false;
  switch (actions.find((known) => known === action)) {
    case 'size':
    case 'check':
      none(files, `data ${action}`);
      return { ...args, action: action as 'size' | 'check', format: readListFormat(`data ${action}`, options.format) };
    case 'backup':
      return { ...args, action: 'backup', file: files.length === 0 ? null : one(files, 'backup', 'the file to write') };
    case 'restore':
      return { ...args, action: 'restore', file: one(files, 'restore', 'a backup'), yes };
    case 'merge':
      return { ...args, action: 'merge', from: one(files, 'merge', 'the folder of another store, or a backup of it') };
    case 'compact':
      none(files, 'data compact');
      return { ...args, action: 'compact' };
    case 'export': {
      const file = one(files, 'export', 'the file to write');
      return { ...args, action: 'export', file, format: exportFormat(options.format, file), force: options.force ?? false };
    }
    case 'prune':
      none(files, 'data prune');
      return { ...args, action: 'prune', olderThanDays: days(options['older-than']), yes };
    case undefined:
      throw new UsageError(
        `data takes ${actions.slice(0, -1).join(', ')} or ${actions.at(-1)}${action === undefined ? '' : `, not "${action}"`}. Try: llm-bench data --help`,
      );
  }
}

function none(files: readonly string[], command: string): void {
  if (files.length > 0) throw new UsageError(`${command} takes no "${files.join(' ')}". Another store is named with --store.`);
}

function one(files: readonly string[], action: string, what: string): string {
  const [file] = files;
  if (file !== undefined && files.length === 1) return file;
  throw new UsageError(`data ${action} takes one name: ${what}.`);
}

function exportFormat(value: string | undefined, file: string): WholeFormat {
  const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase();
  const wanted = value ?? (ending === 'db' ? 'sqlite' : ending);
  const format = wholeFormats.find((name) => name === wanted);
  if (format) return format;
  if (value !== undefined) throw new UsageError(`data export takes --format ${wholeFormats.join(', ')}, not "${value}".`);
  throw new UsageError(`Say what ${file} shall be: --format ${wholeFormats.join('|')}.`);
}

function days(value: string | undefined): number {
  const match = /^(\d{1,5})d?$/.exec(value ?? '');
  if (match) return Number(match[1]);
  throw new UsageError(
    `data prune takes --older-than with a number of days, such as 90d${value === undefined ? '.' : `, not "${value}".`}`,
  );
}
