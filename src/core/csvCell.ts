const plainNumber = /^[-+]?\d+(?:\.\d+)?$/;

/**
 * A cell of a CSV file (RFC 4180). Unknown is an empty one. Texts come from models and servers, and a spreadsheet would run one
 * that looks like a formula: such a text gets an apostrophe before it (OWASP, CSV Injection). Numbers, also those in texts, stay
 * as they are.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  // A file of text is looked at in terminals too: nothing in it may steer one.
  const text = value.replaceAll(/(?![\t\n\r])\p{Cc}/gu, '\uFFFD');
  const safe = /^[=+\-@\t\r]/.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
