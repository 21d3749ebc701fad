/** Codicons in use; a name here is a class in the codicon font. */
export type IconName =
  | 'arrow-down'
  | 'arrow-up'
  | 'check'
  | 'chevron-down'
  | 'chevron-right'
  | 'circle-slash'
  | 'close'
  | 'copy'
  | 'dash'
  | 'debug-rerun'
  | 'diff'
  | 'error'
  | 'export'
  | 'info'
  | 'list-selection'
  | 'question'
  | 'save'
  | 'star-full';

/** Decoration: what it means stands beside it or in the label of the control. */
export function Icon({ name }: { readonly name: IconName }) {
  return <span class={`codicon codicon-${name}`} aria-hidden="true" />;
}
