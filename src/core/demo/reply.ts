import { characterOf, type Character, type Thinking } from './characters.ts';
import { essayFor } from './essay.ts';
import { judge, readMatter } from './judge.ts';
import { recall, unknownAnswers } from './knowledge/recall.ts';
import type { Knowledge } from './knowledge/spec.ts';
import type { DemoModel } from './models.ts';
import { clamp, logNormal, pick, seeded } from './random.ts';
import { tokenize } from './tokens.ts';
import type { DemoRequest, Effort, Piece, Reply } from './wire.ts';

/** How far form moves skill up or down. */
const formSpread = 0.3;
/** Form goes round in as many turns, so that a suite of three repeats gets the same grades from a server however often it runs. */
const formTurns = 3;
/** Tokens of a wire's own that every request costs besides its text. */
const overheadTokens = 7;
/** Of questions that no demo model knows: how long is thought about them. */
const unknownHardness = 0.5;
/** Longest time from the last piece to the end of the stream, ms. */
const tailMs = 3;

const effortFactor: Readonly<Record<Effort, number>> = { minimal: 0.2, low: 0.5, medium: 1, high: 1.8 };

const thoughts = [
  'Let me read the question once more and see what it really asks for.',
  'First I note what is given and what is wanted.',
  'The rules come first, so I look for the one that applies.',
  'There is a tempting short cut here, and it would be wrong.',
  'I work it out step by step and check each step.',
  'Now the form of the answer: it should be brief.',
  'Checking the result against the question: it fits.',
];
const thoughtTokens = thoughts.map((thought) => tokenize(` ${thought}`));

/**
 * The answer of a demo model with its timing, as a function of model, request and `turn` alone.
 * `turn` counts the equal requests that a server has answered before: repeats differ, and differ the same way every time.
 */
export function composeReply(model: DemoModel, request: DemoRequest, turn: number): Reply {
  const character = characterOf(model.id);
  if (!character) throw new Error(`The demo model ${model.id} has no character`);
  const matter = readMatter(request.system, request.prompt);
  const known = matter ? null : recall(request.prompt);
  const random = seeded(model.id, request.system, request.prompt, turn);
  const answer = matter
    ? judge(character.judging, model.id, matter)
    : known
      ? phrase(character, known, turn, random)
      : (essayFor(request.prompt, turn) ?? pick(random, unknownAnswers).replaceAll('{title}', model.title));
  const thinking = think(character.thinking, known, request.effort, random);
  const cut = limit(thinking, tokenize(answer), request.maxTokens);
  const paced = pace(character, cut.shown, cut.text, cut.reasoningTokens - cut.shown.length, random);
  return {
    ...paced,
    text: cut.text.join(''),
    reasoning: cut.shown.join(''),
    inputTokens: tokenize(request.system).length + tokenize(request.prompt).length + overheadTokens,
    outputTokens: cut.reasoningTokens + cut.text.length,
    reasoningTokens: cut.reasoningTokens,
    finish: cut.finish,
  };
}

/** Right where skill and the form of this turn exceed the question's hardness. Relatives share their form. */
function answersRight(character: Character, known: Knowledge, turn: number): boolean {
  const form = seeded(character.family, known.cue, turn % formTurns)() - 0.5;
  return character.skill[known.topic] + formSpread * form > known.hardness;
}

function phrase(character: Character, known: Knowledge, turn: number, random: () => number): string {
  const core = pick(random, answersRight(character, known, turn) ? known.right : known.wrong);
  if (known.topic !== 'policy') return core;
  return pick(random, character.opening) + core + pick(random, character.closing);
}

interface Thought {
  readonly shown: readonly string[];
  readonly hidden: number;
}

function think(thinking: Thinking | null, known: Knowledge | null, effort: Effort, random: () => number): Thought {
  const thinks = thinking?.topics === 'all' || (known && thinking?.topics.includes(known.topic));
  if (!thinking || !thinks) return { shown: [], hidden: 0 };
  const median = thinking.tokens * effortFactor[effort] * (0.5 + (known?.hardness ?? unknownHardness));
  const count = Math.round(clamp(logNormal(random, median, 0.3), median / 2, 2 * median));
  const wanted = Math.round(count * thinking.shown);
  return { shown: thoughtsOf(wanted, Math.floor(random() * thoughts.length)), hidden: count - wanted };
}

function thoughtsOf(count: number, first: number): readonly string[] {
  const tokens: string[] = [];
  for (let index = first; tokens.length < count; index += 1) tokens.push(...(thoughtTokens[index % thoughtTokens.length] ?? []));
  return tokens.slice(0, count).map((token, index) => (index === 0 ? token.trimStart() : token));
}

interface Cut {
  readonly shown: readonly string[];
  readonly text: readonly string[];
  readonly reasoningTokens: number;
  readonly finish: Reply['finish'];
}

/** A limit on output counts reasoning first, as the real services do: it can be used up before the answer begins. */
function limit(thought: Thought, text: readonly string[], maxTokens: number | null): Cut {
  const max = maxTokens ?? Infinity;
  const reasoningTokens = Math.min(thought.shown.length + thought.hidden, max);
  const left = max - reasoningTokens;
  return {
    shown: thought.shown.slice(0, reasoningTokens),
    text: text.slice(0, left),
    reasoningTokens,
    finish: text.length > left ? 'length' : 'stop',
  };
}

/** Cuts reasoning and text into chunks and gives each its time. Hidden reasoning takes its time before the text begins. */
function pace(
  character: Character,
  shown: readonly string[],
  text: readonly string[],
  hidden: number,
  random: () => number,
): Pick<Reply, 'opensAt' | 'pieces' | 'endsAt'> {
  const firstAt = clamp(logNormal(random, character.ttftMs, 0.22), 60, 400);
  const callSpeed = logNormal(random, 1, 0.15);
  const gap = () => clamp(logNormal(random, character.gapMs * callSpeed, 0.35), 4, 25);
  const pieces: Piece[] = [];
  let at = firstAt;
  const lay = (kind: Piece['kind'], tokens: readonly string[]) => {
    for (let start = 0; start < tokens.length;) {
      const count = 1 + Math.floor(random() * character.chunkTokens);
      const chunk = tokens.slice(start, start + count);
      pieces.push({ at, kind, text: chunk.join(''), tokens: chunk.length });
      start += chunk.length;
      at += gap();
    }
  };
  lay('reasoning', shown);
  at += hidden * (character.gapMs / character.chunkTokens) * 0.5;
  lay('text', text);
  return { opensAt: firstAt * (0.5 + 0.3 * random()), pieces, endsAt: (pieces.at(-1)?.at ?? at) + tailMs * random() };
}
