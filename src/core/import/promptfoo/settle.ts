import { lookUp, rowVariables, textOf } from '../../suite/caseVariables.ts';
import { regexFault } from '../../suite/expect.ts';
import type { ExpectationInput } from '../../suite/expectSchema.ts';
import { suiteSchema } from '../../suite/schema.ts';
import type { SuiteInput } from '../../suite/schema.ts';
import { fillTemplate } from '../../suite/template.ts';
import { ownUses, sharedUses } from '../../suite/templates.ts';
import type { ImportNotes } from '../notes.ts';

type CaseInput = SuiteInput['cases'][number];

/** More than a file of 1 MiB can hold, or a suite may have. */
const mostCases = 20_000;
const mostModels = 200;
const mostPrompts = 100;
const mostExpectations = 50;

/** Mends what would keep the suite from loading: variables that no test gives, comparisons with nobody, patterns that fail once filled. */
export function settle(draft: SuiteInput, notes: ImportNotes): SuiteInput {
  return withVariables(withoutBadPatterns(withoutLonelyPairs(withinBounds(draft, notes), notes), notes));
}

function withinBounds(draft: SuiteInput, notes: ImportNotes): SuiteInput {
  const first = <Item>(items: Item[], most: number, what: string): Item[] => {
    if (items.length > most) notes.leftOut(what, `A suite here has ${most} of them at most: the first are taken.`);
    return items.slice(0, most);
  };
  const { prompts, expect } = draft;
  return {
    ...draft,
    models: first(draft.models, mostModels, 'providers'),
    ...(prompts && { prompts: first(prompts, mostPrompts, 'prompts') }),
    ...(expect && { expect: first(expect, mostExpectations, 'defaultTest.assert') }),
    cases: first(draft.cases, mostCases, 'tests').map((made, index) =>
      made.expect ? { ...made, expect: first(made.expect, mostExpectations, `tests[${index}].assert`) } : made,
    ),
  };
}

function withoutLonelyPairs(draft: SuiteInput, notes: ImportNotes): SuiteInput {
  if (draft.models.length * (draft.prompts?.length ?? 1) > 1) return draft;
  return filtered(draft, (entry, place) => {
    if (entry.pairwise === undefined) return true;
    notes.leftOut(
      place,
      '`select-best` compares answers, and there is one model with one prompt: add another, and a `pairwise` expectation.',
    );
    return false;
  });
}

function withoutBadPatterns(draft: SuiteInput, notes: ImportNotes): SuiteInput {
  return filtered(draft, ({ regex }, place, vars) => {
    if (typeof regex !== 'string' || !regex.includes('{{')) return true;
    const patterns = (vars === null ? draft.cases.map((made) => made.vars) : [vars]).map((given) => filled(regex, given ?? {}));
    const why = patterns.map(regexFault).find((fault) => fault !== null);
    if (why === undefined) return true;
    notes.leftOut(place, `${why} Use a \`javascript\` expectation.`);
    return false;
  });
}

function filled(template: string, vars: NonNullable<CaseInput['vars']>): string {
  const variables = rowVariables(vars);
  return fillTemplate(template, (name) => textOf(variables, name) ?? '');
}

function filtered(
  draft: SuiteInput,
  keep: (entry: ExpectationInput, place: string, vars: CaseInput['vars'] | null) => boolean,
): SuiteInput {
  const { expect, ...others } = draft;
  const shared = expect?.filter((entry) => keep(entry, 'defaultTest.assert', null));
  const cases = draft.cases.map(({ expect: own, ...rest }, index) => {
    const kept = own?.filter((entry) => keep(entry, `tests[${index}].assert`, rest.vars));
    return { ...rest, ...(kept && kept.length > 0 ? { expect: kept } : {}) };
  });
  return { ...others, ...(shared && shared.length > 0 ? { expect: shared } : {}), cases };
}

/** What a test does not give is empty, as promptfoo has it. */
function withVariables(draft: SuiteInput): SuiteInput {
  const file = suiteSchema.parse(draft);
  const shared = sharedUses(file).map(({ name }) => name);
  const cases = draft.cases.map((entry, index): CaseInput => {
    const parsed = file.cases[index];
    if (entry.dataset !== undefined || parsed === undefined) return entry;
    const names = new Set([...shared, ...ownUses(parsed, index).map(({ name }) => name)]);
    const missing = [...names].filter((name) => lookUp(entry.vars ?? {}, name) === undefined);
    if (missing.length === 0) return entry;
    return { ...entry, vars: { ...entry.vars, ...Object.fromEntries(missing.map((name) => [name, ''])) } };
  });
  return { ...draft, cases };
}
