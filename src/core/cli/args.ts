import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Thresholds } from '../../shared/model/suite.ts';
import type { Weights } from '../../shared/weights.ts';
import { nearestName } from '../suite/suggest.ts';
import { readCompareArgs, type CompareArgs } from './compareArgs.ts';
import { readDataArgs, type DataArgs } from './dataArgs.ts';
import { UsageError } from './exitCode.ts';
import { readHistoryArgs, type HistoryArgs } from './historyArgs.ts';
import {
  readAllowKeys,
  readFailUnder,
  readFormat,
  readListFormat,
  readModels,
  readRepeats,
  readWeights,
  type Format,
} from './optionValues.ts';
import { readRankingsArgs, type RankingsArgs, type RankingsHealthArgs } from './rankingsArgs.ts';
import { readBudget, type ResumeArgs } from './resumeArgs.ts';
import { commandNames, type CommandName } from './usage.ts';

/** What a run's figures are held against, and ranked by. */
export interface SeenBy {
  /** A run of the store, or the file of a JSON report; `none` for none, `null` for the suite's own. */
  readonly baseline: string | null;
  /** The beginning of a scoring's id; `original` for the scores that the answers were stored with, `null` for the scoring in force. */
  readonly scoring: string | null;
  readonly weights: Weights | null;
}

export interface RunArgs {
  readonly command: 'run';
  readonly suites: readonly string[];
  /** As in `Wanted`. */
  readonly cases: readonly string[];
  readonly models: readonly string[];
  readonly repeats: number | null;
  readonly format: Format;
  readonly out: string | null;
  readonly store: string | null;
  readonly failUnder: Thresholds;
  readonly seenBy: SeenBy;
  /** Make the run the baseline of its suite, once it is over. */
  readonly setBaseline: boolean;
  /** Environment variable → origin that it may go to besides its own. */
  readonly allowKeys: Readonly<Record<string, string>>;
}

export interface ReportArgs {
  readonly command: 'report';
  /** Run id, a unique beginning of one, or `latest`. */
  readonly run: string;
  readonly format: Format;
  readonly out: string | null;
  readonly store: string | null;
  readonly seenBy: SeenBy;
}

export interface RescoreArgs {
  readonly command: 'rescore';
  readonly run: string;
  /** `null`: the suite that the run was made from. */
  readonly suite: string | null;
  readonly store: string | null;
  readonly allowKeys: Readonly<Record<string, string>>;
}

export interface SettleArgs {
  readonly command: 'settle';
  readonly run: string;
  readonly store: string | null;
  readonly allowKeys: Readonly<Record<string, string>>;
}

export interface BaselineArgs {
  readonly command: 'baseline';
  readonly run: string;
  readonly clear: boolean;
  readonly store: string | null;
}

export interface HealthArgs {
  readonly command: 'health';
  readonly format: 'table' | 'json';
  readonly store: string | null;
}

export interface ImportArgs {
  readonly command: 'import';
  readonly file: string;
  readonly out: string | null;
  /** Overwrite what is there. */
  readonly force: boolean;
}

export interface ListArgs {
  readonly command: 'list';
  readonly format: 'table' | 'json';
  readonly store: string | null;
}

export interface McpArgs {
  readonly command: 'mcp';
  /** Folder whose suites are served. */
  readonly root: string;
  readonly store: string;
  readonly allowKeys: Readonly<Record<string, string>>;
}

export interface ValidateArgs {
  readonly command: 'validate';
  readonly suites: readonly string[];
}

export interface ModelsArgs {
  readonly command: 'models';
  /** `null`: the providers themselves. */
  readonly provider: string | null;
  readonly format: 'table' | 'json';
  /** With the models that are not for asking questions. */
  readonly all: boolean;
  readonly allowKeys: Readonly<Record<string, string>>;
}

