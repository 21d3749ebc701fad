import type { Knowledge } from './spec.ts';

/** The questions of examples/math.bench.yaml. */
export const math: readonly Knowledge[] = [
  {
    topic: 'arithmetic',
    cue: '4 km uphill at 3 km/h',
    hardness: 0.72,
    right: [
      '4 km at 3 km/h take 80 minutes, 4 km at 6 km/h take 40 minutes: 8 km in 2 hours is 4 km/h.',
      'The mean speed is 4 km/h.',
    ],
    wrong: ['The mean of 3 and 6 is 4.5 km/h.', 'It is 4.5 km/h.'],
  },
  {
    topic: 'arithmetic',
    cue: '1,200 eur for 3 years at 4 %',
    hardness: 0.6,
    right: ['1200 × 1.04³ = 1349.84 EUR.', 'After three years it is 1,349.84 EUR.'],
    wrong: ['3 × 4 % = 12 %, so it is 1344 EUR.', 'It is 1,344.00 EUR.'],
  },
  {
    topic: 'arithmetic',
    cue: 'tank of 60 cm by 40 cm by 35 cm',
    hardness: 0.5,
    right: ['60 × 40 × 35 = 84,000 cm³, which is 84 l.', 'The tank holds 84 litres.'],
    wrong: ['The tank holds 8.4 litres.', '60 × 40 × 35 cm is 840 l.'],
  },
  {
    topic: 'arithmetic',
    cue: 'ladder of 6.5 m',
    hardness: 0.55,
    right: ['√(6.5² − 2.5²) = √36 = 6 m.', 'It reaches 600 cm high.'],
    wrong: ['6.5 − 2.5 = 4 m.', '√(6.5² + 2.5²) = 6.96 m.'],
  },
  {
    topic: 'arithmetic',
    cue: 'two dice are thrown',
    hardness: 0.64,
    right: ['27 of the 36 outcomes have an even product: 0.75', 'The chance is 75 %.'],
    wrong: ['Half of the products are even: 0.5', 'The chance is 25 %.'],
  },
  {
    topic: 'arithmetic',
    cue: '3x + 7 = 5x',
    hardness: 0.3,
    right: ['7 + 9 = 5x − 3x, so 2x = 16 and x = 8', 'x = 8'],
    wrong: ['x = 1', '5x − 3x = 2x = −2, so x = -1'],
  },
  {
    topic: 'arithmetic',
    cue: 'from 20:48 until 06:15',
    hardness: 0.5,
    right: ['From 20:48 to midnight it is 192 minutes, and 375 more until 06:15: 567 minutes.', 'The journey takes 9.45 hours.'],
    wrong: ['The journey takes 627 minutes.', 'That is 10 hours.'],
  },
  {
    topic: 'arithmetic',
    cue: 'body temperature of 100.4',
    hardness: 0.45,
    right: ['(100.4 − 32) × 5/9 = 38 °C', 'It is 38.0 °C.'],
    wrong: ['(100.4 − 32) / 2 = 34.2 °C', 'It is 55.8 °C.'],
  },
  {
    topic: 'arithmetic',
    cue: 'committee of 3 out of 8',
    hardness: 0.62,
    right: ['8 × 7 × 6 / 6 = 56', 'There are 56 committees.'],
    wrong: ['8 × 7 × 6 = 336', 'There are 24 committees.'],
  },
  {
    topic: 'arithmetic',
    cue: 'mean of five numbers is 14',
    hardness: 0.66,
    right: ['5 × 14 = 70 and 4 × 12 = 48, so the fifth is 22.', 'The fifth number is 22.'],
    wrong: ['The fifth number is 16.', '14 − 12 = 2, so it is 26.'],
  },
];
