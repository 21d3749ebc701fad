import type { TextPosition } from '../../../shared/model/problem.ts';
import { completeKeys, completeTemplates } from './completeKeys.ts';
import { completeModels } from './completeModels.ts';
import { completeVariables } from './completeVariables.ts';
import { completeValues } from './completeValues.ts';
import type { ParsedSuite } from './parsed.ts';
import type { Offer } from './slot.ts';
import { wholeSuite } from './snippets.ts';
import type { LanguageSources } from './sources.ts';
import type { KnownModels, SuiteCompletion } from './spec.ts';
import { Spot } from './spot.ts';

/** What can be written at a place, the likeliest first. */
export async function complete(
  parsed: ParsedSuite,
  at: TextPosition,
  known: KnownModels,
  sources: LanguageSources,
): Promise<readonly SuiteCompletion[]> {
  const spot = new Spot(parsed, at);
  return (await offersAt(spot, known, sources)).map((offer, index) => ({ ...offer, sortText: String(index).padStart(5, '0') }));
}

async function offersAt(spot: Spot, known: KnownModels, sources: LanguageSources): Promise<readonly Offer[]> {
  if (spot.variable !== null) return completeVariables(spot, spot.variable);
  const { place } = spot;
  if (place === null || place.isProse) return [];
  const models = await completeModels(spot, place, known, sources);
  const values = await completeValues(spot, place, known.schemaIsServed, sources);
  if (known.schemaIsServed) return [...models, ...values];
  const start = /^\s*[\w{]?\s*$/.test(spot.text) ? [suiteOffer(spot)] : [];
  return [...start, ...models, ...values, ...completeTemplates(spot, place), ...completeKeys(spot, place)];
}

/** In place of all that is there: white space, or the first letter. */
function suiteOffer(spot: Spot): Offer {
  const { label, detail, yaml, json } = wholeSuite;
  const newText = spot.parsed.document.path.toLowerCase().endsWith('.json') ? json : yaml;
  const start = spot.text.slice(0, spot.offset).search(/\S?$/);
  return { kind: 'snippet', label, detail, documentation: '', range: spot.range(start, spot.offset), newText, isSnippet: true };
}
