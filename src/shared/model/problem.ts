/** A fault in a suite file or a dataset, at its place. Lines and columns count from 0, as in the editor. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Stable id: `unknown-key`, `unknown-variable`, … */
  readonly code: string;
  /** Names the thing and says what to do. */
  readonly message: string;
  readonly range: TextRange;
  /** File the range is in, where it is not the suite itself (a dataset). */
  readonly file?: string;
  /** An obvious replacement for the text at `range`, or at the range that it names. */
  readonly fix?: { readonly title: string; readonly newText: string; readonly range?: TextRange };
}

export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** What rules tell against a model's id, before anybody asks its provider. */
export interface ModelFault {
  readonly severity: 'error' | 'warning';
  /** Names the model and says what to do. */
  readonly message: string;
  /** The right id, where there is one. */
  readonly replacement: string | null;
}
