/** Waiting for what has no event: tries again until it holds, and says at the end what was waited for. */
import { setTimeout as delay } from 'node:timers/promises';

const PAUSE_MS = 100;
export const DEFAULT_TIMEOUT_MS = 30_000;

/** Repeats `attempt` until it does not throw; the error that it then throws tells the last one. */
export async function retry<T>(what: string, attempt: () => Promise<T>, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end)
        throw new Error(`Waited ${timeoutMs / 1000} s for ${what}. ${String(error)}`, { cause: error });
    }
    await delay(PAUSE_MS);
  }
}

/** Repeats `read` until `holds` accepts what it returns; the error names the value it last had. */
export async function waitUntil<T>(
  what: string,
  read: () => Promise<T> | T,
  holds: (value: T) => boolean,
  timeoutMs = DEFAULT_TIMEOUT_MS,
): Promise<T> {
  return retry(
    what,
    async () => {
      const value = await read();
      if (!holds(value)) throw new Error(`Last seen: ${JSON.stringify(value)}`);
      return value;
    },
    timeoutMs,
  );
}
