import type { SuiteInput } from '../../suite/schema.ts';
import type { ImportNotes } from '../notes.ts';
import { asNumber, asRecord } from '../values.ts';
import type { UnknownRecord } from '../values.ts';

export interface RunOptions {
  readonly settings: Pick<SuiteInput, 'repeats' | 'concurrency' | 'limits' | 'timeouts'>;
  readonly grader: unknown;
  readonly prefix: unknown;
  readonly suffix: unknown;
}

/** Read elsewhere, or without a meaning for a suite. */
const silent = [
  ...['$schema', 'description', 'providers', 'targets', 'prompts', 'tests', 'defaultTest', 'scenarios', 'assertionTemplates'],
  ...['evaluateOptions', 'commandLineOptions', 'outputPath', 'sharing', 'tags', 'metadata', 'writeLatestResults'],
];

const advice: Readonly<Record<string, string>> = {
  derivedMetrics: 'a suite has no metrics of its own. `classify` brings precision, recall and F1.',
  env: 'keys and variables of the environment do not belong in suite files. Set keys in the editor.',
  extensions: 'nothing is run before or after a case.',
  nunjucksFilters: 'templates have no filters here. Give the variables the values that they make.',
  redteam: 'attacks are not made up here. Write their prompts as cases.',
  tracing: 'traces are not recorded here.',
};

/** How a run goes: repeats, calls at once, pauses, time limits. Everything else at the top of the file is noted. */
export function readRunOptions(config: UnknownRecord, notes: ImportNotes): RunOptions {
  const options = { ...asRecord(config.commandLineOptions), ...asRecord(config.evaluateOptions) };
  for (const key of Object.keys(config).filter((name) => !silent.includes(name))) {
    const what = Object.hasOwn(advice, key) ? (advice[key] ?? '') : 'it has no counterpart.';
    notes.leftOut(key, `\`${key.slice(0, 60)}\`: ${what}`);
  }
  for (const key of [
    'filterPattern',
    'filterFirstN',
    'filterSample',
    'filterMetadata',
    'filterProviders',
    'filterTargets',
    'var',
    'vars',
  ]) {
    if (options[key] !== undefined)
      notes.leftOut(`commandLineOptions.${key}`, `\`${key}\` of the command line is not taken over.`);
  }
  const within = (value: unknown, most: number) => {
    const number = asNumber(value);
    return number !== null && number >= 1 ? Math.min(most, Math.floor(number)) : null;
  };
  const repeats = within(options.repeat, 1000);
  const concurrency = within(options.maxConcurrency, 256);
  const delay = within(options.delay, 60_000);
  const timeout = within(options.timeoutMs, 86_400_000);
  return {
    settings: {
      ...(repeats === null ? {} : { repeats }),
      ...(concurrency === null ? {} : { concurrency }),
      ...(delay === null ? {} : { limits: { requestsPerMinute: Math.max(1, Math.floor(60_000 / delay)) } }),
      ...(timeout === null ? {} : { timeouts: { totalMs: timeout } }),
    },
    grader: options.grader,
    prefix: options.promptPrefix,
    suffix: options.promptSuffix,
  };
}
