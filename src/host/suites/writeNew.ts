import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';

const mostTries = 100;

/** Writes a suite to a file that is not there yet: `shop-2.bench.yaml` where `shop.bench.yaml` is taken. */
export async function writeNew(path: string, text: string): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const free = number === 1 ? path : path.replace(/(?=\.bench\.yaml$)/, `-${number}`);
    try {
      await writeFile(free, text, { flag: 'wx' });
      return vscode.Uri.file(free);
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!isTaken || number === mostTries) throw error;
    }
  }
}
