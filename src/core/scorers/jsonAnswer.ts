/** The whole answer as JSON, or its first fenced block: models wrap JSON in one unasked. `null` where neither is. */
export function jsonAnswer(text: string): { readonly value: unknown } | null {
  return tryParse(text) ?? tryParse(firstFenced(text));
}

/** What stands between the first line with ``` and the next ```; by hand, for a pattern would scan a text of fences anew from each. */
function firstFenced(text: string): string {
  const start = text.indexOf('\n', text.indexOf('```')) + 1;
  const end = text.indexOf('```', start);
  return text.includes('```') && start > 0 && end !== -1 ? text.slice(start, end) : '';
}

function tryParse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text.trim()) as unknown };
  } catch {
    return null;
  }
}