export type Args =
  | RunArgs
  | ReportArgs
  | ListArgs
  | RescoreArgs
  | SettleArgs
  | ResumeArgs
  | BaselineArgs
  | ImportArgs
  | HealthArgs
  | HistoryArgs
  | CompareArgs
  | DataArgs
  | RankingsArgs
  | RankingsHealthArgs
  | ModelsArgs
  | McpArgs
  | ValidateArgs
  /** `null`: all commands. */
  | { readonly command: 'help'; readonly about: CommandName | null }
  | { readonly command: 'version' };

/** Reads the command line; throws `UsageError` for what it cannot take. */
export function readArgs(argv: readonly string[]): Args {
  const { values, positionals } = parse(argv);
  const [word, ...rest] = positionals;
  if (values.version) return { command: 'version' };
  if (word === 'help') return { command: 'help', about: rest[0] === undefined ? null : commandNamed(rest[0]) };
  const command = word === undefined ? null : commandNamed(word);
  if (values.help || command === null) return { command: 'help', about: command };
  const out = values.out ?? null;
  const store = values.store ?? null;
  switch (command) {
    case 'run':
      return {
        command,
        suites: required(rest, 'run'),
        cases: values.case ?? [],
        models: [...readModels(values.models ?? []), ...(values.model ?? [])],
        repeats: values.repeats === undefined ? null : readRepeats(values.repeats),
        format: readFormat(values.format, out),
        out,
        store,
        failUnder: readFailUnder(values['fail-under'] ?? []),
        seenBy: seenBy(values),
        setBaseline: values['set-baseline'] ?? false,
        allowKeys: readAllowKeys(values['allow-key'] ?? []),
      };
    case 'report':
      return {
        command,
        run: atMostOne(rest, command),
        format: readFormat(values.format, out),
        out,
        store,
        seenBy: seenBy(values),
      };
    case 'rescore':
      if (rest.length > 2) throw new UsageError(`rescore takes a run and a suite, not "${rest.join(' ')}".`);
      return {
        command,
        run: rest[0] ?? 'latest',
        suite: rest[1] ?? null,
        store,
        allowKeys: readAllowKeys(values['allow-key'] ?? []),
      };
    case 'settle':
      return { command, run: atMostOne(rest, command), store, allowKeys: readAllowKeys(values['allow-key'] ?? []) };
    case 'resume':
    case 'retry':
      return {
        command,
        run: rest.length === 0 ? null : atMostOne(rest, command),
        budgetUsd: readBudget(values.budget),
        format: readFormat(values.format, out),
        out,
        store,
        failUnder: readFailUnder(values['fail-under'] ?? []),
        seenBy: seenBy(values),
        allowKeys: readAllowKeys(values['allow-key'] ?? []),
      };
    case 'baseline':
      return { command, run: atMostOne(rest, command), clear: values.clear ?? false, store };
    case 'health':
      if (rest.length > 0) throw new UsageError(`health takes no "${rest.join(' ')}": it is about all models of the store.`);
      return { command, format: readListFormat(command, values.format), store };
    case 'compare':
      return readCompareArgs(rest, values, store);
    case 'history':
      return readHistoryArgs(rest, values, store);
    case 'rankings':
      return readRankingsArgs(rest, values, store);
    case 'data':
      return readDataArgs(rest, values, store);
    case 'import':
      return { command, file: only(rest), out, force: values.force ?? false };
    case 'list':
      if (rest.length > 0) throw new UsageError(`list takes no "${rest.join(' ')}". For one run: llm-bench report ${rest[0]}`);
      return { command, format: readListFormat(command, values.format), store };
    case 'validate':
      return { command, suites: required(rest, 'validate') };
    case 'models':
      if (rest.length > 1) throw new UsageError(`models takes one provider, not "${rest.join(' ')}".`);
      return {
        command,
        provider: rest[0] ?? null,
        format: readListFormat(command, values.format),
        all: values.all ?? false,
        allowKeys: readAllowKeys(values['allow-key'] ?? []),
      };
    case 'mcp':
      if (rest.length > 0) throw new UsageError(`mcp takes no "${rest.join(' ')}". For another folder: --root DIR`);
      return {
        command,
        root: values.root ?? '.',
        store: store ?? join(values.root ?? '.', '.llm-bench'),
        allowKeys: readAllowKeys(values['allow-key'] ?? []),
      };
  }
}

