import type * as vscode from 'vscode';

/** What a row of the Models view carries when it is dragged: `provider/model`. */
export const modelMime = 'application/vnd.llm-bench.model';

/** The editor announces each type by an empty text first, which `get` would find. */
export async function draggedModel(data: vscode.DataTransfer): Promise<string | null> {
  for (const [type, item] of data) {
    const ref = type === modelMime ? await item.asString() : '';
    if (/^[^/\s]+\/\S+$/.test(ref)) return ref;
  }
  return null;
}
