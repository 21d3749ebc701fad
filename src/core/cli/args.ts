import { parseArgs } from 'node:util';
import type { Thresholds } from '../../shared/model/suite.ts';
import { maxRepeats } from '../suite/schema.ts';
import { entryOf } from '../json.ts';
import { nearestName } from '../suite/suggest.ts';
import { UsageError } from './exitCode.ts';

export const formats = ['table', 'json', 'junit', 'md', 'html', 'csv'] as const;
export type Format = (typeof formats)[number];

export interface RunArgs {
  readonly command: 'run';
  readonly suites: readonly string[];
  /** Labels or `provider/model`; empty = all of the suite. */
  readonly models: readonly string[];
  readonly repeats: number | null;
  readonly format: Format;
  readonly out: string | null;
  readonly store: string | null;
  readonly failUnder: Thresholds;
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
}

export interface ListArgs {
  readonly command: 'list';
  readonly format: 'table' | 'json';
  readonly store: string | null;
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
  | ModelsArgs
  | ValidateArgs
  | { readonly command: 'help' }
  | { readonly command: 'version' };

export const usage = `llm-bench – which model should I use for this, and how sure is that?

Usage
  llm-bench run <suite…>        run suite files (*.bench.yaml|yml|json)
  llm-bench report [run]        report on a stored run: its id or "latest"
  llm-bench list                list the stored runs
  llm-bench validate <suite…>   check suite files without running them
  llm-bench models [provider]   list the providers and their keys, or the models of one

Options of run
  --models a,b       only these models of the suite (label or provider/model)
  --repeats N        instead of the suite's repeats
  --format F         ${formats.join(' | ')}; default: by the ending of --out, else table
  --out FILE         write the report there and print the table; a folder when there are several suites
  --store DIR        where results are kept; default .llm-bench
  --fail-under T     least quality as a number, or name=value pairs: quality=0.9,passRate=0.8
  --allow-key V=URL  let environment variable V go to this origin although it is not the provider's own

report takes --format, --out and --store; list takes --format table|json and --store. models takes --format table|json,
--allow-key, and --all for the models that are not made for questions too.

Keys come from the environment: OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY, … ("llm-bench models" names them all), or
an endpoint's keyEnv.
Exit codes: 0 fine · 1 threshold missed · 2 bad input · 3 some calls failed · 130 interrupted
`;

/** Reads the command line; throws `UsageError` for what it cannot take. */
export function readArgs(argv: readonly string[]): Args {
  const { values, positionals } = parse(argv);
  const [command, ...rest] = positionals;
  if (values.version) return { command: 'version' };
  if (values.help || command === undefined || command === 'help') return { command: 'help' };
  const out = values.out ?? null;
  const store = values.store ?? null;
  switch (command) {
    case 'run':
      return {
        command,
        suites: required(rest, 'run'),
        models: readModels(values.models ?? []),
        repeats: values.repeats === undefined ? null : readRepeats(values.repeats),
        format: readFormat(values.format, out),
        out,
        store,
        failUnder: readFailUnder(values['fail-under'] ?? []),
        allowKeys: readAllowKeys(values['allow-key'] ?? []),
      };
    case 'report':
      return { command, run: atMostOne(rest), format: readFormat(values.format, out), out, store };
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
    default:
      throw new UsageError(`There is no command "${command}".${meant(command, commands)} Try: llm-bench help`);
  }
}

const commands = ['run', 'report', 'list', 'validate', 'models', 'help'];

const options = {
  models: { type: 'string', multiple: true },
  repeats: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  store: { type: 'string' },
  'fail-under': { type: 'string', multiple: true },
  'allow-key': { type: 'string', multiple: true },
  all: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${optionFault(error)} Try: llm-bench help`);
  }
}

/** Node's complaint without what it says about positional arguments, which nobody meant here. */
function optionFault(error: unknown): string {
  const [fault = ''] = (error instanceof Error ? error.message : String(error)).split(/\.?(?:\s*\n|\.\s|$)/);
  const name = /^Unknown option '--?([^']+)'/.exec(fault)?.[1];
  return `${fault}.${name === undefined ? '' : meant(name, Object.keys(options), '--')}`;
}

function meant(name: string, known: readonly string[], dashes = ''): string {
  const near = nearestName(name, known);
  return near === null ? '' : ` Did you mean ${dashes}${near}?`;
}

function atMostOne(runs: readonly string[]): string {
  if (runs.length > 1) throw new UsageError(`report takes one run, not "${runs.join(' ')}".`);
  return runs[0] ?? 'latest';
}

function readModels(values: readonly string[]): string[] {
  const models = values.flatMap((value) => splitList(value));
  if (values.length > 0 && models.length === 0)
    throw new UsageError('--models is empty: name models of the suite, or leave it out.');
  return models;
}

function required(suites: readonly string[], command: string): readonly string[] {
  if (suites.length === 0) throw new UsageError(`${command} needs at least one suite file: llm-bench ${command} my.bench.yaml`);
  return suites;
}

function splitList(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readRepeats(value: string): number {
  const repeats = Number(value);
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > maxRepeats) {
    throw new UsageError(`--repeats takes a whole number from 1 to ${maxRepeats}, not "${value}".`);
  }
  return repeats;
}

const endings: Readonly<Record<string, Format>> = { htm: 'html', markdown: 'md', txt: 'table', xml: 'junit' };

function readFormat(value: string | undefined, out: string | null): Format {
  if (value !== undefined) {
    const format = formats.find((name) => name === value);
    if (!format) throw new UsageError(`--format takes ${formats.join(', ')}, not "${value}".`);
    return format;
  }
  const ending = out?.match(/\.([a-z]+)$/i)?.[1]?.toLowerCase();
  if (ending === undefined) return 'table';
  const format = formats.find((name) => name === ending) ?? entryOf(endings, ending);
  if (!format)
    throw new UsageError(`No format ends in ".${ending}": say what ${out} shall be with --format ${formats.join('|')}.`);
  return format;
}

function readListFormat(command: string, value: string | undefined): 'table' | 'json' {
  if (value === undefined || value === 'table' || value === 'json') return value ?? 'table';
  throw new UsageError(`${command} takes --format table or json, not "${value}".`);
}

/** Thresholds that are missed from below; the others (latency, cost, errors) belong in the suite. */
function readFailUnder(values: readonly string[]): Thresholds {
  const thresholds: { quality?: number; passRate?: number } = {};
  for (const part of values.flatMap((value) => splitList(value))) {
    const [name, number] = part.includes('=') ? part.split('=', 2) : ['quality', part];
    const limit = Number(number);
    if ((name !== 'quality' && name !== 'passRate') || !(limit >= 0 && limit <= 1) || number === '') {
      throw new UsageError(`--fail-under takes a number from 0 to 1, or quality=… or passRate=…, not "${part}".`);
    }
    thresholds[name] = limit;
  }
  return thresholds;
}

function readAllowKeys(values: readonly string[]): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const value of values) {
    const at = value.indexOf('=');
    const url = value.slice(at + 1);
    if (at < 1 || !URL.canParse(url)) throw new UsageError(`--allow-key takes VARIABLE=URL, not "${value}".`);
    allowed[value.slice(0, at)] = new URL(url).origin;
  }
  return allowed;
}
