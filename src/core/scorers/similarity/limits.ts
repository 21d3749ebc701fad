export function refuseLonger(size: number, limit: number): void {
  if (size > limit) throw new Error('The answer is too long to compare: similarity is for short texts.');
}
