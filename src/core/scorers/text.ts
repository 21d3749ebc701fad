/** Text handling that the scorers share. */

/** Same text however it was typed: composed accents, no white space at the ends, lower case where case does not count. */
export function normalise(text: string, ignoreCase: boolean): string {
  // A run of marks is put in order in quadratic time, and no script writes this many on one letter: such text stays as it is.
  const composed = manyMarks.test(text) ? text : text.normalize('NFC');
  return ignoreCase ? composed.trim().toLowerCase() : composed.trim();
}

/** Unicode's stream-safe format allows 30 (UAX #15). The look-behind keeps a run from being tried from each of its marks. */
const manyMarks = /(?<!\p{M})\p{M}{64}/u;

/** One line in double quotes, cut in the middle of nothing: for names and reasons. */
export function quote(text: string, limit = 40): string {
  return `"${excerpt(text, limit)}"`;
}

/** One line of at most `limit` characters, with an ellipsis where something was cut. */
export function excerpt(text: string, limit = 40): string {
  // Enough for `limit` characters of two units each, whatever white space collapses: answers may be megabytes.
  const line = text
    .slice(0, limit * 8)
    .replaceAll(/\s+/g, ' ')
    .trim();
  const characters = Array.from(line);
  const whole = characters.length <= limit && text.length <= limit * 8;
  return whole
    ? line
    : `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
}
