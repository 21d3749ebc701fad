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

/** Where a mark may stand, strongest evidence first; the mark is each pattern's only group, or one of two. */
interface MarkPatterns {
  /** The answer is the mark, or begins with it: `B`, `(b)`, `B) Paris`, `B, since A is wrong`. */
  readonly alone: RegExp;
  /** It says so: "the answer is (B)", "Answer: b", `{"answer": "B"}`; the last one counts. */
  readonly stated: RegExp;
  /** "C is correct", "Therefore, C."; the last one counts. */
  readonly concluded: RegExp;
  /** Set apart: **B**, \boxed{B}; the last one counts. */
  readonly marked: RegExp;
  /** A line of its own; counts if all agree. */
  readonly ownLine: RegExp;
  /** "I choose C"; the last one counts. */
  readonly picked: RegExp;
  /** "option D"; counts if all agree. */
  readonly mentioned: RegExp;
  /** At the start of a line: "B) because …"; counts if all agree, for an answer may repeat the options. */
  readonly leading: RegExp;
}

/** Words that can follow a capital A or I which is a mark: before any other, it is an article or a pronoun. */
const afterMark = 'and|as|because|but|due|for|given|in|is|or|over|rather|since|so|was|which|with';

/** No word or formula goes on from here, and no second mark is offered: "A or B" chooses nothing. */
const markEnd = String.raw`(?!\w|['’]\w|\s*=|\s+(?:or|and)\s+(?:option\s+)?[A-Z]\b(?!\s+(?:is|are|was|were|has|have|does|do)\b))`;

/** A lower-case letter counts only where no word follows, so that "the answer is a matter of taste" chooses nothing. */
const letters: MarkPatterns = markPatterns(
  String.raw`((?:[B-HJ-Z]|[AI](?!\s+(?!(?:${afterMark})\b)[a-z])|[a-z](?!\s+\w))${markEnd})`,
);
const digits: MarkPatterns = markPatterns(String.raw`(\d)(?![\w.,]*\d|\w)`);

function markPatterns(mark: string): MarkPatterns {
  const open = String.raw`[\s("'“‘\[]*`;
  const option = String.raw`(?:(?:option|choice|answer|letter)\s+)?`;
  const surely = String.raw`(?:\s+(?:therefore|thus|then|clearly|definitely|probably|(?:most )?likely))?`;
  const is = String.raw`(?:is|was|would be|should be|must be)`;
  return {
    alone: new RegExp(
      String.raw`^[\s("'“\[]*([A-Za-z0-9])(?:\s*[)\].:"'”]*\s*$|[).:]\s+\S[^\n]*$|\s+(?:because|since|[-–—])\s|(?<!I),\s(?!\(?[A-Z]\b))`,
    ),
    stated: new RegExp(
      String.raw`\b(?:[Aa]ns(?:wer)?|ANSWER|(?:[Cc]orrect|[Rr]ight|[Bb]est)(?:\s+(?:answer|choice|option|one|statement|letter))?|[Cc]hoice)["']?\s*(?:${is}|[:：=→–—-])+${surely}\s*${option}${open}${mark}`,
      'g',
    ),
    concluded: new RegExp(
      String.raw`(?<![\w'’])\(?${mark}\)?\s+${is}${surely}\s+(?:the\s+)?(?:only\s+)?(?:correct|right|best|true|answer)\b|\b(?:[Tt]herefore|[Tt]hus|[Hh]ence|[Ss]o|[Ii]t is|[Ii]t's),?\s+${option}${open}${mark}(?=["'”’)\]]*(?:\.|\s*$))`,
      'g',
    ),
    marked: new RegExp(
      String.raw`(?:\*\*|__|\\boxed\{|<answer>)\s*(?:\\(?:text|math)\w*\{)?\(?${mark}\)?[.):]?(?:\s[^\n*_]*)?(?:\*\*|__|\}|<\/answer>)`,
      'g',
    ),
    ownLine: new RegExp(String.raw`^[^\w\n]*${mark}[^\w\n]*$`, 'gm'),
    picked: new RegExp(
      String.raw`(?<!\b(?:not|n['’]t|never) )\b(?:[Cc]hoose|[Cc]hose|[Pp]ick|[Ss]elect|[Gg]o with|[Gg]oing with)\s+${option}${open}${mark}`,
      'g',
    ),
    mentioned: new RegExp(String.raw`\b[Oo]ption\s+${open}([A-Za-z0-9])(?![\w'’])`, 'g'),
    leading: new RegExp(String.raw`^[^\S\n]*\(?${mark}[).:]`, 'gm'),
  };
}

function chosenMark(text: string, patterns: MarkPatterns): string | null {
  const plain = text.replaceAll(/\*\*|__|`/g, '');
  return (
    patterns.alone.exec(plain)?.[1] ??
    marks(plain, patterns.stated).at(-1) ??
    marks(plain, patterns.concluded).at(-1) ??
    marks(text, patterns.marked).at(-1) ??
    agreed(marks(plain, patterns.ownLine)) ??
    marks(plain, patterns.picked).at(-1) ??
    agreed(marks(plain, patterns.mentioned)) ??
    agreed(marks(plain, patterns.leading))
  );
}

function marks(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? match[2] ?? []);
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
