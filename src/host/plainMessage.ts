/** About what a notification shows without scrolling. */
const mostCharacters = 400;
/** A name within a message: of a suite, a run, a model. */
const mostInName = 80;

/** Control characters, line and paragraph separators, and the marks that turn the direction of writing. */
const unseen = /[\s\p{Cc}\u200E\u200F\u2028-\u202E\u2066-\u2069]+/gu;

/**
 * Makes a text from outside (servers, suites, names) fit for a message: one line, not too long, and no link.
 * The editor turns `[text](command:…)` in notifications into a link that runs the command.
 */
export function plainMessage(text: string, most = mostCharacters): string {
  return cutAtWord(text.replaceAll(unseen, ' ').replaceAll('](', '] (').trim(), most);
}

/** As `plainMessage`, for a name that is to leave room for the sentence around it. */
export function plainName(name: string): string {
  return plainMessage(name, mostInName);
}

/** The editor makes icons of `$(name)` in lenses and quick picks. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}

function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  // One character is for the mark of the cut. Half a surrogate pair is none.
  const head = text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '');
  const space = head.lastIndexOf(' ');
  // A text without spaces is cut where it is.
  return `${(space > most / 2 ? head.slice(0, space) : head).trimEnd()}…`;
}
