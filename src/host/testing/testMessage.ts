import * as vscode from 'vscode';
import type { MessageText } from './testBoard.ts';

/** At the item's place in the file; what was expected and what came stand side by side. */
export function testMessage({ told, expected, actual }: MessageText, item: vscode.TestItem): vscode.TestMessage {
  const message =
    expected === null || actual === null
      ? new vscode.TestMessage(actual === null ? told : `${told}\n\n${actual}`)
      : vscode.TestMessage.diff(told, expected, actual);
  const location = locationOf(item);
  if (location) message.location = location;
  return message;
}

/** Where the file has the item, or what it belongs to. */
function locationOf(item: vscode.TestItem): vscode.Location | null {
  for (let at: vscode.TestItem | undefined = item; at; at = at.parent) {
    if (at.uri && at.range) return new vscode.Location(at.uri, at.range.start);
  }
  return null;
}
