import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { number } from '../../../src/core/scorers/number.ts';
import type { Verdict01 } from '../../../src/core/scorers/spec.ts';
import { unitProblem } from '../../../src/core/scorers/units.ts';
import type { ScorerArgs } from '../../../src/shared/model/scorer.ts';
import { answer } from './answers.ts';

function verdictOn(text: string, args: Pick<ScorerArgs['number'], 'value'> & Partial<ScorerArgs['number']>): Verdict01 {
  return number.score(answer(text), { tolerance: 0, relative: false, unit: null, ...args });
}

const right: readonly (readonly [text: string, value: number, tolerance?: number])[] = [
  ['42', 42],
  ['The result is 42.', 42],
  ['First 12, then 30: **42**', 42],
  ['#### 1,234', 1234],
  [String.raw`\boxed{1{,}234}`, 1234],
  ['It costs $1,234.56 in all', 1234.56],
  ['1\u202F234\u00A0567 people', 1_234_567],
  ['−7', -7],
  ['a loss of -$5', -5],
  ['between 10-12', 12],
  ['x = -3', -3],
  ['12 - 10', 10],
  ['- 5', 5],
  ['(-3)', -3],
  ['about .5', 0.5],
  ['1.5e3 m', 1500],
  ['35%', 35],
  ['35 %', 0.35],
  [String.raw`12.5\%`, 0.125],
  ['runs 5km', 5],
  ['3.14 by gpt4', 3.14],
  ['7, by v1.2.3', 7],
  ['1.1', 1, 0.1],
  ['99.6', 100, 0.5],
  ['0', 0],
  ['3 × 10^8', 3e8],
  ['3.0×10⁸ m', 3e8],
  [String.raw`$6.02 \times 10^{23}$`, 6.02e23],
  ['1.6 x 10^-19 C', 1.6e-19],
  ['1.6 × 10⁻¹⁹', 1.6e-19],
  ['about 9.81 m/s^2', 9.81],
];

for (const [text, value, tolerance = 0] of right) {
  test(`number: ${JSON.stringify(text)} is ${value}${tolerance ? ` ± ${tolerance}` : ''}`, () => {
    const verdict = verdictOn(text, { value, tolerance });
    assert.equal(verdict.passed, true, verdict.reason);
  });
}

const wrong: readonly (readonly [text: string, value: number, tolerance?: number])[] = [
  ['42 or rather 43', 42],
  ['1,234', 234],
  ['99.4', 100, 0.5],
  ['5', -5],
  ['1000000000001', 1_000_000_000_000],
];

for (const [text, value, tolerance = 0] of wrong) {
  test(`number: ${JSON.stringify(text)} is not ${value}`, () => {
    assert.equal(verdictOn(text, { value, tolerance }).passed, false);
  });
}

test('number: an answer without one is wrong, not a failure of the scorer', () => {
  for (const text of ['', 'none at all', 'H2O', 'gpt4']) {
    assert.deepEqual(verdictOn(text, { value: 4 }), {
      value: 0,
      passed: false,
      reason: 'no number in the answer',
    });
  }
});

test('number: finds back whatever number a sentence ends with', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
      assert.equal(verdictOn(`Of 12 and 7 that makes ${value}.`, { value }).passed, true);
    }),
  );
  fc.assert(
    fc.property(fc.integer(), (value) => {
      const text = `Total: ${value.toLocaleString('en-US')}`;
      assert.equal(verdictOn(text, { value }).passed, true, text);
    }),
  );
});

test('number: a relative tolerance is a share of the value, whatever its sign', () => {
  assert.equal(verdictOn('102', { value: 100, tolerance: 0.02, relative: true }).passed, true);
  assert.equal(verdictOn('102.1', { value: 100, tolerance: 0.02, relative: true }).passed, false);
  assert.equal(verdictOn('-98', { value: -100, tolerance: 0.02, relative: true }).passed, true);
  assert.equal(verdictOn('0.001', { value: 0, tolerance: 0.5, relative: true }).passed, false);
});

