/** What can be done about a failed call with one click. */
export const errorActionNames = [
  'set-key',
  'sign-in',
  'browse-models',
  'open-docs',
  'open-suite',
  'open-limits',
  'show-log',
  'disable-model',
] as const;
export type ErrorActionName = (typeof errorActionNames)[number];

export interface ErrorAction {
  readonly name: ErrorActionName;
  /** On a button. */
  readonly label: string;
}
