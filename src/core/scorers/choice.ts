import type { Scorer } from './spec.ts';
import { excerpt, normalise, quote } from './text.ts';

/** A letter or digit (`B`, `(b)`, `2.`) is looked for as the mark of an option, anything longer as an option's own text. */
export const choice: Scorer<'choice'> = {
  name: 'choice',
  describe: ({ value }) => `choice ${excerpt(value)}`,
  score(answer, { value }) {
    // Longer answers end with their conclusion too, and the patterns below stay quick.
    const text = answer.text.slice(-10_000);
    const mark = /^\W*([A-Za-z0-9])\W*$/.exec(value)?.[1];
    if (mark === undefined) return judgeOption(text, value);
    const found = chosenMark(text, /\d/.test(mark) ? digits : letters);
    if (found === null) return { value: 0, passed: false, reason: `no choice found in ${quote(text)}` };
    const passed = found.toUpperCase() === mark.toUpperCase();
    return { value: passed ? 1 : 0, passed, reason: `chose ${found.toUpperCase()}` };
  },
};

/** Where a mark may stand, strongest evidence first; each pattern's group 1 is the mark. */
interface MarkPatterns {
  /** The answer is the mark, or the mark and its option: `B`, `(b)`, `B) Paris`, `B. Paris`. */
  readonly alone: RegExp;
  /** It says so: "the answer is (B)", "Answer: b", "correct option: C"; the last one counts. */
  readonly stated: RegExp;
  /** Set apart: **B**, \boxed{B}; the last one counts. */
  readonly marked: RegExp;
  /** "I choose C", "option D"; counts if all agree. */
  readonly mentioned: RegExp;
  /** At the start of a line: "B) because …"; counts if all agree, for an answer may repeat the options. */
  readonly leading: RegExp;
}

/**
 * A lower-case letter counts only where no word follows, so that "the answer is a matter of taste" chooses nothing;
 * so does a capital A or I at the end of a statement that goes on like a sentence.
 */
const letters: MarkPatterns = markPatterns(
  String.raw`([B-HJ-Z](?![\w'’])|[AI](?![\w'’])(?!\s+(?:am|have|think|would|few|lot|bit|matter|question)\b)|[a-z](?![\w'’])(?!\s+\w))`,
);
const digits: MarkPatterns = markPatterns(String.raw`(\d)(?![\w.,]*\d|\w)`);

function markPatterns(mark: string): MarkPatterns {
  const open = String.raw`[\s("'“\[]*`;
  return {
    alone: new RegExp(String.raw`^[\s("'“\[]*([A-Za-z0-9])(?:\s*[)\].:"'”]*\s*$|[).:]\s+\S[^\n]*$)`),
    stated: new RegExp(
      String.raw`\b(?:[Aa]nswer|ANSWER|[Cc]orrect(?:\s+(?:answer|choice|option|one))?|[Cc]hoice)\s*(?:is|would be|should be|must be|[:=→-])+\s*(?:(?:option|choice|letter)\s+)?${open}${mark}`,
      'g',
    ),
    marked: new RegExp(
      String.raw`(?:\*\*|__|\\boxed\{|<answer>)\s*(?:\\text\{)?\(?${mark}\)?[.):]?(?:\s[^\n*_]*)?(?:\*\*|__|\}|<\/answer>)`,
      'g',
    ),
    mentioned: new RegExp(
      String.raw`\b(?:[Oo]ption|[Cc]hoose|[Cc]hose|[Pp]ick|[Ss]elect|[Gg]o with|[Gg]oing with)\s+(?:(?:option|choice|answer)\s+)?${open}${mark}`,
      'g',
    ),
    leading: new RegExp(String.raw`^[^\S\n]*\(?${mark}[).:]`, 'gm'),
  };
}

function chosenMark(text: string, patterns: MarkPatterns): string | null {
  const plain = text.replaceAll(/\*\*|__|`/g, '');
  return (
    patterns.alone.exec(plain)?.[1] ??
    marks(plain, patterns.stated).at(-1) ??
    marks(text, patterns.marked).at(-1) ??
    agreed(marks(plain, patterns.mentioned)) ??
    agreed(marks(plain, patterns.leading))
  );
}

function marks(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}

function agreed(found: readonly string[]): string | null {
  const distinct = new Set(found.map((mark) => mark.toUpperCase()));
  return distinct.size === 1 ? ([...distinct][0] ?? null) : null;
}

/** The option's text is the whole answer, its last line (after a mark, if any), or what "the answer is" is followed by. */
function judgeOption(text: string, value: string): ReturnType<Scorer<'choice'>['score']> {
  const wanted = bare(value);
  const lines = text.split('\n').map(bare).filter(Boolean);
  const last = lines.at(-1) ?? '';
  const stated = /\banswer\s*(?:is|:)\s*(.*)$/.exec(last)?.[1];
  const candidates = [lines.join(' '), last, last.replace(/^\(?[a-z0-9][).:]\s*/, ''), stated ?? ''].map(bare);
  const passed = wanted !== '' && candidates.includes(wanted);
  return { value: passed ? 1 : 0, passed, reason: passed ? `chose ${quote(value)}` : `ends with ${quote(lines.at(-1) ?? '')}` };
}

/** Lower case, without Markdown's marks, quotes and closing punctuation. */
function bare(text: string): string {
  return (
    normalise(text, true)
      .replaceAll(/\*\*|__|`/g, '')
      .replace(/^["'“”‘’\s]+/, '')
      // The look-behind keeps a long run in the middle from being tried from each of its characters.
      .replace(/(?<!["'“”‘’\s.!])["'“”‘’\s.!]+$/, '')
  );
}
