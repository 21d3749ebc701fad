import { jsonAnswer } from './jsonAnswer.ts';
import type { Scorer } from './spec.ts';
import { excerpt, normalise, quote } from './text.ts';

/** The label that an answer names: in JSON, alone on a line, as what it says the label is, or as the only one it mentions. */
export const classify: Scorer<'classify'> = {
  name: 'classify',
  describe: ({ label }) => `classify as ${excerpt(label)}`,
  score(answer, { label, labels }) {
    const found = namedLabels(answer.text, new Map(labels.map((name) => [key(name), name])));
    const [predicted = null] = found.length === 1 ? found : [];
    const passed = predicted !== null && key(predicted) === key(label);
    return { value: passed ? 1 : 0, passed, reason: explain(found), label: { expected: label, predicted } };
  },
};

function explain(found: readonly string[]): string {
  if (found.length === 0) return 'names none of the labels';
  const names = found.slice(0, 3).map((label) => quote(label));
  return found.length === 1 ? `says ${names.join()}` : `names several labels: ${names.join(', ')}`;
}

/** The labels as the suite writes them, by what they have in common with other spellings. */
type Labels = ReadonlyMap<string, string>;

/** Of anything longer nothing is a label: an answer may be one line of megabytes, or JSON with tens of thousands of texts. */
const longestLabel = 1000;

/** What the first kind of evidence says that says anything, strongest first; one label is a prediction, several are none. */
function namedLabels(text: string, labels: Labels): readonly string[] {
  const inJson = jsonLabel(text, labels);
  if (inJson !== null) return [inJson];
  // Longer answers end with their conclusion too, and the patterns stay quick.
  const plain = normalise(text.slice(-20_000), false)
    .replaceAll(marks, '')
    .replaceAll(/(?<![^\s_])_+|_+(?![^\s_])/g, '');
  const whole = named(plain.replace(/[.!]+$/, ''), labels);
  if (whole !== null) return [whole];
  const any = anyOf(labels);
  const stated = [...plain.matchAll(new RegExp(`${statement}(${any})${wordEnd}`, 'giu'))].at(-1)?.[1];
  if (stated !== undefined) return distinct([stated], labels);
  const alone = plain.split('\n').filter((line) => named(bareLine(line), labels) !== null);
  if (alone.length > 0) return distinct(alone.map(bareLine), labels);
  // A label may itself begin with "not": what is ruled out is only what is left over.
  const mention = new RegExp(`${wordStart}(?:(${any})|${denial}(?:${any}))${wordEnd}`, 'giu');
  return distinct(
    [...plain.matchAll(mention)].flatMap(([, label]) => label ?? []),
    labels,
  );
}

/** `{"label": "x"}`, whatever the key: the answer's one text that is a label; or the JSON is that text itself. */
function jsonLabel(text: string, labels: Labels): string | null {
  const parsed = jsonAnswer(text)?.value;
  const values = typeof parsed === 'object' && parsed !== null ? Object.values(parsed) : [parsed];
  const found = values.flatMap((value) => (typeof value === 'string' ? (named(value, labels) ?? []) : []));
  return new Set(found).size === 1 ? (found[0] ?? null) : null;
}

/** Markdown's marks and quotes, in answers and labels alike. */
const marks = /[*`"'“”‘’]/g;

const wordStart = String.raw`(?<![\p{L}\p{N}_-])`;
const wordEnd = String.raw`(?![\p{L}\p{N}_]|-\p{L})`;

/** "Label: x", "the category would be x", "classified as x". */
const statement = String.raw`\b(?:(?:label|class|classification|category|answer|sentiment|intent|topic|prediction|verdict|result)\s*(?:is|would be|should be|must be|[:=→-])+|classif(?:y|ied) (?:this |it )?as)[\s([]*(?:an?\s+|the\s+)?`;

/** "Not x", "rather than x" names x only to rule it out. */
const denial = String.raw`(?:not|never|neither|nor|without|rather than|instead of|isn.?t)\s+(?:an?\s+|the\s+)?`;

function anyOf(labels: Labels): string {
  return [...labels.values()]
    .toSorted((a, b) => b.length - a.length)
    .map((label) =>
      key(label)
        .split(' ')
        .map(escapePattern)
        .join(String.raw`[\s_-]+`),
    )
    .join('|');
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function bareLine(line: string): string {
  return line
    .replace(/^\s*(?:[-•>#]+\s+|\d+[.)]\s+)?/, '')
    .trim()
    .replace(/[.!]+$/, '');
}

function distinct(found: readonly string[], labels: Labels): readonly string[] {
  return [...new Set(found.flatMap((text) => named(text, labels) ?? []))];
}

/** The label as the suite writes it. */
function named(text: string, labels: Labels): string | null {
  return text.length > longestLabel ? null : (labels.get(key(text)) ?? null);
}

const separators = /[\s_-]+/;

/** `not spam`, `Not_Spam` and `not-spam` are one label. */
function key(label: string): string {
  return normalise(label, true).replaceAll(marks, '').split(separators).join(' ');
}
