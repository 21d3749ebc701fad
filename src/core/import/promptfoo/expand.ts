import { variableText } from '../../suite/caseVariables.ts';
import { fillTemplate } from '../../suite/template.ts';
import type { ImportNotes } from '../notes.ts';
import type { UnknownRecord } from '../values.ts';

/** Tests that the lists of one test's variables may make. */
const mostCombinations = 1000;
/** Values that name values that name values … */
const deepest = 5;
/** Characters that the variables of a test may grow by: a few that name one another would fill any memory. */
const mostGrowth = 200_000;

/** Every combination of the values that stand in lists, as promptfoo makes tests of them. */
export function combinations(vars: UnknownRecord, place: string, notes: ImportNotes): UnknownRecord[] {
  const lists = Object.entries(vars).map(([name, value]): readonly [string, readonly unknown[]] => [
    name,
    Array.isArray(value) && value.length > 0 ? value : [value],
  ]);
  const wanted = lists.reduce((product, [, values]) => product * values.length, 1);
  if (wanted > mostCombinations) {
    notes.leftOut(
      place,
      `The lists among its variables make more than ${mostCombinations} tests: the first ${mostCombinations} are taken.`,
    );
  }
  return Array.from({ length: Math.min(wanted, mostCombinations) }, (_, index) => combination(lists, index));
}

/** The last list turns fastest. */
function combination(lists: readonly (readonly [name: string, values: readonly unknown[]])[], index: number): UnknownRecord {
  let rest = index;
  const chosen = lists.toReversed().map(([name, values]): readonly [string, unknown] => {
    const value = values[rest % values.length] ?? '';
    rest = Math.floor(rest / values.length);
    return [name, value];
  });
  return Object.fromEntries(chosen.toReversed());
}

/** Variables within values filled in: here, values are put in as they are. */
export function resolved(vars: UnknownRecord): UnknownRecord {
  let known = vars;
  let growth = 0;
  const grown = (text: string) => ((growth += text.length) > mostGrowth ? undefined : text);
  for (let round = 0; round < deepest; round++) {
    const before = known;
    const fill = (text: string) =>
      fillTemplate(text, (name) =>
        Object.hasOwn(before, name) && before[name] !== text ? grown(variableText(before[name])) : undefined,
      );
    known = Object.fromEntries(
      Object.entries(before).map(([name, value]) => [
        name,
        typeof value === 'string' && value.includes('{{') ? fill(value) : value,
      ]),
    );
    if (Object.keys(known).every((name) => known[name] === before[name])) break;
  }
  return known;
}
