import { RE2JS } from 're2js';
import type { ScorerArgs, ScorerName, ScorerSpec } from '../../shared/model/scorer.ts';
import { fillFrom, fillValue } from './caseVariables.ts';
import type { CaseVariables } from './caseVariables.ts';
import { sameLabel, scorerKeysOf } from './expectSchema.ts';
import type { Expectation, Text } from './expectSchema.ts';
import type { Judges } from './judgeSchema.ts';
import { nameList, quoted } from './problems.ts';
import type { Path, SuiteSource } from './source.ts';

/** Why an expectation does not fit a case: its text, once filled, is not what the scorer takes. */
export interface ExpectFault {
  readonly fault: string;
}

/** An entry of an `expect` list, ready to be filled for each case. */
export interface Expecting {
  readonly path: Path;
  readonly fill: (variables: CaseVariables) => ScorerSpec | ExpectFault;
}

/**
 * Reads an expectation once, for the many cases of a dataset.
 * @param judges who judges where the expectation names nobody
 */
export function readExpectation(entry: Expectation, path: Path, source: SuiteSource, judges: readonly string[]): Expecting {
  const [key] = scorerKeysOf(entry);
  if (key === undefined) throw new Error('The schema lets no expectation pass without a scorer.');
  const reader = new ArgsReader([...path, key], source, judges);
  const plan = planOf(entry, reader);
  return {
    path: [...path, key],
    fill(variables) {
      const spec = plan(variables);
      return 'fault' in spec ? spec : { ...spec, not: entry.not, weight: entry.weight };
    },
  };
}

type Named = { [Name in ScorerName]: { readonly scorer: Name; readonly args: ScorerArgs[Name] } }[ScorerName];
type Plan = (variables: CaseVariables) => Named | ExpectFault;
type Filled<Value> = (variables: CaseVariables) => Value;

/** The arguments of one scorer, each as a function of a case's variables. */
class ArgsReader {
  readonly #path: Path;
  readonly #source: SuiteSource;
  readonly #judges: readonly string[];

  constructor(path: Path, source: SuiteSource, judges: readonly string[]) {
    this.#path = path;
    this.#source = source;
    this.#judges = judges;
  }

  text(value: Text, ...inside: Path): Filled<string> {
    if (typeof value !== 'string') {
      const written = this.#source.written([...this.#path, ...inside]) ?? String(value);
      return () => written;
    }
    return (variables) => fillFrom(variables, value);
  }

  texts(values: readonly Text[], ...inside: Path): Filled<string[]> {
    const parts = values.map((value, index) => this.text(value, ...inside, index));
    return (variables) => parts.map((part) => part(variables));
  }

  judges(named: Judges): readonly string[] {
    return judgesOf(named) ?? this.#judges;
  }
}

/** The models that a form names, each once; `null` where it leaves that to the suite. */
export function judgesOf({ model, models }: Judges): readonly string[] | null {
  if (model !== undefined) return [model];
  return models === undefined ? null : [...new Set(models)];
}

function planOf(entry: Expectation, reader: ArgsReader): Plan {
  if (entry.exact !== undefined) return textPlan('exact', entry.exact, reader);
  if (entry.startsWith !== undefined) return textPlan('startsWith', entry.startsWith, reader);
  if (entry.endsWith !== undefined) return textPlan('endsWith', entry.endsWith, reader);
  if (entry.contains !== undefined) return containsPlan(entry.contains, 'all', reader);
  if (entry.containsAll !== undefined) return containsPlan(entry.containsAll, 'all', reader);
  if (entry.containsAny !== undefined) return containsPlan(entry.containsAny, 'any', reader);
  if (entry.regex !== undefined) return regexPlan(entry.regex, reader);
  if (entry.number !== undefined) return numberPlan(entry.number);
  if (entry.json !== undefined) return jsonPlan(entry.json);
  if (entry.choice !== undefined) {
    const value = reader.text(entry.choice);
    return (variables) => ({ scorer: 'choice', args: { value: value(variables) } });
  }
  return laterPlanOf(entry, reader);
}

/** The scorers that take long or ask a model, and those whose arguments are the same for every case. */
function laterPlanOf(entry: Expectation, reader: ArgsReader): Plan {
  if (entry.classify !== undefined) return classifyPlan(entry.classify, reader);
  if (entry.similarity !== undefined) return similarityPlan(entry.similarity, reader);
  if (entry.judge !== undefined) return judgePlan(entry.judge, reader);
  if (entry.pairwise !== undefined) return pairwisePlan(entry.pairwise, reader);
  if (entry.javascript !== undefined) return javascriptPlan(entry.javascript);
  const fixed = fixedArgs(entry);
  return () => fixed;
}

/** The scorers without a text: nothing in them changes from case to case. */
function fixedArgs({ length, latency, cost }: Expectation): Named {
  if (latency !== undefined) return { scorer: 'latency', args: latency };
  if (cost !== undefined) return { scorer: 'cost', args: cost };
  if (length === undefined) return { scorer: 'refusal', args: {} };
  const { minWords = null, maxWords = null, minChars = null, maxChars = null } = length;
  return { scorer: 'length', args: { minWords, maxWords, minChars, maxChars } };
}

function textPlan(
  scorer: 'exact' | 'startsWith' | 'endsWith',
  given: NonNullable<Expectation['exact']>,
  reader: ArgsReader,
): Plan {
  const form = typeof given === 'object' ? given : null;
  const value = form ? reader.text(form.value, 'value') : reader.text(given as Text);
  const ignoreCase = form?.ignoreCase ?? false;
  return (variables) => ({ scorer, args: { value: value(variables), ignoreCase } });
}

