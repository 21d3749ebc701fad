import type { Path } from '../source.ts';
import { choicesAt } from './keyHelp.ts';
import type { Place } from './place.ts';
import { slotsAt, writtenText, type Offer, type Slot } from './slot.ts';
import type { LanguageSources } from './sources.ts';
import type { CompletionKind } from './spec.ts';
import type { Spot } from './spot.ts';

/** Values that only this suite and its folder know, and those that the format knows where nobody else tells them. */
export async function completeValues(
  spot: Spot,
  place: Place,
  schemaIsServed: boolean,
  sources: LanguageSources,
): Promise<readonly Offer[]> {
  const [slot] = slotsAt(place, spot);
  if (place.role === 'key' || slot === undefined) return [];
  const own = await ownValues(spot, place.path, sources);
  if (own !== null) return own.values.map((value) => offerOf(value, own.kind, own.detail, spot, place, slot));
  if (schemaIsServed) return [];
  const choices = [...new Set(choicesAt(place.path))];
  return choices.map((choice) => {
    const offer = offerOf(String(choice), 'value', '', spot, place, slot);
    // `true` in quotes would be a text.
    return typeof choice === 'boolean' ? { ...offer, newText: `${slot.before}${choice}` } : offer;
  });
}

interface OwnValues {
  readonly kind: CompletionKind;
  readonly detail: string;
  readonly values: readonly string[];
}

async function ownValues({ data, parsed }: Spot, path: Path, sources: LanguageSources): Promise<OwnValues | null> {
  const place = path.map((step) => (typeof step === 'number' ? '#' : step)).join('.');
  if (place === 'cases.#.dataset') {
    return { kind: 'file', detail: 'dataset', values: await sources.datasetFiles(parsed.document) };
  }
  if (place === 'cases.#.category') return { kind: 'value', detail: 'used already', values: data.textsOfCases('category') };
  if (/^(?:cases\.#\.)?expect\.#\.pairwise\.against$/.test(place)) {
    const labels = data.list(['models']).flatMap((_, index) => {
      return ['label', 'model'].flatMap((key) => data.text(['models', index, key]) ?? []).slice(0, 1);
    });
    const refs = data.list(['models']).filter((entry) => typeof entry === 'string');
    return { kind: 'value', detail: 'a model of this suite', values: [...labels, ...refs] };
  }
  return null;
}

function offerOf(text: string, kind: CompletionKind, detail: string, spot: Spot, place: Place, slot: Slot): Offer {
  const newText = writtenText(text, place, slot);
  return { kind, label: text, detail, documentation: '', range: spot.range(place.start, place.end), newText, isSnippet: false };
}
