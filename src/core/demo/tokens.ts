/** Words of up to six letters with the space before them, single signs, and white space: about as coarse as a real tokenizer. */
const token = /\s?[\p{L}\p{N}]{1,6}|\s?[^\s\p{L}\p{N}]|\s+/gu;

/** Cuts a text into the tokens that the demo models count, stream and bill. Joined, they are the text again. */
export function tokenize(text: string): readonly string[] {
  return text.match(token) ?? [];
}
