import type { AccessibilityInformation } from 'vscode';

/** What a screen reader says of a row. Left to itself the editor would say the tooltip, or the label alone. */
export function spoken(...parts: readonly string[]): AccessibilityInformation {
  return { label: parts.filter((part) => part !== '').join(', ') };
}
