import { RE2JS } from 're2js';
import type { SuiteOptions } from '../../suite/checks.ts';
import { regexFault } from '../../suite/expect.ts';
import type { ExpectationInput } from '../../suite/expectSchema.ts';
import { fillTemplate, templateVariables } from '../../suite/template.ts';
import { variableText } from '../../suite/caseVariables.ts';
import type { ImportNotes } from '../notes.ts';
import { asList, asNumber, asRecord, asText } from '../values.ts';
import type { UnknownRecord } from '../values.ts';
import { scriptOf } from './javascript.ts';
import { templateOf } from './templates.ts';

/** An assertion of promptfoo's, its file read and its `not-` taken off. */
export interface Assertion {
  readonly type: string;
  readonly value: unknown;
  readonly threshold: number | null;
  readonly provider: unknown;
  readonly place: string;
  /** Of the test that asks; `null` where many do. */
  readonly vars: UnknownRecord | null;
}

/** Who grades: told with the assertion, with its test, or with the whole configuration. */
export interface Graders {
  /** `model` for the expectation; nothing where the suite's judge serves. */
  judge(provider: unknown, place: string): { model?: string };
  embedding(provider: unknown, place: string): string;
}

export interface MapContext {
  readonly graders: Graders;
  readonly notes: ImportNotes;
  /** What only a scorer can tell of its arguments. */
  readonly checks: Pick<SuiteOptions, 'schemaProblem' | 'scriptProblem'>;
}

export type Mapped = { readonly expect: readonly ExpectationInput[] } | { readonly fault: string };
export type Mapper = (assertion: Assertion, context: MapContext) => Mapped | Promise<Mapped>;

const made = (...expect: ExpectationInput[]): Mapped => ({ expect });
const fault = (message: string): Mapped => ({ fault: message });

/** The text of a value, templates and all. */
function textOf({ value, place }: Assertion, { notes }: MapContext): string {
  return templateOf(asText(value) ?? (value === undefined || value === null ? '' : JSON.stringify(value)), place, notes);
}

function textsOf({ value, place }: Assertion, { notes }: MapContext): string[] {
  const items = typeof value === 'string' ? splitList(value) : asList(value);
  return items.map((item) => templateOf(asText(item) ?? JSON.stringify(item), place, notes));
}

/** Commas part a list that is written as one text; those in quotes do not. */
export function splitList(text: string): string[] {
  const items = text.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? [];
  return items.map((item) => {
    const trimmed = item.trim();
    return /^".*"$/s.test(trimmed) ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed;
  });
}

const contains =
  (ignoreCase: boolean): Mapper =>
  (assertion, context) => {
    const value = textOf(assertion, context);
    return made({ contains: ignoreCase ? { value, ignoreCase } : value });
  };

const containsSeveral =
  (key: 'containsAny' | 'containsAll', ignoreCase: boolean): Mapper =>
  (assertion, context) => {
    const values = textsOf(assertion, context);
    return made({ [key]: ignoreCase ? { values, ignoreCase } : values });
  };

const equals: Mapper = (assertion, context) => {
  const { value, place } = assertion;
  if (typeof value !== 'object' || value === null) return made({ exact: textOf(assertion, context) });
  if (JSON.stringify(value).includes('{{')) {
    context.notes.changed(
      place,
      '`equals` with an object: templates in it are not filled. Write its parts under `json.fields`, where they are.',
    );
  }
  return made({ json: { schema: { const: value } } });
};

