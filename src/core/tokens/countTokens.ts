import { countTokens as encodedLength } from 'gpt-tokenizer/encoding/o200k_base';
import { unknownUsage, type TokenUsage } from '../../shared/model/usage.ts';
import type { CallTexts } from './spec.ts';

/** Merging takes time by the square of an unbroken run of letters (a page of Chinese, a base64 image), so that none may be longer. */
const longestSlice = 1000;
/** Of a longer text this much is counted and the rest taken to be alike: an answer of 20 MB is no reason to count for minutes. */
const mostCounted = 1_000_000;

/** What looks like a control token is text here. */
const asText = { disallowedSpecial: new Set<string>() };

/** Counts by o200k_base, the encoding of OpenAI's models since GPT-4o. The frame that a chat puts round its messages is not counted. */
export function countUsage({ input, output, reasoning }: CallTexts): TokenUsage {
  const reasoningTokens = countTokens(reasoning);
  return {
    ...unknownUsage,
    inputTokens: countTokens(input),
    outputTokens: countTokens(output) + reasoningTokens,
    // A server that says nothing of its tokens may also have reasoned without a word of it.
    reasoningTokens: reasoning === '' ? null : reasoningTokens,
  };
}

export function countTokens(text: string): number {
  const counted = text.slice(0, mostCounted);
  let tokens = 0;
  for (let from = 0; from < counted.length;) {
    const to = sliceEnd(counted, from);
    tokens += encodedLength(counted.slice(from, to), asText);
    from = to;
  }
  return counted === text ? tokens : Math.round((tokens * text.length) / counted.length);
}

/** Before a space, where there is one: tokens begin with it. */
function sliceEnd(text: string, from: number): number {
  const to = from + longestSlice;
  if (to >= text.length) return text.length;
  const space = text.lastIndexOf(' ', to);
  return space > from ? space : to;
}
