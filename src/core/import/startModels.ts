/** The models of a new suite: those that somebody chose, else one that answers without a key. */
export function startModels(chosen: readonly string[]): string[] {
  return chosen.length > 0 ? [...chosen] : ['demo/atlas-mini'];
}
