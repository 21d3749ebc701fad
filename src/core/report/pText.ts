/** `p 0.021`, `p < 0.001`. */
export function pText(pValue: number): string {
  return pValue < 0.001 ? 'p < 0.001' : `p ${pValue.toFixed(3)}`;
}
