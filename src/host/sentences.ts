/** Joins texts of which some end with a full stop and some do not: providers write their messages either way. */
export function sentences(...texts: readonly string[]): string {
  return texts.map((text) => (/[.!?…]$/.test(text) ? text : `${text}.`)).join(' ');
}
