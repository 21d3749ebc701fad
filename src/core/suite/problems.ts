import type { Problem, TextRange } from '../../shared/model/problem.ts';

export type Fix = NonNullable<Problem['fix']>;

export function error(code: string, message: string, range: TextRange, fix?: Fix | null): Problem {
  return { severity: 'error', code, message, range, ...(fix ? { fix } : {}) };
}

export function warning(code: string, message: string, range: TextRange, fix?: Fix | null): Problem {
  return { severity: 'warning', code, message, range, ...(fix ? { fix } : {}) };
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

/** The suite's own problems first, then each dataset's, each by place. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(
    (a, b) =>
      (a.file ?? '').localeCompare(b.file ?? '') ||
      a.range.start.line - b.range.start.line ||
      a.range.start.character - b.range.start.character,
  );
}

/** `a`, `b` and `c`: at most `limit` names, then how many more. */
export function nameList(names: readonly string[], limit = 12): string {
  const shown = names.slice(0, limit).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** Text from a file inside a message: quoted and short. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
}
