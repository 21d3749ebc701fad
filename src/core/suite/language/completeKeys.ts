import { scorerKeys } from '../expectSchema.ts';
import type { Path } from '../source.ts';
import { helpOn, keysAt, type SchemaNode } from './keyHelp.ts';
import { code } from './markdown.ts';
import type { Place } from './place.ts';
import { slotsAt, type Offer, type Slot } from './slot.ts';
import { caseTemplates, indented, judgeTemplate, keySnippet, type Template } from './snippets.ts';
import type { Spot } from './spot.ts';

const scorers: readonly string[] = scorerKeys;

/** Keys of the map at the place that are not there yet, with a value to fill in. */
export function completeKeys(spot: Spot, place: Place): readonly Offer[] {
  const names = namedKeys(spot, place);
  if (names !== null) return names;
  return slotsAt(place, spot)
    .filter(({ path }) => isMapPlace(place, path))
    .flatMap((slot) => keysOf(place, slot).map(([key, node]) => keyOffer(key, node, spot, place, slot)));
}

/** A key begins on a line of its own or in braces; an expectation may bring its braces along. */
function isMapPlace(place: Place, path: Path): boolean {
  return place.role !== 'value' || (place.quote === null && isExpectation(path));
}

function isExpectation(path: Path): boolean {
  return path.at(-2) === 'expect' && typeof path.at(-1) === 'number' && (path.length === 2 || path.length === 4);
}

/** Of what excludes each other, one is enough. */
const exclusive: readonly (readonly string[])[] = [
  ['prompt', 'prompts'],
  ['prompt', 'dataset'],
  ['model', 'models'],
];

function keysOf({ siblings, style }: Place, { path, before }: Slot): readonly (readonly [string, SchemaNode])[] {
  // A new entry of a list has no keys yet, whatever stands beside its dash.
  const taken = new Set(before === '' ? siblings : []);
  const hasScorer = scorers.some((scorer) => taken.has(scorer));
  return keysAt(path).filter(([key], index, all) => {
    if (taken.has(key) || (key === '$schema' && style !== 'json')) return false;
    if (hasScorer && isExpectation(path) && scorers.includes(key)) return false;
    if (all.findIndex(([other]) => other === key) !== index) return false;
    return !exclusive.some((group) => group.includes(key) && group.some((other) => taken.has(other)));
  });
}

function keyOffer(key: string, node: SchemaNode, spot: Spot, place: Place, slot: Slot): Offer {
  const isScorer = scorers.includes(key) && isExpectation(slot.path);
  const style = slot.after === ']' && place.style === 'block' ? 'flow' : place.style;
  const needsBraces = place.role === 'value' || slot.after === ']';
  const snippet = keySnippet(key, node, style);
  const filled = needsBraces ? `{ ${snippet} }` : snippet;
  const wrapped = `${slot.before}${filled}${slot.after}`;
  const shown = {
    kind: isScorer ? ('scorer' as const) : ('key' as const),
    label: key,
    detail: isScorer ? firstSentence(node.description ?? '') : '',
    documentation: helpOn(key, node, style === 'json' ? 'json' : 'yaml'),
  };
  if (place.hasColon) return { ...shown, range: spot.range(place.start, place.end), newText: key, isSnippet: false };
  const by = spot.indentAt(place.start) + slot.before.length;
  const filter = place.quote === null ? {} : { filterText: `${place.quote}${key}` };
  return {
    ...shown,
    ...quotedKey(spot, place),
    ...filter,
    newText: indented(wrapped, by) + commaAfter(spot, place),
    isSnippet: true,
  };
}

/** The quotes of a half-written key are replaced with it. */
function quotedKey(spot: Spot, { start, end, quote }: Place): Pick<Offer, 'range'> {
  if (quote === null) return { range: spot.range(start, end) };
  return { range: spot.range(start - 1, spot.text[end] === quote ? end + 1 : end) };
}

function commaAfter(spot: Spot, { style, end, quote }: Place): string {
  const rest = spot.text.slice(quote !== null && spot.text[end] === quote ? end + 1 : end);
  return style === 'json' && /^\s*["{[]/.test(rest) ? ',' : '';
}

/** Keys that the suite itself names: variables that other cases give, columns to filter by. `null` elsewhere. */
function namedKeys(spot: Spot, place: Place): readonly Offer[] | null {
  const [top, index, key, ...deeper] = place.path;
  if (top !== 'cases' || place.role === 'value' || deeper.length > 0 || (key !== 'vars' && key !== 'filter')) return null;
  const variables = key === 'vars' ? spot.data.variables([]) : spot.data.variables(['cases', index ?? 0]);
  return variables
    .filter(({ name, dataset }) => !place.siblings.includes(name) && (dataset !== null) === (key === 'filter'))
    .map(({ name, dataset }): Offer => {
      const shown = { kind: dataset === null ? ('variable' as const) : ('column' as const), label: name };
      const detail = dataset === null ? 'a variable of other cases' : `column of ${dataset}`;
      const written = place.style === 'json' ? JSON.stringify(name) : name;
      const value = place.style === 'json' ? '"$1"' : '$1';
      const newText = place.hasColon ? name : `${written}: ${value}${commaAfter(spot, place)}`;
      const range = place.hasColon ? { range: spot.range(place.start, place.end) } : quotedKey(spot, place);
      return { ...shown, detail, documentation: `${detail} ${code(name)}`, ...range, newText, isSnippet: !place.hasColon };
    });
}

/** Whole entries of the lists of a suite. */
export function completeTemplates(spot: Spot, place: Place): readonly Offer[] {
  if (place.role === 'key' || place.quote !== null) return [];
  return slotsAt(place, spot)
    .filter(({ before }) => before !== '' || place.siblings.length === 0)
    .flatMap((slot) => templatesFor(slot.path).map((template) => templateOffer(template, spot, place, slot)));
}

function templatesFor(path: Path): readonly Template[] {
  if (path.length === 2 && path[0] === 'cases' && typeof path[1] === 'number') return caseTemplates;
  return isExpectation(path) ? [judgeTemplate] : [];
}

function templateOffer({ label, detail, yaml, json }: Template, spot: Spot, place: Place, slot: Slot): Offer {
  const by = spot.indentAt(place.start) + slot.before.length;
  const isLine = place.style === 'block' && slot.after === '';
  // A value of JSON is one of YAML's flow style too.
  const newText = isLine ? `${slot.before}${indented(yaml, by)}` : `${slot.before}${json}${slot.after}`;
  const range = spot.range(place.start, place.end);
  return { kind: 'snippet', label, detail, documentation: '', range, newText, isSnippet: true };
}

function firstSentence(text: string): string {
  return /^.*?(?=[.:](?:\s|$))/.exec(text)?.[0] ?? text;
}
