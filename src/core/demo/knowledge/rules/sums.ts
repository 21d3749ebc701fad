import type { Rule } from './spec.ts';
import { amount, count, money, numeral } from './words.ts';

export const sums: readonly Rule[] = [
  {
    topic: 'arithmetic',
    pattern: new RegExp(String.raw`\b(?<n>${count}) [a-z ]+ at (?<price>${amount}) eur each, (?<off>\d+) % off the whole order`),
    hardness: [0.2, 0.85],
    answer({ n, price, off }) {
      const full = numeral(n) * Number(price);
      const total = full * (1 - Number(off) / 100);
      return {
        right: [
          `${numeral(n)} × ${money(Number(price))} = ${money(full)}; less ${off} % that is ${money(total)} EUR.`,
          `The total is ${money(total)} EUR.`,
        ],
        wrong: [`The total is ${money(full)} EUR.`, `Less ${off} %, that is ${money(total + 10)} EUR.`],
      };
    },
  },
  {
    topic: 'arithmetic',
    pattern:
      /canister burns for (?<burns>\d+) minutes and i cook (?<daily>\d+) minutes a day\. how many full days do (?<n>\d+) canisters/,
    hardness: [0.2, 0.9],
    answer({ burns, daily, n }) {
      const minutes = Number(burns) * Number(n);
      const days = Math.floor(minutes / Number(daily));
      return {
        right: [
          `${n} × ${burns} = ${minutes} minutes, and ${minutes} / ${daily} makes full days: ${days}`,
          `They last ${days} full days.`,
        ],
        wrong: [`${n} canisters last ${days + 1} days.`, `They burn for ${minutes} minutes, so it is ${days - 1} full days.`],
      };
    },
  },
  {
    topic: 'arithmetic',
    pattern: /we had (?<had>\d+) [a-z ]+, sold (?<sold>\d+) % of them and then got (?<got>\d+) more/,
    hardness: [0.2, 0.85],
    answer({ had, sold, got }) {
      const left = Math.round(Number(had) * (1 - Number(sold) / 100));
      const now = left + Number(got);
      return {
        right: [`${had} less ${sold} % is ${left}; plus ${got} is ${now}.`, `There are ${now} now.`],
        wrong: [`There are ${left} now.`, `${had} and ${got} are ${Number(had) + Number(got)}; there are ${now + 10} left.`],
      };
    },
  },
  {
    topic: 'arithmetic',
    pattern: new RegExp(String.raw`pack of (?<pack>\d+) [a-z ]+ costs (?<price>${amount}) eur\. what do (?<n>\d+) of them cost`),
    hardness: [0.2, 0.85],
    answer({ pack, price, n }) {
      const each = Number(price) / Number(pack);
      const cost = each * Number(n);
      return {
        right: [`One costs ${money(each)} EUR, so ${n} cost ${money(cost)} EUR.`, `They cost ${money(cost)} EUR.`],
        wrong: [`They cost ${money(cost + each)} EUR.`, `${n} of them cost ${money(Number(price) * Number(n))} EUR.`],
      };
    },
  },
];
