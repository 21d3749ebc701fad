import type { TextPosition } from '../../../shared/model/problem.ts';
import { fillFrom, inlineVariables } from '../caseVariables.ts';
import { promptTexts } from '../templates.ts';
import { variableHelp } from './completeVariables.ts';
import { helpOn, keyNode } from './keyHelp.ts';
import { escaped, fenced, shortened } from './markdown.ts';
import { modelHelp, modelUseAt } from './modelFacts.ts';
import type { ParsedSuite } from './parsed.ts';
import type { Place } from './place.ts';
import type { LanguageSources } from './sources.ts';
import type { KnownModels, SuiteHover } from './spec.ts';
import { Spot } from './spot.ts';

/** What there is to tell of what stands at a place; `null` where there is nothing. */
export async function hover(
  parsed: ParsedSuite,
  at: TextPosition,
  known: KnownModels,
  sources: LanguageSources,
): Promise<SuiteHover | null> {
  const spot = new Spot(parsed, at);
  if (spot.variable?.braces.isClosed === true) return variableHover(spot, spot.variable);
  const { place } = spot;
  if (place === null || place.start === place.end) return null;
  if (place.role === 'key') return keyHover(spot, place, known.schemaIsServed);
  if (place.isProse) return null;
  if (modelUseAt(place.path) !== null) return modelHover(spot, place, known, sources);
  return caseHover(spot, place);
}

function variableHover(spot: Spot, { braces, owner }: NonNullable<Spot['variable']>): SuiteHover | null {
  const variables = spot.data.variables(owner.path);
  const variable =
    variables.find(({ name }) => name === braces.name) ?? variables.find(({ name }) => braces.name.startsWith(`${name}.`));
  if (variable === undefined) return null;
  return { markdown: variableHelp(variable), range: spot.range(braces.open, braces.end), about: null };
}

function keyHover(spot: Spot, place: Place, schemaIsServed: boolean): SuiteHover | null {
  const key = spot.text.slice(place.start, place.end);
  const node = place.hasColon && !schemaIsServed ? keyNode(place.path, key) : null;
  if (node === null) return null;
  const markdown = `**${escaped(key)}**\n\n${helpOn(key, node, place.style === 'json' ? 'json' : 'yaml')}`;
  return { markdown, range: spot.range(place.start, place.end), about: null };
}

async function modelHover(spot: Spot, place: Place, known: KnownModels, sources: LanguageSources): Promise<SuiteHover | null> {
  const ref = spot.text.slice(place.start, place.end);
  const facts = (await sources.models(known)).find((model) => model.ref === ref);
  const unknown = `**${escaped(ref)}**\n\nNothing is known here of its price and context.`;
  const markdown = facts === undefined ? unknown : modelHelp(facts);
  return { markdown, range: spot.range(place.start, place.end), about: { kind: 'model', ref } };
}

/** On the name of a case: what its models are asked. */
function caseHover(spot: Spot, place: Place): SuiteHover | null {
  const [top, index, key, ...deeper] = place.path;
  if (top !== 'cases' || typeof index !== 'number' || key !== 'name' || deeper.length > 0) return null;
  const { outline, file, source } = spot.parsed.reading;
  const item = outline.cases.find((each) => each.index === index);
  if (item === undefined || file === null) return null;
  const entry = file.cases[index];
  const template = entry?.prompt ?? promptTexts(file)[0]?.template;
  const variables = inlineVariables(entry?.vars ?? {}, ['cases', index, 'vars'], source);
  const asked = template === undefined ? '' : `\n\n${fenced(shortened(fillFrom(variables, template), 600))}`;
  const markdown = `**${escaped(item.name)}**${asked}`;
  return { markdown, range: spot.range(place.start, place.end), about: { kind: 'case', id: item.id } };
}
