/** What an error of the editor's model API says of itself. */
export interface ErrorFacts {
  /** `LanguageModelError.code`, else the name, by which extensions tell their errors apart; `null` where it is any error. */
  readonly code: string | null;
  readonly message: string;
}

/** Errors have come from another extension, through the editor: more than a name, a code and texts is not left of them. */
export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { code: null, message: String(error) };
  const { name, message, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const named = code === '' || code === 'Unknown' ? name : code;
  const because = cause instanceof Error && cause.message !== '' ? cause.message : '';
  return {
    code: plainNames.has(named) ? null : named,
    message: [message, because].filter((text) => text !== '').join(': ') || named,
  };
}

const plainNames: ReadonlySet<string> = new Set(['Error', 'LanguageModelError']);
