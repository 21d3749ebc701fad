import { parseUnit, type Unit } from './units.ts';

export interface FoundNumber {
  /** As it stands in the answer, with its unit if it has one. */
  readonly text: string;
  readonly value: number;
  /** The unit that stands with it; `null` for a bare number. */
  readonly unit: Unit | null;
  /** What stands between it and the number before. */
  readonly gap: string;
}

/**
 * A number as English and code write it: `1,234.5`, `−7`, `-$5`, `.5`, `1e6`, `3 × 10^8`, `35%`; groups also by thin or
 * no-break space or apostrophe. Digits within a word (`gpt4`, `H2O`), a version (`1.2.3`) or an exponent (`m^2`) are none. A hyphen after a word
 * or digit is a dash, not a sign.
 */
const numberPattern =
  /(?<![\p{L}\d.,]|\p{L}\^\{?[-−]?)(?:(?<![\p{L}\d)\]])(?<sign>[-−+]))?(?<currency>[$€£¥])?(?<digits>\d{1,3}(?:[,'’\u00A0\u2009\u202F]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:[eE](?<exponent>[-+]?\d+)|\s?[×x*·]\s?10(?:\^\{?(?<power>[-−+]?\d+)\}?|(?<superscript>[⁻⁺]?[⁰¹²³⁴-⁹]+)))?(?:\s?(?<percent>%))?/gu;

/** All numbers of a text; LaTeX is read as meant. Units are looked for only where one is `wanted`. */
export function findNumbers(text: string, wanted: Unit | null): readonly FoundNumber[] {
  const plain = withoutLatex(text);
  let last = 0;
  return [...plain.matchAll(numberPattern)].map((match) => {
    const end = match.index + match[0].length;
    const found = wanted && unitAt(plain, match, end, wanted);
    const gap = plain.slice(last, match.index);
    last = found?.end ?? end;
    return { text: plain.slice(match.index, last), value: valueOf(match.groups ?? {}), unit: found?.unit ?? null, gap };
  });
}

/** `1{,}000`, `\%`, `\text{ km}`, `^\circ`, `3 \times 10^{8}`. */
function withoutLatex(text: string): string {
  if (!/[\\{]/.test(text)) return text;
  return text
    .replaceAll('{,}', ',')
    .replaceAll(/\\(?:text|mathrm|textrm|mbox|operatorname)\{([^{}]*)\}/g, '$1')
    .replaceAll(/\\([%$])/g, '$1')
    .replaceAll(/\^?\{?\\(?:circ|degree)\b\}?/g, '°')
    .replaceAll(/\\(?:times|cdot)\b/g, '×')
    .replaceAll(/\\[,;:! ]|~/g, ' ');
}

function valueOf({ sign, digits = '', exponent, power, superscript }: Readonly<Record<string, string | undefined>>): number {
  const raised = exponent ?? power?.replace('−', '-') ?? fromSuperscript(superscript ?? '');
  // One literal, so that 1.1e-7 is the number that JavaScript means by it.
  const size = Number(`${digits.replaceAll(/[^\d.]/g, '')}e${raised === '' ? '0' : raised}`);
  return sign === '-' || sign === '−' ? -size : size;
}

function fromSuperscript(text: string): string {
  return Array.from(text, (character) => '0123456789-+'['⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺'.indexOf(character)] ?? '').join('');
}

interface FoundUnit {
  readonly unit: Unit;
  readonly end: number;
}

/** What stands behind the number, or the currency before it, which the dollar signs round LaTeX's `$5$` are not. */
function unitAt(text: string, match: RegExpExecArray, end: number, wanted: Unit): FoundUnit | null {
  const { percent, currency } = match.groups ?? {};
  if (percent !== undefined) return unitNamed(percent, end);
  const isFormula = currency === '$' && text[end] === '$';
  return unitAfter(text, end, wanted) ?? (currency === undefined || isFormula ? null : unitNamed(currency, end));
}

function unitNamed(name: string, end: number): FoundUnit | null {
  const unit = parseUnit(name);
  return unit && { unit, end };
}

/** Longest name of a unit that is looked for: `miles per hour`, `degrees Celsius`. */
const maxUnitLength = 40;

/** Markdown's and LaTeX's marks, a space or a hyphen may stand between; then up to three words. */
const wordsPattern = /^[*_`$]{0,3}[^\S\n]?-?([^\s,;:!?()[\]*_`$"'”’=+<>|-]+(?:[^\S\n][^\s,;:!?()[\]*_`$"'”’=+<>|-]+){0,2})/u;

/** Units that mean something else more often: these count only where their kind is wanted, so that "5 in all" is a bare 5. */
const ambiguous =
  /^(?:[abcpryBKMRST]|in|are|ares|am|AM|pm|PM|as|us|at|da|ca|mu|md|st|nt|fc|points?|turns?|moments?|shakes?|grades?|links?)$/;

function unitAfter(text: string, start: number, wanted: Unit): FoundUnit | null {
  const [whole = '', words = ''] = wordsPattern.exec(text.slice(start, start + maxUnitLength)) ?? [];
  const before = start + whole.length - words.length;
  for (const name of shortened(words)) {
    // Metres, but not where a time is wanted.
    const unit = parseUnit(name === 'm' && wanted.kind === 'time' ? 'min' : name);
    if (unit !== null && (unit.kind === wanted.kind || !ambiguous.test(name))) return { unit, end: before + name.length };
  }
  return null;
}

/** Three words, two, one. */
function shortened(words: string): readonly string[] {
  const parts = words.split(/[^\S\n]/);
  return parts.map((_, index) => words.slice(0, parts.slice(0, parts.length - index).join(' ').length));
}
