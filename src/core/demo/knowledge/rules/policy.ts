import { letters, type Rule } from './spec.ts';
import { amount, anyMonth, count, money, months, numeral } from './words.ts';

/** The rules that examples/quickstart.bench.yaml gives its models. */
const shop = { freeFrom: 60, delivery: 4.9, returnDays: 30, workingDays: { earliest: 2, latest: 4 } } as const;

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];
const date = (day: string, month: string) => String.raw`(?<${day}>\d{1,2}) (?<${month}>${anyMonth})`;

export const policy: readonly Rule[] = [
  {
    topic: 'policy',
    pattern: new RegExp(
      String.raw`basket holds an? [a-z ]+ at (?<one>${amount}) eur and (?<n>${count}) [a-z ]+ at (?<each>${amount}) eur each\. what do i pay with delivery`,
    ),
    hardness: [0.3, 0.97],
    answer({ one, n, each }) {
      const goods = Number(one) + numeral(n) * Number(each);
      const miscounted = Number(one) + Number(each);
      const free = goods >= shop.freeFrom;
      const total = free ? goods : goods + shop.delivery;
      return {
        right: [
          free
            ? `From ${shop.freeFrom} EUR on delivery is free, so you pay ${money(total)} EUR.`
            : `${money(goods)} EUR for the goods and ${money(shop.delivery)} EUR for delivery make ${money(total)} EUR.`,
          `You pay ${money(total)} EUR, delivery included.`,
        ],
        wrong: [
          free
            ? `With delivery you pay ${money(goods + shop.delivery)} EUR.`
            : `Delivery is free, so you pay ${money(goods)} EUR.`,
          `With delivery that makes ${money(miscounted + shop.delivery)} EUR.`,
        ],
      };
    },
  },
  {
    topic: 'triage',
    pattern: new RegExp(
      String.raw`i bought [a-z ]+ on ${date('boughtDay', 'boughtMonth')} and (?<state>[a-z ]+), and i have the receipt\. today is ${date('day', 'month')}\. can`,
    ),
    hardness: [0.3, 0.97],
    answer({ boughtDay, boughtMonth, day, month, state = '' }) {
      const days = dayOfYear(day, month) - dayOfYear(boughtDay, boughtMonth);
      if (state.includes('opened')) return letters('C', ['A', 'B'], 'No, for another reason');
      return days <= shop.returnDays ? letters('A', ['B', 'C'], 'Yes') : letters('B', ['A', 'C'], 'No, it is too late');
    },
  },
  {
    topic: 'policy',
    pattern:
      /i order on a (?<weekday>monday|tuesday|wednesday|thursday|friday)\. on which weekday is it here at the (?<bound>earliest|latest)/,
    hardness: [0.3, 0.97],
    answer({ weekday, bound }) {
      const ordered = weekdays.findIndex((name) => name.toLowerCase() === weekday);
      const days = bound === 'latest' ? shop.workingDays.latest : shop.workingDays.earliest;
      const after = (working: number) => weekdays[(ordered + working) % weekdays.length] ?? '';
      return {
        right: [`On ${after(days)}.`, `That is ${days} working days later: on ${after(days)}.`],
        wrong: [`On ${after(days + 1)}.`, `On ${after(days - 1)}, I should think.`],
      };
    },
  },
];

/** In a year without a 29 February, which no question of ours spans. */
function dayOfYear(day = '', month = ''): number {
  const date = Date.UTC(2027, months.indexOf(month), Number(day));
  return (date - Date.UTC(2027, 0, 1)) / 86_400_000;
}
