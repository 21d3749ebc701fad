import { convert, getMeasureKind, MeasureKind, type Unit as LibraryUnit } from 'convert';

/** A unit of measure. Two of the same `kind` can be converted: base = (value + offset) × scale. */
export interface Unit {
  readonly kind: string;
  readonly scale: number;
  readonly offset: number;
}

/** Why a suite cannot ask for a unit, in words for the Problems panel; `null` where it can. */
export function unitProblem(unit: string): string | null {
  return parseUnit(unit) === null ? `The unit "${unit}" is not known here: leave it out and ask for the bare number.` : null;
}

/** `km`, `Kilometres`, `°C`, `%`, `sq. ft`, `km/h`, `metres per second`; `null` for what is no unit. */
export function parseUnit(text: string): Unit | null {
  const plain = text
    .normalize('NFC')
    .trim()
    .replaceAll(/[.{}]/g, '')
    .replaceAll(/\^?([23])(?=$|[\s/])/g, (_, power: string) => (power === '2' ? '²' : '³'));
  const simple = simpleUnit(plain);
  if (simple !== null) return simple;
  const [over, under, ...more] = plain.split(/\s*\/\s*|\s+per\s+/);
  if (over === undefined || under === undefined || more.length > 0) return null;
  return ratio(simpleUnit(over), simpleUnit(under));
}

export function convertUnit(value: number, from: Unit, to: Unit): number {
  return ((value + from.offset) * from.scale) / to.scale - to.offset;
}

function ratio(over: Unit | null, under: Unit | null): Unit | null {
  if (over === null || under === null) return null;
  return { kind: `${over.kind} per ${under.kind}`, scale: over.scale / under.scale, offset: 0 };
}

/** As written; then, for words and for prefixes of the wrong case (`KM`), in lower case. */
function simpleUnit(text: string): Unit | null {
  const bare = text.replace(/^(?:(?:degrees?|deg)\s+|°\s*)(?=\p{L})/u, '');
  const spellings = [bare, ...(bare.length > 1 ? [bare.toLowerCase()] : [])];
  for (const spelling of spellings) {
    const unit = ownUnit(spelling) ?? libraryUnit(spelling) ?? libraryUnit(synonyms.get(spelling) ?? '');
    if (unit !== null) return unit;
  }
  return null;
}

function libraryUnit(name: string): Unit | null {
  const kind: unknown = getMeasureKind(name);
  const base = typeof kind === 'number' ? bases.get(kind) : undefined;
  if (base === undefined) return null;
  const zero = convert(0, name as LibraryUnit).to(base.unit);
  const scale = convert(1, name as LibraryUnit).to(base.unit) - zero;
  return { kind: base.kind, scale, offset: zero / scale };
}

function ownUnit(name: string): Unit | null {
  const own = ownUnits.get(name);
  return own === undefined ? null : { kind: own[0], scale: own[1], offset: 0 };
}

/** What each kind of the library is converted through. */
const bases: ReadonlyMap<number, { readonly kind: string; readonly unit: LibraryUnit }> = new Map([
  [MeasureKind.Angle, { kind: 'angle', unit: 'radian' }],
  [MeasureKind.Area, { kind: 'area', unit: 'm²' }],
  [MeasureKind.Data, { kind: 'data', unit: 'bit' }],
  [MeasureKind.Energy, { kind: 'energy', unit: 'joule' }],
  [MeasureKind.Force, { kind: 'force', unit: 'newton' }],
  [MeasureKind.Frequency, { kind: 'frequency', unit: 'hertz' }],
  [MeasureKind.Length, { kind: 'length', unit: 'meter' }],
  [MeasureKind.Mass, { kind: 'mass', unit: 'gram' }],
  [MeasureKind.Power, { kind: 'power', unit: 'watt' }],
  [MeasureKind.Pressure, { kind: 'pressure', unit: 'pascal' }],
  [MeasureKind.Temperature, { kind: 'temperature', unit: 'kelvin' }],
  [MeasureKind.Time, { kind: 'time', unit: 'second' }],
  [MeasureKind.Volume, { kind: 'volume', unit: 'm³' }],
]);

/** Spellings that the library does not know, for those it does. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['centigrade', 'celsius'],
  ['hr', 'h'],
  ['hrs', 'h'],
  ['kilo', 'kg'],
  ['kilos', 'kg'],
  ['lbs', 'lb'],
  ['mins', 'min'],
  ['sec', 's'],
  ['secs', 's'],
  ['sqm', 'm²'],
  ['wks', 'wk'],
  ['yrs', 'yr'],
]);

const yearSeconds = 365 * 86_400;
const mileMetres = 1609.344;

/** Kind and scale of what the library has not, or has otherwise: a month is a twelfth of a year here, not thirty days. */
const ownUnits: ReadonlyMap<string, readonly [kind: string, scale: number]> = new Map([
  ...units('share', [
    [0.01, '%', 'percent', 'per cent', 'pct'],
    [0.001, '‰', 'permille', 'per mille'],
  ]),
  ...units('time', [[yearSeconds / 12, 'month', 'months', 'mo']]),
  ...units('length per time', [
    [mileMetres / 3600, 'mph'],
    [1 / 3.6, 'kmh', 'kph'],
    [1852 / 3600, 'knot', 'knots', 'kn'],
  ]),
  ...units('acceleration', [[1, 'm/s²']]),
  ...units('energy', [
    [4.184, 'cal', 'calorie', 'calories'],
    [4184, 'kcal', 'kilocalorie', 'kilocalories', 'Cal'],
  ]),
  ...units('current', [
    [1, 'A', 'amp', 'amps', 'ampere', 'amperes'],
    [0.001, 'mA'],
  ]),
  ...units('voltage', [
    [1, 'V', 'volt', 'volts'],
    [0.001, 'mV'],
    [1000, 'kV'],
  ]),
  ...units('resistance', [
    [1, 'Ω', 'ohm', 'ohms'],
    [1000, 'kΩ'],
  ]),
  ...units('amount of substance', [
    [1, 'mol', 'mole', 'moles'],
    [0.001, 'mmol'],
  ]),
  ...units('US dollar', [[1, '$', 'USD', 'dollar', 'dollars']]),
  ...units('euro', [[1, '€', 'EUR', 'euro', 'euros']]),
  ...units('pound sterling', [[1, '£', 'GBP']]),
]);

function units(
  kind: string,
  rows: readonly (readonly [scale: number, ...names: string[]])[],
): readonly (readonly [name: string, unit: readonly [kind: string, scale: number]])[] {
  return rows.flatMap(([scale, ...names]) => names.map((name) => [name, [kind, scale]] as const));
}
