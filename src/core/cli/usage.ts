import stringWidth from 'string-width';
import { padTo, wrap } from '../report/terminalText.ts';
import { severalFormats } from '../report/several/text.ts';
import { formats } from './optionValues.ts';

/** An option or what else can be written, and what it does. */
type Row = readonly [what: string, does: string];

interface CommandHelp {
  /** What follows the command's name. */
  readonly takes: string;
  readonly does: string;
  /** By heading. */
  readonly rows?: Readonly<Record<string, readonly Row[]>>;
}

const width = 80;

const store: Row = ['--store DIR', 'where results are kept; default: .llm-bench'];
const out: Row = ['--out FILE', 'write the report there and print the table'];
const format: Row = ['--format F', `${formats.join(' | ')}; default: by the ending of --out, else table`];
const tableOrJson: Row = ['--format F', 'table | json'];
const failUnder: Row = ['--fail-under T', 'least quality as a number, or pairs: quality=0.9,passRate=0.8'];
const baseline: Row = ['--baseline B', 'hold it against this run (id) or JSON report, or "none"; default: the suite\'s baseline'];
const weights: Row = ['--weights W', 'rank by weights of your own: quality=80,cost=10,speed=10'];
const allowKey: Row = ['--allow-key V=URL', "let environment variable V go to this origin, not the provider's own"];
const force: Row = ['--force', 'overwrite a file that is there already'];
const goesOn: readonly Row[] = [
  ['--budget USD', "in place of the suite's, what was spent before included"],
  ...[format, out, store, failUnder, baseline, weights, allowKey],
];

const help = {
  run: {
    takes: '<suite…>',
    does: 'run suite files (*.bench.yaml|yml|json)',
    rows: {
      Options: [
        ['--case NAME', 'only these cases; can be repeated, * stands for anything'],
        ['--model NAME', 'only these models (label or provider/model), likewise'],
        ['--models a,b', 'the same in one list'],
        ['--repeats N', "instead of the suite's repeats"],
        format,
        ['--out FILE', 'write the report there and print the table; a folder for several suites'],
        ...[store, failUnder, baseline],
        ['--set-baseline', 'make this run the baseline of its suite'],
        ...[weights, allowKey],
      ],
    },
  },
  report: {
    takes: '[run]',
    does: 'report on a stored run: its id or "latest"',
    rows: {
      Options: [
        ...[format, out, store, baseline, weights],
        ['--scoring ID', 'an earlier scoring, or "original" for the scores stored with the answers'],
      ],
    },
  },
  rescore: { takes: '[run] [suite]', does: "score a run's stored answers again", rows: { Options: [store, allowKey] } },
  settle: { takes: '[run]', does: "run what would settle the run's open question", rows: { Options: [store, allowKey] } },
  resume: { takes: '[run]', does: 'go on with a run that was cut short', rows: { Options: goesOn } },
  retry: { takes: '[run]', does: 'call again what failed in a run', rows: { Options: goesOn } },
  baseline: {
    takes: '[run]',
    does: 'make a run the baseline of its suite',
    rows: { Options: [['--clear', 'it is no baseline any more'], store] },
  },
  list: { takes: '', does: 'list the stored runs', rows: { Options: [tableOrJson, store] } },
  compare: {
    takes: '<run> <run…>',
    does: 'several runs side by side, against the first',
    rows: { Options: [['--format F', ['table', ...severalFormats].join(' | ')], store] },
  },
  history: {
    takes: '[suite]',
    does: "how a suite's runs went over time",
    rows: {
      Options: [
        [
          '--metric M',
          'quality | passRate | costPerSample | latencyP50 | latencyP95 | ttftP50 | tokensPerSecond | errorRate; default: quality, and what changed in the others',
        ],
        ['--by STEP', 'run | day'],
        ['--format F', 'table | json | md | csv'],
        store,
      ],
    },
  },
  health: { takes: '', does: 'how calls to each model went lately', rows: { Options: [tableOrJson, store] } },
  rankings: {
    takes: '[health]',
    does: 'what public boards say of models',
    rows: {
      What: [['health', 'how asking the boards went in the last 24 hours']],
      Options: [
        ['--category C', 'only this: coding, math, reasoning, research, empathy or general; can be repeated'],
        ['--source S', 'ask only artificial-analysis, llm-stats, openrouter, cache or minimal-test'],
        ['--refresh', 'ask again, however young the kept rankings are'],
        ['--models a,b', 'only where these rank (provider/model); the minimal test asks these'],
        ['--max-price USD', 'only models up to this price for a million tokens, 3 of input to 1 of output'],
        ['--max-latency MS', 'only models that answer within this time'],
        ['--allow-test', 'where no board and no kept ranking answers, ask models with a key a few short prompts'],
        ['--max-usd USD', 'what that may cost; default: 0.05'],
        ['--top N', 'so many models of each category; default: 10'],
        ...[tableOrJson, store, allowKey],
      ],
      'Keys of boards': [
        ['ARTIFICIAL_ANALYSIS_API_KEY', 'environment variable of artificial-analysis'],
        ['LLM_STATS_API_KEY', 'of llm-stats; openrouter asks for none'],
      ],
    },
  },
  data: {
    takes: '<what>',
    does: 'back up, check, export or prune the results',
    rows: {
      What: [
        ['size', 'how much there is (--format table|json)'],
        ['check', 'whether all of it can be read (--format table|json)'],
        ['backup [FILE]', 'everything in one .tar.gz'],
        ['restore FILE', 'make the store what it was at a backup; needs --yes'],
        ['merge FROM', 'take in the runs of another store: its folder, or a backup of it'],
        ['compact', 'give ended runs one log without what later lines replaced'],
        ['export FILE', 'every result with its answer (--format jsonl|csv|sqlite); --force overwrites'],
        ['prune', 'keep only the figures of old runs: --older-than 90d; needs --yes'],
      ],
      Options: [store],
    },
  },
  import: {
    takes: '<file>',
    does: 'make a suite of a promptfoo or CSV file',
    rows: { Options: [['--out FILE', 'write the suite there; default: beside the file'], force] },
  },
  validate: { takes: '<suite…>', does: 'check suite files without running them' },
  models: {
    takes: '[provider]',
    does: 'list providers and their keys, or models of one',
    rows: { Options: [['--all', 'with the models that are not made for questions'], tableOrJson, allowKey] },
  },
  mcp: {
    takes: '',
    does: "serve a folder's suites to agents (MCP, stdio)",
    rows: {
      Options: [
        ['--root DIR', 'the folder; default: here'],
        ['--store DIR', 'where results are kept; default: .llm-bench in the root'],
        allowKey,
      ],
    },
  },
} satisfies Record<string, CommandHelp>;

