import { letters, type Answers, type Rule } from './spec.ts';
import { anyMonth, months } from './words.ts';

/** By what a message to the shop shows whom it is for. */
const teams: readonly { readonly name: string; readonly signs: readonly string[] }[] = [
  {
    name: 'billing',
    signs: ['invoice', 'charged', 'vat number', 'my statement', 'refund shows', 'voucher was not taken off'],
  },
  {
    name: 'shipping',
    signs: ['courier', 'tracking', 'customs', 'parcel', 'neighbour', 'still on the way'],
  },
  {
    name: 'returns',
    signs: ['send it back', 'too wide', 'exchange', 'return label', 'changed my mind', 'wrong colour'],
  },
  {
    name: 'website',
    signs: ['log in', 'password', 'the app', 'search finds', 'button', 'pictures do not load'],
  },
];

export const reading: readonly Rule[] = [
  {
    topic: 'extraction',
    pattern: new RegExp(
      String.raw`give the date as yyyy-mm-dd: [^\d]*(?<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?<month>${anyMonth}) (?<year>\d{4})`,
    ),
    hardness: [0.3, 0.97],
    answer: ({ day, month, year }) => isoAnswers(day, month, year),
  },
  {
    topic: 'extraction',
    pattern: new RegExp(
      String.raw`give the date as yyyy-mm-dd: .*?(?<month>${anyMonth}) (?<day>\d{1,2})(?:st|nd|rd|th)?, (?<year>\d{4})`,
    ),
    hardness: [0.3, 0.97],
    answer: ({ day, month, year }) => isoAnswers(day, month, year),
  },
  {
    topic: 'extraction',
    pattern:
      /number of the order that is missing, and nothing else: .*?(?:(?<other>tf-\d{5}) (?:came|is here|has arrived)[^.]*?(?<missing>tf-\d{5})|(?<first>tf-\d{5})[^.]*?(?<second>tf-\d{5}) (?:came|is here|has arrived))/,
    hardness: [0.3, 0.97],
    answer({ other, missing, first, second }) {
      const right = (missing ?? first ?? '').toUpperCase();
      const wrong = (other ?? second ?? '').toUpperCase();
      return { right: [right, `**${right}**`], wrong: [wrong, `The order number is ${wrong}.`] };
    },
  },
  {
    topic: 'extraction',
    pattern:
      /postal code of the delivery address and nothing else: .*?(?<verb>bill|send|deliver)[^;]*? (?<first>\d{4,5}) [^;]*;[^;]*? (?<second>\d{4,5}) /,
    hardness: [0.3, 0.97],
    answer({ verb, first = '', second = '' }) {
      const [right, wrong] = verb === 'bill' ? [second, first] : [first, second];
      return { right: [right, `The postal code is ${right}.`], wrong: [wrong, `It is ${wrong}.`] };
    },
  },
  {
    topic: 'triage',
    pattern: /which team: a\) (?<a>\w+) b\) (?<b>\w+) c\) (?<c>\w+) d\) (?<d>\w+)\? (?<message>.+)/,
    hardness: [0.3, 0.97],
    answer({ a = '', b = '', c = '', d = '', message = '' }) {
      const options = [a, b, c, d];
      const team = teams.find(({ signs }) => signs.some((sign) => message.includes(sign)));
      const index = team ? options.indexOf(team.name) : -1;
      if (!team || index < 0) return null;
      const mark = (at: number) => 'ABCD'.charAt(at % options.length);
      return letters(
        mark(index),
        [mark(index + 1), mark(index + 2)],
        `${team.name.charAt(0).toUpperCase()}${team.name.slice(1)}`,
      );
    },
  },
];

function isoAnswers(day = '', month = '', year = ''): Answers {
  const iso = (monthIndex: number) => `${year}-${String((monthIndex % 12) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const index = months.indexOf(month);
  const right = iso(index);
  return { right: [right, `The date is ${right}.`], wrong: [iso(index + 1), `It is ${iso(index + 2)}.`] };
}
