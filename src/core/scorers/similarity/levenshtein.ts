import { distance } from 'fastest-levenshtein';
import { refuseLonger } from './limits.ts';

/** Most pairs of characters: half a second. */
const maxPairs = 1_000_000_000;

/** 1 − distance / length of the longer text, both in characters (code points). */
export function levenshteinShare(found: string, wanted: string): number {
  const [a, b] = asCodeUnits(Array.from(found), Array.from(wanted));
  const longer = Math.max(a.length, b.length);
  refuseLonger(a.length * b.length, maxPairs);
  return longer === 0 ? 1 : (longer - distance(a, b)) / longer;
}

/** The library compares code units: here each character becomes one, whichever plane it is of. */
function asCodeUnits(...texts: readonly [readonly string[], readonly string[]]): readonly [string, string] {
  const units = new Map<string, string>();
  const [a, b] = texts.map((text) => text.map((character) => unitOf(character, units)).join(''));
  refuseLonger(units.size, 0x10000);
  return [a ?? '', b ?? ''];
}

function unitOf(character: string, units: Map<string, string>): string {
  const known = units.get(character);
  if (known !== undefined) return known;
  const unit = String.fromCharCode(units.size);
  units.set(character, unit);
  return unit;
}
