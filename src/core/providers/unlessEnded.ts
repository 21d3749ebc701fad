/** What comes of work, or the reason of the signal as soon as it fires: the work itself is left to others who wait for it. */
export function unlessEnded<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const end = (): void => reject(signal.reason);
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  work.then(resolve, reject);
  return promise.finally(() => signal.removeEventListener('abort', end));
}