export type CommandName = keyof typeof help;
export const commandNames = Object.keys(help) as readonly CommandName[];

const exitCodes =
  'Exit codes: 0 fine · 1 threshold missed, or shown to be worse than the baseline · 2 bad input · 3 some calls failed, stored data is damaged, or no ranking is to be had · 130 interrupted';
const keys =
  'Keys come from the environment: OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY, … ("llm-bench models" names them all), or an endpoint\'s keyEnv.';

/** How to call one command, or, with `null`, which there are. No line is wider than 80 columns, as old terminals and logs are. */
export function usageText(about: CommandName | null): string {
  return `${(about === null ? allCommands() : oneCommand(about)).join('\n')}\n`;
}

function allCommands(): string[] {
  const rows = commandNames.map((name): Row => [synopsis(name), help[name].does]);
  return [
    'llm-bench – which model should I use for this, and how sure is that?',
    ...['', 'Usage', ...table(rows), '', 'Options of a command: llm-bench <command> --help', ''],
    ...[keys, exitCodes].flatMap((text) => wrap(text, width)),
  ];
}

function oneCommand(name: CommandName): string[] {
  const { does, rows = {} }: CommandHelp = help[name];
  const sections = Object.entries(rows).flatMap(([heading, own]) => ['', heading, ...table(own)]);
  return [synopsis(name), `  ${does}`, ...sections];
}

function synopsis(name: CommandName): string {
  return `llm-bench ${name} ${help[name].takes}`.trimEnd();
}

function table(rows: readonly Row[]): string[] {
  const first = Math.max(...rows.map(([what]) => stringWidth(what))) + 2;
  return rows.flatMap(([what, does]) =>
    wrap(does, width - 2 - first).map((line, index) => `  ${padTo(index === 0 ? what : '', first)}${line}`),
  );
}
