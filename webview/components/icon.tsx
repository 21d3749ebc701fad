/** Codicons in use; a name here is a class in the codicon font. */
export type IconName =
  | 'add'
  | 'arrow-right'
  | 'arrow-down'
  | 'arrow-up'
  | 'bookmark'
  | 'check'
  | 'chevron-down'
  | 'chevron-left'
  | 'chevron-right'
  | 'circle-slash'
  | 'close'
  | 'copy'
  | 'dash'
  | 'debug-continue'
  | 'debug-rerun'
  | 'diff'
  | 'error'
  | 'export'
  | 'note'
  | 'info'
  | 'go-to-file'
  | 'list-selection'
  | 'question'
  | 'refresh'
  | 'save'
  | 'star-empty'
  | 'star-full'
  | 'thumbsdown'
  | 'thumbsdown-filled'
  | 'thumbsup'
  | 'thumbsup-filled'
  | 'warning'
  | 'zoom-in'
  | 'zoom-out';

/** Decoration: what it means stands beside it or in the label of the control. */
export function Icon({ name }: { readonly name: IconName }) {
  return <span class={`codicon codicon-${name}`} aria-hidden="true" />;
}