const json: Mapper = ({ type, value, place }, { notes, checks }) => {
  const where =
    type === 'is-json' ? 'JSON in a fenced block counts too' : 'JSON is looked for as the whole answer or its first fenced block';
  notes.changed(place, `\`${type}\`: ${where}.`);
  const schema = typeof value === 'string' ? parsed(value) : value;
  if (schema === undefined || schema === null || schema === '') return made({ json: true });
  if (typeof schema !== 'object' || Array.isArray(schema))
    return fault(`\`${type}\` has a value that is no JSON Schema: write one under \`json.schema\`.`);
  const why = checks.schemaProblem?.(schema) ?? null;
  if (why !== null) return fault(`\`${type}\`: ${why} Write a schema without it.`);
  return made({ json: { schema: schema as Record<string, unknown> } });
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const regex: Mapper = (assertion, context) => {
  const pattern = textOf(assertion, context);
  if (templateVariables(pattern).length > 0 || regexFault(pattern) === null) return made({ regex: pattern });
  const translated = RE2JS.translateRegExp(pattern);
  const why = regexFault(translated);
  return why === null ? made({ regex: translated }) : fault(`${why} Use a \`javascript\` expectation: \`/…/.test(answer)\`.`);
};

const levenshtein: Mapper = (assertion, context) => {
  const value = textOf(assertion, context);
  const distance = assertion.threshold ?? 5;
  const vars = assertion.vars;
  if (vars === null && templateVariables(value).length > 0) {
    return fault(
      '`levenshtein` has a limit in characters, here it is a share of the text: write `similarity: { value: …, threshold: 0.8 }`.',
    );
  }
  const filled = fillTemplate(value, (name) =>
    vars !== null && Object.hasOwn(vars, name) ? variableText(vars[name]) : undefined,
  );
  const length = Math.max(1, Array.from(filled.trim()).length);
  const threshold = Number(Math.max(0, 1 - distance / length).toFixed(3));
  context.notes.changed(
    assertion.place,
    '`levenshtein`: a distance in characters became a similarity, 1 − distance ÷ length. The score is the similarity.',
  );
  return made({ similarity: { value, threshold } });
};

const likeness =
  (metric: 'rouge1' | 'bleu', preset: number): Mapper =>
  (assertion, context) => {
    if (Array.isArray(assertion.value) && assertion.value.length !== 1) {
      return fault(
        `\`${assertion.type}\` with several references is not imported: write a \`similarity\` for the one that matters.`,
      );
    }
    const [only = assertion.value] = asList(assertion.value);
    const value = textOf({ ...assertion, value: only }, context);
    return made({ similarity: { value, metric, threshold: assertion.threshold ?? preset } });
  };

const similar: Mapper = (assertion, context) => {
  const [only, ...others] = asList(assertion.value);
  if (only === undefined || others.length > 0) {
    return fault(
      '`similar` needs one text to compare with: several are not imported. Write a `similarity` for the one that matters.',
    );
  }
  if (assertion.type === 'similar:dot') {
    context.notes.changed(
      assertion.place,
      '`similar:dot` became the cosine: the same for vectors of length 1, as most models make them.',
    );
  }
  const model = context.graders.embedding(assertion.provider, assertion.place);
  const value = textOf({ ...assertion, value: only }, context);
  return made({ similarity: { value, metric: 'embedding', model, threshold: assertion.threshold ?? 0.75 } });
};

const javascript: Mapper = ({ value, threshold, place, vars }, { notes, checks }) => {
  const written = asText(value);
  if (written === null || written.trim() === '') return fault('`javascript` has no code that can be read: write it as a text.');
  const script = scriptOf(written, threshold);
  if ('fault' in script) return fault(script.fault);
  const why = checks.scriptProblem?.(script.code) ?? null;
  if (why !== null) return fault(why);
  if (script.lacks !== null) {
    notes.changed(
      place,
      `The script uses \`${script.lacks}\`, which the sandbox does not have: take it out, or its expectation will fail.`,
    );
  }
  const typed = Object.entries(vars ?? {}).find(([, given]) => typeof given !== 'string');
  if (typed && /\bvars\b/.test(script.code)) {
    notes.changed(
      place,
      `\`vars\` holds texts: a script that needs the number or the list \`${typed[0]}\` reads Number(vars.x) or JSON.parse(vars.x).`,
    );
  }
  return made({ javascript: script.code });
};

/** A judge with a rubric of its own words, or with promptfoo's sense of a kind of check put into words. */
const judge =
  (
    rubric: (value: string) => string,
    preset: number | null,
    more: (value: string) => { reference?: string } = () => ({}),
  ): Mapper =>
  (assertion, context) => {
    const value = textOf(assertion, context);
    if (value.trim() === '' && assertion.type !== 'answer-relevance') {
      return fault(`\`${assertion.type}\` has no text to judge by: write the rubric of a \`judge\`.`);
    }
    context.notes.changed(
      assertion.place,
      `\`${assertion.type}\` became \`judge\`: judges grade from 1 to 5 here, and 4 passes where no threshold is given.`,
    );
    const model = context.graders.judge(assertion.provider, assertion.place);
    const threshold = assertion.threshold ?? preset;
    const others = { ...more(value), ...model, ...(threshold === null ? {} : { threshold }) };
    return made({ judge: Object.keys(others).length === 0 ? rubric(value) : { rubric: rubric(value), ...others } });
  };

/** Each criterion is graded for itself and has its part of the weight. */
const gEval: Mapper = async (assertion, context) => {
  const criteria = asList(assertion.value);
  if (criteria.length === 0) return fault('`g-eval` has no criterion: write the rubric of a `judge`.');
  const one = judge((value) => value, 0.7);
  const expect: ExpectationInput[] = [];
  for (const value of criteria) {
    const mapped = await one({ ...assertion, value }, context);
    if ('fault' in mapped) return mapped;
    expect.push(...mapped.expect.map((entry) => (criteria.length === 1 ? entry : { ...entry, weight: 1 / criteria.length })));
  }
  return { expect };
};

const factuality = judge(
  () => 'The answer agrees with the facts of the reference. It may say more or less, but contradicts none of them.',
  null,
  (reference) => ({ reference }),
);

const selectBest: Mapper = (assertion, context) => {
  const criteria = textOf(assertion, context);
  if (criteria.trim() === '') return fault('`select-best` has no criterion: write it under `pairwise`.');
  context.notes.changed(
    assertion.place,
    '`select-best` became `pairwise`: every two answers are compared, and the score is the share won.',
  );
  const named = context.graders.judge(assertion.provider, assertion.place);
  return made({ pairwise: named.model === undefined ? criteria : { criteria, ...named } });
};

const wordCount: Mapper = ({ value }) => {
  const exact = asNumber(value);
  const { min, max } = asRecord(value);
  const [minWords, maxWords] = exact === null ? [asNumber(min), asNumber(max)] : [exact, exact];
  if (minWords === null && maxWords === null)
    return fault('`word-count` has no number of words: write `length: { maxWords: … }`.');
  return made({ length: { ...(minWords === null ? {} : { minWords }), ...(maxWords === null ? {} : { maxWords }) } });
};

const limit =
  (scorer: 'latency' | 'cost'): Mapper =>
  ({ threshold, type }) => {
    if (threshold === null) return fault(`\`${type}\` has no limit: cost and speed of every call are measured here anyway.`);
    return made(scorer === 'latency' ? { latency: { maxMs: threshold } } : { cost: { maxUsd: threshold } });
  };

/** The assertions of promptfoo that have a counterpart. */
export const mappers: Readonly<Record<string, Mapper>> = {
  equals,
  contains: contains(false),
  icontains: contains(true),
  'contains-any': containsSeveral('containsAny', false),
  'contains-all': containsSeveral('containsAll', false),
  'icontains-any': containsSeveral('containsAny', true),
  'icontains-all': containsSeveral('containsAll', true),
  'starts-with': (assertion, context) => made({ startsWith: textOf(assertion, context) }),
  regex,
  'is-json': json,
  'contains-json': json,
  'is-refusal': () => made({ refusal: true }),
  levenshtein,
  'rouge-n': likeness('rouge1', 0.75),
  bleu: likeness('bleu', 0.5),
  similar,
  'similar:cosine': similar,
  'similar:dot': similar,
  latency: limit('latency'),
  cost: limit('cost'),
  'word-count': wordCount,
  javascript,
  'llm-rubric': judge((value) => value, null),
  'model-graded-closedqa': judge((value) => `The answer meets this criterion: ${value}`, null),
  factuality,
  'model-graded-factuality': factuality,
  'answer-relevance': judge(() => 'The answer is about what was asked, and leaves nothing asked without an answer.', null),
  'g-eval': gEval,
  'select-best': selectBest,
};
