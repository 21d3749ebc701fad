/** Indentation, dashes and the key of a line of YAML: what its value comes after. */
const beforeValue = /^ *(?:- +)*(?:[\w.-]+: +)?/;

/** Where the map that the line is of begins. */
const beforeKey = /^ *(?:- +)*/;

/** Where a text begins that YAML takes for something else: a variable, a reserved character. */
const misread = /^(?:\{\{|[@`%])/;

/** Of a longer line nobody would see the end. */
const longestLine = 2000;

/**
 * The value of the line at `offset`, if it is a plain text that would read as one with quotes around it.
 * @param isMapping whether the parser took the value for a key of its own
 */
export function unquotedValue(
  text: string,
  offset: number,
  isMapping: boolean,
): { readonly start: number; readonly end: number } | null {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const [line = ''] = text.slice(from, from + longestLine).split('\n', 1);
  const before = beforeValue.exec(line)?.[0].length ?? 0;
  if (line.length === longestLine || before === 0 || goesOn(text, from, line)) return null;
  const comment = line.indexOf(' #', before);
  const value = line.slice(before, comment < 0 ? line.length : comment).trimEnd();
  const hasColon = isMapping && /^[^"'[\]{}|>&*!#\s]/.test(value) && value.includes(': ');
  return misread.test(value) || hasColon ? { start: from + before, end: from + before + value.length } : null;
}

/** Whether the next line is further right: quotes would have to end there, or nobody knows where. */
function goesOn(text: string, from: number, line: string): boolean {
  const keyAt = beforeKey.exec(line)?.[0].length ?? 0;
  const next = from + line.length + 1;
  const indent = /^ *(?=[^\s#])/.exec(text.slice(next, next + longestLine))?.[0].length ?? 0;
  return indent > keyAt;
}