function commandNamed(word: string): CommandName {
  const name = commandNames.find((known) => known === word);
  if (name !== undefined) return name;
  throw new UsageError(`There is no command "${word}".${meant(word, [...commandNames, 'help'])} Try: llm-bench help`);
}

const options = {
  case: { type: 'string', multiple: true },
  model: { type: 'string', multiple: true },
  models: { type: 'string', multiple: true },
  repeats: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  store: { type: 'string' },
  root: { type: 'string' },
  'fail-under': { type: 'string', multiple: true },
  'allow-key': { type: 'string', multiple: true },
  budget: { type: 'string' },
  baseline: { type: 'string' },
  'set-baseline': { type: 'boolean' },
  scoring: { type: 'string' },
  weights: { type: 'string', multiple: true },
  metric: { type: 'string' },
  by: { type: 'string' },
  clear: { type: 'boolean' },
  all: { type: 'boolean' },
  category: { type: 'string', multiple: true },
  source: { type: 'string' },
  refresh: { type: 'boolean' },
  'max-price': { type: 'string' },
  'max-latency': { type: 'string' },
  'allow-test': { type: 'boolean' },
  'max-usd': { type: 'string' },
  top: { type: 'string' },
  'older-than': { type: 'string' },
  yes: { type: 'boolean' },
  force: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

export const optionNames = Object.keys(options);

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: withNegatives(argv), allowPositionals: true, options });
  } catch (error) {
    const command = commandNames.find((name) => argv.includes(name));
    throw new UsageError(`${optionFault(error)} Try: llm-bench ${command === undefined ? 'help' : `${command} --help`}`);
  }
}

/** `--repeats -1` as `--repeats=-1`: the parser would take it for two options, the option itself says what it takes. */
function withNegatives(argv: readonly string[]): string[] {
  const words: string[] = [];
  for (const word of argv) {
    const before = words.at(-1);
    if (before !== undefined && /^-[\d.]/.test(word) && takesValue(before)) words[words.length - 1] = `${before}=${word}`;
    else words.push(word);
  }
  return words;
}

function takesValue(word: string): boolean {
  return Object.entries(options).some(([name, { type }]) => word === `--${name}` && type === 'string');
}

/** Node's complaint without what it says about positional arguments, which nobody meant here. */
function optionFault(error: unknown): string {
  const [fault = ''] = (error instanceof Error ? error.message : String(error)).split(/\.?(?:\s*\n|\.\s|$)/);
  const name = /^Unknown option '--?([^']+)'/.exec(fault)?.[1];
  return `${fault}.${name === undefined ? '' : meant(name, optionNames, '--')}`;
}

function meant(name: string, known: readonly string[], dashes = ''): string {
  const near = nearestName(name, known);
  return near === null ? '' : ` Did you mean ${dashes}${near}?`;
}

function atMostOne(runs: readonly string[], command: string): string {
  if (runs.length > 1) throw new UsageError(`${command} takes one run, not "${runs.join(' ')}".`);
  return runs[0] ?? 'latest';
}

function only(files: readonly string[]): string {
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new UsageError('import takes one file: llm-bench import promptfooconfig.yaml, or questions.csv');
  }
  return file;
}

function seenBy({ baseline, scoring, weights }: ReturnType<typeof parse>['values']): SeenBy {
  return {
    baseline: baseline ?? null,
    scoring: scoring ?? null,
    weights: weights === undefined ? null : readWeights(weights),
  };
}

function required(suites: readonly string[], command: string): readonly string[] {
  if (suites.length === 0) throw new UsageError(`${command} needs at least one suite file: llm-bench ${command} my.bench.yaml`);
  return suites;
}
