import type { ErrorKind } from './errors.ts';

/** How the calls to one model went in a stretch of time: every call that was sent, retried and warm-up calls among them; cancelled ones are left out. */
export interface ModelReliability {
  readonly provider: string;
  readonly model: string;
  readonly ok: number;
  readonly failed: number;
  /** The most frequent first. */
  readonly errors: readonly { readonly kind: ErrorKind; readonly count: number }[];
  /** When the last of them was sent, ISO 8601. */
  readonly lastAt: string;
}
