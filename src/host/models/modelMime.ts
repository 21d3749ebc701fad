import type * as vscode from 'vscode';

/** What a row of the Models view carries when it is dragged: `provider/model`. */
export const modelMime = 'application/vnd.llm-bench.model';

export async function draggedModel(data: vscode.DataTransfer): Promise<string | null> {
  const ref = await data.get(modelMime)?.asString();
  return ref !== undefined && /^[^/\s]+\/\S+$/.test(ref) ? ref : null;
}