function containsPlan(given: NonNullable<Expectation['contains']>, mode: 'any' | 'all', reader: ArgsReader): Plan {
  const values = textsOf(given, reader);
  const ignoreCase = typeof given === 'object' && 'ignoreCase' in given && given.ignoreCase;
  return (variables) => ({ scorer: 'contains', args: { values: values(variables), mode, ignoreCase } });
}

function textsOf(given: NonNullable<Expectation['contains']>, reader: ArgsReader): Filled<string[]> {
  if (typeof given !== 'object') return one(reader.text(given));
  if (!('ignoreCase' in given)) return reader.texts(given);
  return given.values === undefined ? one(reader.text(given.value ?? '', 'value')) : reader.texts(given.values, 'values');
}

function one(text: Filled<string>): Filled<string[]> {
  return (variables) => [text(variables)];
}

function regexPlan(given: NonNullable<Expectation['regex']>, reader: ArgsReader): Plan {
  const form = typeof given === 'object' ? given : null;
  const pattern = form ? reader.text(form.pattern, 'pattern') : reader.text(given as Text);
  const ignoreCase = form?.ignoreCase ?? false;
  const faults = new Map<string, string | null>();
  return (variables) => {
    const filled = pattern(variables);
    const known = faults.get(filled);
    const fault = known === undefined ? regexFault(filled) : known;
    faults.set(filled, fault);
    return fault === null ? { scorer: 'regex', args: { pattern: filled, ignoreCase } } : { fault };
  };
}

/** Why RE2 does not take a pattern. */
export function regexFault(pattern: string): string | null {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, '') : String(cause);
    return `${quoted(pattern)} is not a regular expression of RE2 (no look-around, no back-references): ${reason}.`;
  }
}

function numberPlan(given: NonNullable<Expectation['number']>): Plan {
  const form = typeof given === 'object' ? given : { value: given, tolerance: 0 };
  const { value, unit = null } = form;
  const relative = typeof form.tolerance === 'string';
  // Twelve figures are what a share of 100 keeps: 5.1 % is 0.051, not 0.05099999999999999.
  const tolerance = relative ? Number((Number.parseFloat(String(form.tolerance)) / 100).toPrecision(12)) : Number(form.tolerance);
  return (variables) => {
    const filled = typeof value === 'number' ? value : numberOf(fillFrom(variables, value));
    if (filled !== null) return { scorer: 'number', args: { value: filled, tolerance, relative, unit } };
    return { fault: `\`number\` needs a number, not ${quoted(fillFrom(variables, String(value)))}.` };
  };
}

function numberOf(text: string): number | null {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

function jsonPlan(given: NonNullable<Expectation['json']>): Plan {
  const { schema = null, fields = null } = given === true ? {} : given;
  return (variables) => {
    const filled = fields && (fillValue(fields, variables) as Record<string, unknown>);
    return { scorer: 'json', args: { schema, fields: filled } };
  };
}

function classifyPlan(given: NonNullable<Expectation['classify']>, reader: ArgsReader): Plan {
  const label = reader.text(given.label, 'label');
  const labels = reader.texts(given.labels, 'labels');
  return (variables) => {
    const wanted = label(variables);
    const all = labels(variables);
    // As `labels` writes it: F1 counts by these names.
    const right = all.find((one) => sameLabel(one) === sameLabel(wanted));
    if (right !== undefined) return { scorer: 'classify', args: { label: right, labels: all } };
    return { fault: `The label ${quoted(wanted)} is none of ${nameList(all)}.` };
  };
}

function similarityPlan(given: NonNullable<Expectation['similarity']>, reader: ArgsReader): Plan {
  const { metric, threshold, model = '' } = given;
  const value = reader.text(given.value, 'value');
  return (variables) =>
    metric === 'embedding'
      ? { scorer: 'embedding', args: { value: value(variables), model, threshold } }
      : { scorer: 'similarity', args: { value: value(variables), metric, threshold } };
}

function judgePlan(given: NonNullable<Expectation['judge']>, reader: ArgsReader): Plan {
  const form = typeof given === 'object' ? given : { rubric: given, threshold: 0.75 };
  const rubric = typeof given === 'object' ? reader.text(given.rubric, 'rubric') : reader.text(given);
  const reference = form.reference === undefined ? null : reader.text(form.reference, 'reference');
  const judges = reader.judges(form);
  const { threshold } = form;
  return (variables) => ({
    scorer: 'judge',
    args: { rubric: rubric(variables), judges, reference: reference?.(variables) ?? null, threshold },
  });
}

function pairwisePlan(given: NonNullable<Expectation['pairwise']>, reader: ArgsReader): Plan {
  const form = typeof given === 'object' ? given : { criteria: given, threshold: 0.5 };
  const criteria = typeof given === 'object' ? reader.text(given.criteria, 'criteria') : reader.text(given);
  const judges = reader.judges(form);
  const { against = null, threshold } = form;
  return (variables) => ({ scorer: 'pairwise', args: { criteria: criteria(variables), judges, against, threshold } });
}

/** Code is never filled: what a dataset holds would become part of the script. It reads the variables instead. */
function javascriptPlan(given: NonNullable<Expectation['javascript']>): Plan {
  const { code, timeoutMs, memoryMb } = typeof given === 'object' ? given : { code: given, timeoutMs: 1000, memoryMb: 32 };
  return ({ texts: vars }) => ({ scorer: 'javascript', args: { code, timeoutMs, memoryMb, vars } });
}
