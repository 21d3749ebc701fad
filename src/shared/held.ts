import { applyPatch } from './base/patch.ts';
import type { Changed } from './model/changed.ts';

/** A value that differences are sent for, and its mark. */
export interface Held<T> {
  readonly mark: string;
  readonly value: T;
}

/** What is held after a change; `null` where the change does not fit it. */
export function afterChange<T>(held: Held<T> | null, change: Changed<T>): Held<T> | null {
  if (change.kind === 'whole') return { mark: change.mark, value: change.value };
  if (held?.mark !== change.since) return null;
  try {
    return { mark: change.mark, value: applyPatch(held.value, change.patch) as T };
  } catch {
    return null;
  }
}
