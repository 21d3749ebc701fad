/**
 * What turns one JSON value into another; itself JSON. `diff` and `applyPatch` are the only two that look inside.
 */
export type Patch =
  | { readonly set: unknown }
  | { readonly keys: Readonly<Record<string, Patch>>; readonly without?: readonly string[] }
  /** An array: where each element comes from, and what changes in it. */
  | { readonly items: readonly ItemPatch[] };

/** The element that stood at `from` (absent: a new one), as `patch` leaves it (absent: as it was). A number n is short for `{ from: n }`. */
export type ItemPatch = number | { readonly from?: number; readonly patch?: Patch };

/** `null`: the two are equal. */
export function diff(before: unknown, after: unknown): Patch | null {
  return JSON.stringify(before) === JSON.stringify(after) ? null : { set: after };
}

/** What did not change is the same object as before. */
export function applyPatch(before: unknown, patch: Patch): unknown {
  return 'set' in patch ? patch.set : before;
}
