import type { JudgeCharacter } from './characters.ts';
import { cosine, embed } from './embeddings.ts';
import { recall } from './knowledge/recall.ts';
import type { Knowledge } from './knowledge/spec.ts';
import { clamp, pick, seeded } from './random.ts';

/** What a judge is asked, taken out of its prompt. */
export type Matter =
  | {
      readonly kind: 'grade';
      readonly task: string;
      readonly answer: string;
      readonly reference: string;
      readonly rubric: string;
    }
  | {
      readonly kind: 'compare';
      readonly task: string;
      readonly first: string;
      readonly second: string;
      readonly criteria: string;
    };

const gradeOpening = 'You grade answers of language models.';
const compareOpening = 'You compare two answers of language models.';
const tagDigits = /^\s*<task-([0-9a-f]{8})>/;

/** `null` where nobody is asked to judge, or not in the way the engine asks: blocks whose tags share eight digits. */
export function readMatter(system: string, prompt: string): Matter | null {
  const digits = tagDigits.exec(prompt)?.[1];
  if (digits === undefined) return null;
  const block = (name: string): string => {
    const start = prompt.indexOf(`<${name}-${digits}>`);
    const end = prompt.indexOf(`</${name}-${digits}>`, start);
    return start < 0 || end < 0 ? '' : prompt.slice(start + name.length + digits.length + 3, end).trim();
  };
  const task = block('task');
  if (system.startsWith(gradeOpening)) {
    return { kind: 'grade', task, answer: block('answer'), reference: block('reference'), rubric: block('rubric') };
  }
  if (system.startsWith(compareOpening)) {
    return { kind: 'compare', task, first: block('first'), second: block('second'), criteria: block('criteria') };
  }
  return null;
}

/** What a judge of this character says, the same for the same matter: JSON as asked, save where it falls out of its format. */
export function judge(character: JudgeCharacter, id: string, matter: Matter): string {
  const random = seeded('judge', id, JSON.stringify(matter));
  const outOfFormat = random() < character.outOfFormat;
  if (matter.kind === 'grade') {
    const value = meritOf(character, id, matter, matter.answer);
    const score = 1 + Math.round(4 * value);
    if (outOfFormat) return `I would give this answer ${score} out of 5.`;
    return JSON.stringify({ reason: pick(random, reasons[score >= 4 ? 'good' : score >= 3 ? 'fair' : 'poor']), score });
  }
  const winner = winnerOf(character, id, matter);
  if (outOfFormat) return `I like the ${winner === 'tie' ? 'two of them equally' : `${winner} one better`}.`;
  return JSON.stringify({ reason: pick(random, reasons[winner]), winner });
}

type Comparison = Extract<Matter, { kind: 'compare' }>;

const tieWithin = 0.04;

function winnerOf(character: JudgeCharacter, id: string, matter: Comparison): 'first' | 'second' | 'tie' {
  const merit = (answer: string) => meritOf(character, id, matter, answer);
  const lead = merit(matter.first) - merit(matter.second) + character.firstBias;
  if (Math.abs(lead) < tieWithin) return 'tie';
  return lead > 0 ? 'first' : 'second';
}

/**
 * How good this judge finds an answer, 0 to 1. Where it errs it takes right for wrong; which answers it errs on hangs on the
 * answer and not on its place, so that an honest judge says the same in both orders.
 */
function meritOf({ errs, longBias }: JudgeCharacter, id: string, matter: Matter, answer: string): number {
  const wish = matter.kind === 'grade' ? matter.rubric : matter.criteria;
  const substance = substanceOf(matter.task, answer, matter.kind === 'grade' ? matter.reference : '', wish);
  const seen = seeded('errs', id, matter.task, answer)() < errs ? 1 - substance : substance;
  const length = clamp((wordsOf(answer).length - 25) / 25, -1, 1);
  return clamp(0.05 + 0.75 * seen + 0.2 * formOf(answer) + longBias * length, 0, 1);
}

/** Right or wrong where the question is known; else how near the answer comes to the reference, or to the words of the wish. */
function substanceOf(task: string, answer: string, reference: string, wish: string): number {
  if (answer === '') return 0;
  const known = recall(task);
  if (known) return isRight(known, answer) ? 1 : 0;
  if (reference !== '') return clamp(cosine(embed(answer), embed(reference)), 0, 1);
  const wanted = wordsOf(wish).filter((word) => word.length > 3);
  const said = new Set(wordsOf(answer));
  return wanted.length === 0 ? 0.5 : clamp(0.3 + (2 * wanted.filter((word) => said.has(word)).length) / wanted.length, 0, 1);
}

/** The phrasing that the answer contains, or else the one it is nearest to, decides. */
export function isRight({ right, wrong }: Knowledge, answer: string): boolean {
  const vector = embed(answer);
  const nearness = (phrasing: string) => (answer.includes(phrasing) ? 1 + phrasing.length : cosine(vector, embed(phrasing)));
  return Math.max(...right.map(nearness)) > Math.max(...wrong.map(nearness));
}

const kindWords = /\b(?:thank|please|sorry|glad|happy|hope|help)\b/i;
const loud = /!{2,}|[A-Z]{5,}/;

/** 0 to 1: kind, calm and brief. */
function formOf(answer: string): number {
  const kind = kindWords.test(answer) ? 0.5 : 0.25;
  const calm = loud.test(answer) ? 0 : 0.25;
  const brief = wordsOf(answer).length <= 60 ? 0.25 : 0;
  return kind + calm + brief;
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

const reasons = {
  good: ['It says what was asked for, and in the right tone.', 'The answer is right and to the point.'],
  fair: ['It goes in the right direction and leaves something out.', 'A part of what was asked for is missing.'],
  poor: ['It does not say what was asked for.', 'The answer is wrong, however well it reads.'],
  first: ['The first answer meets the criteria better.', 'The second answer falls behind the first.'],
  second: ['The second answer meets the criteria better.', 'The first answer falls behind the second.'],
  tie: ['Both do equally well.', 'Nothing that matters sets them apart.'],
} as const;
