/** The date by which a snapshot of a model is named, as far as the name tells it. */
export interface Stamp {
  readonly year: number | null;
  readonly month: number;
  readonly day: number | null;
}

const year = String.raw`20(?<year>2\d)`;
const month = String.raw`(?<month>0[1-9]|1[0-2])`;
const day = String.raw`(?<day>0[1-9]|[12]\d|3[01])`;
const gap = '[-_. ]';
const stages = '(?<=(?:preview|exp|beta)[-_ ])';

/** In the order in which they are tried; none begins or ends within a number. */
const forms = [
  `${year}${gap}?${month}${gap}?${day}`,
  `${month}${gap}${year}`,
  `${year}${gap}${month}`,
  `${stages}${month}${gap}${day}`,
  `(?<year>2[3-9])${month}${day}`,
  // A number of four digits: `0324` is a day in March, `2411` November 2024.
  `${month}${day}`,
  `(?<year>2[3-9])${month}`,
].map((form) => new RegExp(String.raw`(?<![\d.])${form}(?![\d.]|[bkmt]\b)`));

/** `Nov '24`, `March 2025`, `June`: in parentheses only, where a month's name is no word of the model's. */
const inWords = /\b(?<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\s*['’]?\s*(?:20)?(?<year>2\d)\b)?/;

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export interface FoundStamp {
  readonly stamp: Stamp;
  /** As the name has it. */
  readonly text: string;
}

/** A text without its date, and the date. */
export interface Undated {
  readonly rest: string;
  readonly found: FoundStamp | null;
}

/** Of a lower-case name. */
export function takeStamp(name: string): Undated {
  for (const form of forms) {
    const found = form.exec(name);
    if (found) return taken(name, found, null);
  }
  return { rest: name, found: null };
}

/** Of what stands in parentheses. */
export function takeMonth(aside: string): Undated {
  const found = inWords.exec(aside);
  return found ? taken(aside, found, monthNames.indexOf(found.groups?.['name'] ?? '') + 1) : takeStamp(aside);
}

/** `named`: the month, where it is told by name. */
function taken(text: string, found: RegExpExecArray, named: number | null): Undated {
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
  return { rest, found: { stamp: stampOf(found.groups ?? {}, named), text: found[0] } };
}

function stampOf(groups: Readonly<Record<string, string | undefined>>, named: number | null): Stamp {
  const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
  const { year, month, day } = groups;
  return { year: year === undefined ? null : 2000 + Number(year), month: named ?? Number(month), day: number(day) };
}

/** Whether both can mean one day: what only one of them tells is no contradiction. */
export function isSameStamp(a: Stamp, b: Stamp): boolean {
  const agree = (one: number | null, other: number | null): boolean => one === null || other === null || one === other;
  return a.month === b.month && agree(a.year, b.year) && agree(a.day, b.day);
}
