/** Exit codes of the CLI, documented in the README: scripts depend on them. */
export const exitCode = {
  fine: 0,
  /** A threshold of the suite or of --fail-under was missed. */
  thresholdMissed: 1,
  /** The command line, a suite or a key is not usable; nothing was run. */
  badInput: 2,
  /** The run is complete but some calls failed; or a check found stored data damaged; or no source had a ranking. */
  someFailed: 3,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** What outranks what where several suites end differently: the worst news is told. */
const severity: readonly ExitCode[] = [0, 3, 1, 2, 130];

export function worst(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>((a, b) => (severity.indexOf(b) > severity.indexOf(a) ? b : a), exitCode.fine);
}

/** A fault of the input that the user can mend: shown without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
