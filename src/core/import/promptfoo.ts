import { parse } from 'yaml';
import type { SuiteOptions } from '../suite/checks.ts';
import type { SuiteInput } from '../suite/schema.ts';
import { maxSuiteBytes } from '../suite/source.ts';
import { ImportNotes, noteLine } from './notes.ts';
import type { ImportedSuite, ImportFault } from './notes.ts';
import { AssertionReader } from './promptfoo/assertions.ts';
import { CaseWriter } from './promptfoo/cases.ts';
import { ConfigFiles, isFile, plain } from './promptfoo/files.ts';
import type { ReadBeside } from './promptfoo/files.ts';
import { GraderChoice } from './promptfoo/graders.ts';
import { readPrompts } from './promptfoo/prompts.ts';
import type { PromptDraft } from './promptfoo/prompts.ts';
import { ProviderReader } from './promptfoo/providers.ts';
import { readRunOptions } from './promptfoo/runOptions.ts';
import { scenarioTests } from './promptfoo/scenarios.ts';
import { settle } from './promptfoo/settle.ts';
import { escaped, templateOf } from './promptfoo/templates.ts';
import { TestReader } from './promptfoo/tests.ts';
import { startModels } from './startModels.ts';
import { suiteText } from './suiteText.ts';
import { asRecord, asText } from './values.ts';
import type { UnknownRecord } from './values.ts';

export interface PromptfooContext {
  /** What suites may name, and what is known against it. */
  readonly options: SuiteOptions;
  /** A file beside the configuration, by its path as written there. */
  readonly readFile: ReadBeside;
}

/** Characters: as YAML, fifty times as many bytes of memory. */
const mostConfig = 5_000_000;
/** The notes that stand in the suite itself; all of them are handed back. */
const mostComments = 40;

/** Makes a suite of a promptfoo configuration: what maps, and a note for each thing that does not. */
export async function importPromptfoo(text: string, context: PromptfooContext): Promise<ImportedSuite | ImportFault> {
  const config = configOf(text);
  if ('fault' in config) return config;
  const notes = new ImportNotes();
  const draft = await draftOf(config.config, context, notes);
  const suite = settle(draft, notes);
  return { text: writeWithin(suite, notes), notes: notes.list() };
}

function configOf(text: string): { config: UnknownRecord } | ImportFault {
  if (text.length > mostConfig) return { fault: 'It is larger than 5 MB. Move its tests into a CSV file, and name that.' };
  let value: unknown;
  try {
    value = plain(parse(text, { merge: true, logLevel: 'error' }));
  } catch (cause) {
    const [reason = ''] = cause instanceof Error ? cause.message.split('\n') : [];
    return { fault: `This is not YAML that can be read: ${reason.replace(/[.:]$/, '')}.` };
  }
  const config = asRecord(value);
  if (['prompts', 'providers', 'targets', 'tests', 'scenarios'].some((key) => config[key] !== undefined)) return { config };
  return { fault: 'This is no promptfoo configuration: it has neither `prompts` nor `providers` nor `tests`.' };
}

async function draftOf(config: UnknownRecord, { options, readFile }: PromptfooContext, notes: ImportNotes): Promise<SuiteInput> {
  const files = new ConfigFiles(readFile, notes);
  const providers = new ProviderReader(options, notes);
  const models = providers.models(config.providers ?? config.targets, config.providers === undefined ? 'targets' : 'providers');
  if (models.length === 0) {
    models.push(...startModels([]));
    notes.changed('providers', 'No provider can be asked here: a demo model stands in the list. Put your models there.');
  }
  const defaults = asRecord(
    isFile(config.defaultTest) ? await files.data(config.defaultTest, 'defaultTest') : config.defaultTest,
  );
  const run = readRunOptions(config, notes);
  const graders = new GraderChoice(providers, models, options, notes, asRecord(defaults.options).provider ?? run.grader);
  const tests = new TestReader(files, notes);
  const { prefix, suffix, ...otherDefaults } = asRecord(defaults.options);
  const common = await tests.test({ ...defaults, options: otherDefaults }, 'defaultTest');
  const assertions = new AssertionReader(config.assertionTemplates, files, notes, options);
  const writer = new CaseWriter(common, assertions, graders, notes);
  const asked = [...(await tests.read(config.tests, 'tests')), ...(await scenarioTests(config.scenarios, tests, files, notes))];
  const prompts = await promptsOf(config, [prefix ?? run.prefix, suffix ?? run.suffix], files, notes);
  const { cases, expect } = await writer.write(asked, prompts);
  return {
    ...(asText(config.description) ? { description: asText(config.description) ?? '' } : {}),
    models,
    ...run.settings,
    ...prompts,
    ...(graders.isAsked ? { judge: graders.judgeRef } : {}),
    ...(expect.length > 0 ? { expect } : {}),
    cases,
    ...(Object.keys(providers.endpoints).length > 0 ? { endpoints: providers.endpoints } : {}),
  };
}

async function promptsOf(
  config: UnknownRecord,
  around: readonly unknown[],
  files: ConfigFiles,
  notes: ImportNotes,
): Promise<PromptDraft> {
  // Without prompts promptfoo takes each test's own.
  if (config.prompts === undefined) return { prompt: '{{prompt}}' };
  const [prefix = '', suffix = ''] = around.map((part) => templateOf(asText(part) ?? '', 'defaultTest.options', notes));
  const read = await readPrompts(config.prompts, files, notes);
  const prompts = read.map((prompt) => ({ ...prompt, template: prefix + prompt.template + suffix }));
  const [first] = prompts;
  if (first === undefined) {
    notes.changed('prompts', 'No prompt could be read: write one in the place of this one.');
    return { prompt: escaped('Write the prompt here.') };
  }
  if (prompts.length > 1) return { prompts };
  return { ...(first.system === undefined ? {} : { system: first.system }), prompt: first.template };
}

/** Cases at the end are left out where the suite would be too large for a file. */
function writeWithin(suite: SuiteInput, notes: ImportNotes): string {
  let kept = suite;
  for (;;) {
    const text = writeSuite(kept, notes);
    const share = maxSuiteBytes / Buffer.byteLength(text);
    if (share > 1 || kept.cases.length === 1) return text;
    if (kept === suite)
      notes.leftOut('tests', 'The suite would be larger than 1 MiB: tests at its end are left out. Move them into a dataset.');
    kept = { ...kept, cases: kept.cases.slice(0, Math.max(1, Math.floor(kept.cases.length * share * 0.95))) };
  }
}

function writeSuite(suite: SuiteInput, notes: ImportNotes): string {
  const all = notes.list();
  const head = [
    'Made from a promptfoo configuration.',
    ...listed('Left out', all.filter(({ kind }) => kind === 'left-out').map(noteLine)),
    ...listed('In another way', all.filter(({ kind }) => kind === 'changed').map(noteLine)),
  ];
  return suiteText(suite, head);
}

function listed(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > mostComments ? [`- and ${lines.length - mostComments} more`] : [];
  return [`${title}:`, ...lines.slice(0, mostComments).map((line) => `- ${line}`), ...more];
}