const sameAmount: readonly (readonly [text: string, value: number, unit: string])[] = [
  ['It is 2.5 km.', 2500, 'm'],
  ['2.5 kilometres long', 2500, 'm'],
  ['5 KM', 5000, 'metres'],
  ['2500', 2500, 'm'],
  ['**5 kg**', 5000, 'g'],
  ['`5` kg', 5000, 'g'],
  ['a 5-km run', 5, 'km'],
  ['30 lbs', 30, 'pounds'],
  ['212 °F', 100, '°C'],
  ['37 degrees Celsius', 37, '°C'],
  ['0° C', 273.15, 'K'],
  ['45°', 45, 'degrees'],
  ['35 %', 35, '%'],
  ['35 percent', 35, '%'],
  ['1.5 hours', 90, 'min'],
  ['1 h 30 min', 90, 'min'],
  ['2 hours and 30 minutes', 150, 'min'],
  ['1 h, 1 min and 1 s', 3661, 's'],
  ['5 ft 3 in', 63, 'inches'],
  ['18 months', 1.5, 'years'],
  ['12 m²', 120_000, 'cm2'],
  ['12 sq. ft.', 12, 'ft²'],
  ['250 ml', 0.25, 'l'],
  ['1024 MiB', 1, 'GiB'],
  ['5 GB', 5000, 'MB'],
  ['36 km/h', 10, 'm/s'],
  ['100 kilometers per hour', 100, 'km/h'],
  ['60 mph', 60, 'miles per hour'],
  ['9.81 m/s^2', 9.81, 'm/s²'],
  [String.raw`$3 \times 10^{8}\ \text{m/s}$`, 3e8, 'm/s'],
  [String.raw`$x = 2.5\,\mathrm{km}$`, 2500, 'm'],
  ['It costs $1,200', 1200, 'USD'],
  ['1200 dollars', 1200, '$'],
  ['3 kcal', 3000, 'cal'],
  ['5 kV', 5000, 'V'],
  ['There are 5 in all', 5, 'kg'],
  ['at 5 pm', 5, 'kg'],
  ['5 K followers', 5, 'kg'],
  ['takes 2 h 5 m', 125, 'min'],
  ['He said "42"', 42, 'kg'],
  ['Hence $42$', 42, 'kg'],
  ['Hence $42$ kg', 42, 'kg'],
  ['It covers 2.5 km and takes 30 min.', 2500, 'm'],
];

for (const [text, value, unit] of sameAmount) {
  test(`number: ${JSON.stringify(text)} is ${value} ${unit}`, () => {
    const verdict = verdictOn(text, { value, unit });
    assert.equal(verdict.passed, true, verdict.reason);
    assert.equal(verdictOn(text, { value: value * 1.01, unit }).passed, false);
  });
}

test('number: what is measured in another kind of unit does not count, and the reason says so', () => {
  assert.equal(verdictOn('30 min', { value: 30, unit: 'km' }).reason, 'found 30 min, which cannot be given in km');
  for (const [text, unit] of [
    ['30 %', 'kg'],
    ['30 kg', '%'],
    ['30 °C', 'm'],
    ['30 km/h', 'km'],
    ['30 m²', 'm'],
    ['30 g', 'ml'],
    ['30 s', 'm'],
    ['30 h', 'kWh'],
    ['€30', '$'],
    ['$30', 'kg'],
  ] as const)
    assert.deepEqual([verdictOn(text, { value: 30, unit }).passed, text], [false, text]);
});

test('number: the tolerance is in the unit that is asked for', () => {
  assert.equal(verdictOn('2.51 km', { value: 2500, tolerance: 10, unit: 'm' }).passed, true);
  assert.equal(verdictOn('2.52 km', { value: 2500, tolerance: 10, unit: 'm' }).passed, false);
});

test('number: a length goes from any unit to any other and back', () => {
  const units = ['mm', 'cm', 'm', 'km', 'inches', 'feet', 'yards', 'miles'];
  const sizes = { mm: 0.001, cm: 0.01, m: 1, km: 1000, inches: 0.0254, feet: 0.3048, yards: 0.9144, miles: 1609.344 };
  fc.assert(
    fc.property(fc.constantFrom(...units), fc.constantFrom(...units), fc.integer({ min: 1, max: 1000 }), (from, to, amount) => {
      const factors: Readonly<Record<string, number>> = sizes;
      const value = (amount * (factors[from] ?? 0)) / (factors[to] ?? 0);
      assert.equal(verdictOn(`${amount} ${from}`, { value, unit: to }).passed, true);
    }),
  );
});

test('number: an unknown unit is a fault of the suite', () => {
  for (const unit of ['km', 'Kilometres', '°C', 'percent', 'm/s', 'sq ft', 'kWh', '€', 'hrs'])
    assert.equal(unitProblem(unit), null, unit);
  for (const unit of ['', 'apples', 'constructor', 'm/apple', 'm/s/s/s'])
    assert.match(unitProblem(unit) ?? '', /is not known/, unit);
  assert.throws(() => verdictOn('5 apples', { value: 5, unit: 'apples' }), /"apples" is not known/);
});

test('number: reads as it was asked for', () => {
  const args = { value: 2500, tolerance: 0, relative: false, unit: null };
  assert.equal(number.describe(args), 'number 2500');
  assert.equal(number.describe({ ...args, tolerance: 10, unit: 'm' }), 'number 2500 m ± 10');
  assert.equal(number.describe({ ...args, tolerance: 0.07, relative: true }), 'number 2500 ± 7 %');
});

test('number: megabytes of digits and signs are read from their end', () => {
  for (const part of ['1', '1 ', '1,', '-', '1e', '1 m ', '1.', String.raw`\text{`, '1 × 10^'])
    assert.equal(typeof verdictOn(part.repeat(1_000_000), { value: 2, unit: 'm' }).passed, 'boolean', part);
});
