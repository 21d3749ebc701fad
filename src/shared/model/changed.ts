import type { Patch } from '../base/patch.ts';

/** A value for somebody who may hold an earlier one: whole, or as the difference from the one that `since` marks. */
export type Changed<T> =
  | { readonly kind: 'whole'; readonly mark: string; readonly value: T }
  | { readonly kind: 'patch'; readonly since: string; readonly mark: string; readonly patch: Patch };
