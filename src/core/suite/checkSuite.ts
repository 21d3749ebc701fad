import type * as z from 'zod';
import type { Problem } from '../../shared/model/problem.ts';
import { buildCases } from './buildCases.ts';
import type { BuiltCases } from './buildCases.ts';
import { checkFile } from './checks.ts';
import type { SuiteOptions } from './checks.ts';
import { schemaProblems } from './issues.ts';
import { outlineOf } from './outline.ts';
import type { SuiteOutline } from './outline.ts';
import { hasErrors, inOrder, warning } from './problems.ts';
import { suiteSchema } from './schema.ts';
import type { SuiteFile } from './schema.ts';
import { SuiteSource, valueAt } from './source.ts';
import { checkVariables } from './variables.ts';
import type { Datasets } from './variables.ts';

export interface SuiteCheck {
  readonly problems: readonly Problem[];
  readonly outline: SuiteOutline;
}

/** Everything that can be said of a suite's text without opening another file. Never throws. */
export function checkSuite(text: string, options: SuiteOptions): SuiteCheck {
  const reading = readSuite(text, options);
  const problems = [...reading.problems, ...checkCases(reading, null, 0).problems];
  return { problems: inOrder(problems), outline: reading.outline };
}

export interface SuiteReading {
  readonly source: SuiteSource;
  readonly outline: SuiteOutline;
  readonly problems: readonly Problem[];
  /** `null` where the text does not have the form of a suite. */
  readonly file: SuiteFile | null;
}

/** Text → data → schema → what the schema cannot say. */
export function readSuite(text: string, options: SuiteOptions): SuiteReading {
  const source = new SuiteSource(text);
  const outline = outlineOf(source);
  const lost = lostCharacters(text, source);
  if (source.problems.length > 0) return { source, outline, problems: [...lost, ...source.problems], file: null };
  const parsed = suiteSchema.safeParse(source.value);
  if (parsed.success) {
    return { source, outline, problems: [...lost, ...checkFile(parsed.data, source, outline, options)], file: parsed.data };
  }
  const problems = [...lost, ...schemaProblems(parsed.error.issues, source)];
  const lenient = suiteSchema.safeParse(withoutUnknownKeys(source.value, parsed.error.issues));
  if (!lenient.success) return { source, outline, problems, file: null };
  // A misspelt key must not hide a misspelt model: what remains without it is checked all the same.
  return { source, outline, problems: [...problems, ...checkFile(lenient.data, source, outline, options)], file: lenient.data };
}

/** An editor shows a text of another encoding all the same, with � where it could not read it. */
function lostCharacters(text: string, source: SuiteSource): Problem[] {
  const lost = text.indexOf('\uFFFD');
  if (lost === -1) return [];
  const message =
    'The character � stands here, as where a file that is not UTF-8 was read: open it with its own encoding, and save it as UTF-8.';
  return [warning('lost-character', message, source.rangeOf(lost, lost + 1))];
}

/** A copy without the keys that the schema does not know. Keys inside a union's form are left: their form was not settled. */
function withoutUnknownKeys(value: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy = structuredClone(value);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const owner = valueAt(
      copy,
      issue.path.filter((step) => typeof step !== 'symbol'),
    );
    if (typeof owner !== 'object' || owner === null) continue;
    for (const key of issue.keys) Reflect.deleteProperty(owner, key);
  }
  return copy;
}

/** The cases of a reading and what is wrong with their variables; none where that is something. */
export function checkCases({ file, source, outline }: SuiteReading, datasets: Datasets, moreRows: number): BuiltCases {
  if (file === null) return { cases: [], rowsLeft: 0, datasetCases: [], problems: [] };
  const problems = checkVariables(file, source, outline, datasets);
  if (hasErrors(problems)) return { cases: [], rowsLeft: 0, datasetCases: [], problems };
  const built = buildCases(file, source, outline, datasets, moreRows);
  return { ...built, problems: [...problems, ...built.problems] };
}
