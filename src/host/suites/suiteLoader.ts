import type * as vscode from 'vscode';

export function isSuite(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && /\.bench\.(?:ya?ml|json)$/i.test(uri.path);
}

export function sameUri(a: vscode.Uri, b: vscode.Uri): boolean {
  return a.toString() === b.toString();
}
