import { field, parseJson, text } from '../../json.ts';

export type JudgeReply<Value> =
  | { readonly ok: true; readonly value: Value; readonly reason: string }
  /** Out of the format that was asked for: a failure of the scorer, not a bad grade. */
  | { readonly ok: false; readonly reason: string };

export type Winner = 'first' | 'second' | 'tie';

const winners: ReadonlySet<unknown> = new Set(['first', 'second', 'tie']);

/** A whole number from 1 to 5. */
export function readGrade(reply: string): JudgeReply<number> {
  const isGrade = (score: unknown): score is number => Number.isInteger(score) && Number(score) >= 1 && Number(score) <= 5;
  return read(reply, 'score', isGrade);
}

export function readWinner(reply: string): JudgeReply<Winner> {
  return read(reply, 'winner', (winner): winner is Winner => winners.has(winner));
}

/** Of a reason, in characters: a score against ten opponents has ten of them. */
const longestReason = 500;

function read<Value>(reply: string, key: string, fits: (value: unknown) => value is Value): JudgeReply<Value> {
  const found = objectWith(key, reply);
  const value = field(found, key);
  if (!fits(value)) return { ok: false, reason: outOfFormat(reply) };
  const reason = text(field(found, 'reason')) ?? 'no reason given';
  return { ok: true, value, reason: reason.slice(0, longestReason) };
}

function outOfFormat(reply: string): string {
  const start = reply.trim().replaceAll(/\s+/g, ' ').slice(0, 200);
  return start === '' ? 'The judge answered nothing.' : `The judge answered out of its format: ${start}`;
}

/** What is asked for stands at the end of a reply; so much of it is searched. */
const searchedChars = 20_000;
const mostTries = 500;

/** The reply itself, or the last object with that key in it: in a fence, or behind some words. */
function objectWith(key: string, reply: string): unknown {
  const whole = parseJson(reply);
  if (field(whole, key) !== undefined) return whole;
  const end = reply.slice(-searchedChars);
  let tries = 0;
  for (let close = end.lastIndexOf('}'); close > 0; close = end.lastIndexOf('}', close - 1)) {
    for (let open = end.lastIndexOf('{', close); open >= 0; open = open === 0 ? -1 : end.lastIndexOf('{', open - 1)) {
      if (++tries > mostTries) return undefined;
      const value = parseJson(end.slice(open, close + 1));
      if (field(value, key) !== undefined) return value;
    }
  }
  return undefined;
}
