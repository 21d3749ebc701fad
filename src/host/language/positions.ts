import type * as vscode from 'vscode';
import type { TextPosition } from '../../shared/model/problem.ts';

/** As data: the editor's own loses its line and column on the way to another thread. */
export function toPosition({ line, character }: vscode.Position): TextPosition {
  return { line, character };
}
