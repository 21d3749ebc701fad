import type { StreamEvent } from './spec.ts';

type TextDelta = Extract<StreamEvent, { type: 'text-delta' }>;
type Split = TextDelta | Extract<StreamEvent, { type: 'reasoning-delta' }>;

/**
 * Tells reasoning from the answer where a server leaves it at the beginning of the content, between tags (Bedrock's
 * OpenAI-compatible endpoint does so with gpt-oss). Tags further on are the answer's own. A tag may come in pieces.
 */
export class TaggedReasoning {
  readonly #open: string;
  readonly #close: string;
  #place: 'before' | 'within' | 'after' = 'before';
  /** What may be the beginning of the tag that is looked for. */
  #held = '';
  #frame = 0;

  constructor(tag: string) {
    this.#open = `<${tag}>`;
    this.#close = `</${tag}>`;
  }

  *take({ text, frame }: TextDelta): Generator<Split> {
    this.#frame = frame;
    const rest = this.#held + text;
    this.#held = '';
    if (this.#place === 'before') yield* this.#begin(rest);
    else if (this.#place === 'within') yield* this.#think(rest);
    else yield* this.#said('text-delta', rest);
  }

  /** The stream is over: what was held is no tag. */
  *end(): Generator<Split> {
    yield* this.#said(this.#place === 'within' ? 'reasoning-delta' : 'text-delta', this.#held);
    this.#held = '';
  }

  *#begin(rest: string): Generator<Split> {
    if (rest.startsWith(this.#open)) {
      this.#place = 'within';
      yield* this.#think(rest.slice(this.#open.length));
    } else if (this.#open.startsWith(rest)) this.#held = rest;
    else {
      this.#place = 'after';
      yield* this.#said('text-delta', rest);
    }
  }

  *#think(rest: string): Generator<Split> {
    const at = rest.indexOf(this.#close);
    if (at === -1) {
      const kept = beginningAtEnd(rest, this.#close);
      this.#held = rest.slice(rest.length - kept);
      return yield* this.#said('reasoning-delta', rest.slice(0, rest.length - kept));
    }
    this.#place = 'after';
    yield* this.#said('reasoning-delta', rest.slice(0, at));
    yield* this.#said('text-delta', rest.slice(at + this.#close.length));
  }

  *#said(type: Split['type'], text: string): Generator<Split> {
    if (text !== '') yield { type, text, frame: this.#frame };
  }
}

/** How many characters at the end of a text may be the beginning of a tag. */
function beginningAtEnd(text: string, tag: string): number {
  for (let length = Math.min(text.length, tag.length - 1); length > 0; length--) {
    if (text.endsWith(tag.slice(0, length))) return length;
  }
  return 0;
}
