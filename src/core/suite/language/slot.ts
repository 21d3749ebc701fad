import type { Path } from '../source.ts';
import { formsAt } from './keyHelp.ts';
import type { Place } from './place.ts';
import { isPlain } from './snippets.ts';
import type { SuiteCompletion } from './spec.ts';
import type { Spot } from './spot.ts';

/** A completion before it is known which ones come before it. */
export type Offer = Omit<SuiteCompletion, 'sortText'>;

/** What can be filled in at a place: the value itself, or the next entry of a list that has no brackets or dash yet. */
export interface Slot {
  readonly path: Path;
  readonly before: string;
  readonly after: string;
}

export function slotsAt(place: Place, spot: Spot): readonly Slot[] {
  if (place.role === 'key') return [{ path: place.path, before: '', after: '' }];
  // Behind a colon there must be a space.
  const space = place.style === 'block' && spot.text[place.start - 1] === ':' ? ' ' : '';
  const itself = { path: place.path, before: space, after: '' };
  if (place.quote !== null || !formsAt(place.path).some(({ type }) => type === 'array')) return [itself];
  const item = [...place.path, 0];
  const isLine = place.style === 'block' && place.role === 'either';
  return [itself, isLine ? { path: item, before: '- ', after: '' } : { path: item, before: `${space}[`, after: ']' }];
}

/** A text as it must be written there. */
export function writtenText(text: string, place: Place, { before, after }: Slot): string {
  if (place.quote === '"') return JSON.stringify(text).slice(1, -1);
  if (place.quote === "'") return text.replaceAll("'", "''");
  const style = after === ']' && place.style === 'block' ? 'flow' : place.style;
  return `${before}${style === 'json' || !isPlain(text, style) ? JSON.stringify(text) : text}${after}`;
}
