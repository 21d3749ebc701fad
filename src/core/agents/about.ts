/** Words that say nothing of what a task is about. */
const common = new Set(
  'about after also answer answers best cheap cheapest does fast fastest find from give good have into like model models most need only quality should some task tell that than them these they this those what when which while will with would your'.split(
    ' ',
  ),
);

/** Beginnings are compared, so that "classify" and "classification" are one. */
const stemLength = 5;

/** The words that a text is about, each by its beginning. */
function stems(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return new Set(words.filter((word) => !common.has(word)).map((word) => word.slice(0, stemLength)));
}

/** How many of the task's words a text has. A crude measure: it puts suites in an order, and claims nothing. */
export function sharedWords(task: string, text: string): number {
  const others = stems(text);
  return [...stems(task)].filter((stem) => others.has(stem)).length;
}
