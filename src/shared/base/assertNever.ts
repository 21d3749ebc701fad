/** Marks a branch that the type checker has shown to be unreachable; throws if a value arrives there all the same. */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
