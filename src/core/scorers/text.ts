/** Text handling that the scorers share. */

/** Same text however it was typed: composed accents, no white space at the ends, lower case where case does not count. */
export function normalise(text: string, ignoreCase: boolean): string {
  const composed = text.normalize('NFC').trim();
  return ignoreCase ? composed.toLowerCase() : composed;
}

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
