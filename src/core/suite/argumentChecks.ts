import type { Problem } from '../../shared/model/problem.ts';
import type { SuiteOptions } from './checks.ts';
import { expectationPlaces } from './graders.ts';
import type { ExpectationPlace } from './graders.ts';
import { labelOf } from './models.ts';
import { error, nameList, quoted, warning } from './problems.ts';
import type { SuiteFile } from './schema.ts';
import type { Path, SuiteSource } from './source.ts';
import { nearestName } from './suggest.ts';

/** Arguments of expectations that only their scorer can tell to be right, and those that name something of the suite. */
export function checkArguments(file: SuiteFile, source: SuiteSource, options: SuiteOptions): Problem[] {
  const labels = file.models.map(labelOf);
  const candidates = labels.length * (file.prompts?.length ?? 1);
  const scriptProblem = once(options.scriptProblem ?? (() => null));
  return expectationPlaces(file).flatMap((place) => [
    ...checkByScorer(place, source, { ...options, scriptProblem }),
    ...checkPairwise(place, source, labels, candidates),
  ]);
}

/** With anchors a suite says the same a hundred times. */
function once(check: (text: string) => string | null): (text: string) => string | null {
  const known = new Map<string, string | null>();
  return (text) => {
    const found = known.has(text) ? (known.get(text) ?? null) : check(text);
    known.set(text, found);
    return found;
  };
}

function checkByScorer(
  { entry: { number, json, javascript, regex }, path }: ExpectationPlace,
  source: SuiteSource,
  options: SuiteOptions,
): Problem[] {
  const problems: Problem[] = [];
  if (typeof number === 'object' && number.unit !== undefined) {
    const fault = options.unitProblem?.(number.unit) ?? null;
    if (fault !== null) problems.push(error('unknown-unit', fault, source.valueRange([...path, 'number', 'unit'])));
  }
  if (typeof json === 'object' && json.schema !== undefined) {
    const fault = options.schemaProblem?.(json.schema) ?? null;
    if (fault !== null) problems.push(error('bad-schema', fault, source.keyRange([...path, 'json', 'schema'])));
  }
  if (javascript !== undefined) {
    const code = typeof javascript === 'string' ? javascript : javascript.code;
    const place = typeof javascript === 'string' ? [...path, 'javascript'] : [...path, 'javascript', 'code'];
    const fault = options.scriptProblem?.(code) ?? null;
    if (fault !== null) problems.push(error('bad-script', fault, source.valueRange(place)));
  }
  if (typeof regex === 'string') problems.push(...checkSlashes(regex, [...path, 'regex'], source));
  else if (typeof regex === 'object') problems.push(...checkSlashes(regex.pattern, [...path, 'regex', 'pattern'], source));
  return problems;
}

/** `/a/i` as JavaScript writes it: here, slashes and flags would have to stand in the answer. */
function checkSlashes(pattern: string | number | boolean, place: Path, source: SuiteSource): Problem[] {
  const [, inner, written] = (typeof pattern === 'string' ? /^\/(.+)\/([dgimsuvy]*)$/s.exec(pattern) : null) ?? [];
  if (inner === undefined || written === undefined) return [];
  const flags = written.replaceAll(/[^ims]/g, '');
  const meant = flags === '' ? inner : `(?${flags})${inner}`;
  const message = `The slashes${written === '' ? '' : ` and \`${written}\``} are taken as part of the pattern: write ${quoted(meant)}. Flags go before a pattern, \`(?i)\`; a slash that is meant is written \`\\/\`.`;
  return [warning('slashes', message, source.valueRange(place), source.valueFix(place, meant))];
}

function checkPairwise(
  { entry: { pairwise }, path }: ExpectationPlace,
  source: SuiteSource,
  labels: readonly string[],
  candidates: number,
): Problem[] {
  if (pairwise === undefined) return [];
  if (candidates < 2) {
    const message = 'There is nothing to compare with: `pairwise` needs a second model, or a second prompt.';
    return [error('nothing-to-compare', message, source.keyRange([...path, 'pairwise']))];
  }
  const against = typeof pairwise === 'object' ? pairwise.against : undefined;
  if (against === undefined || labels.includes(against)) return [];
  const place = [...path, 'pairwise', 'against'];
  const near = nearestName(against, labels);
  const advice = near === null ? `Use one of ${nameList(labels)}.` : `Did you mean \`${near}\`?`;
  const message = `No model of this suite is called ${quoted(against)}. ${advice}`;
  return [error('unknown-label', message, source.valueRange(place), near === null ? null : source.valueFix(place, near))];
}
