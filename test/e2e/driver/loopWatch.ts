/** How long the extension host's event loop stood still: an extension beside ours watches it, see inhost/loopWatch.ts. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LongestTurn, PORT_FILE } from '../inhost/loopWatch.ts';
import type { Home } from './home.ts';
import type { OtherExtension } from './packExtension.ts';
import { retry } from './retry.ts';

/** To be installed beside ours. */
export const loopWatch: OtherExtension = {
  entry: fileURLToPath(new URL('../inhost/loopWatch.ts', import.meta.url)),
  contributes: {},
  activationEvents: ['*'],
};

/** Since it was asked last. */
export async function longestTurn(home: Home): Promise<LongestTurn> {
  const file = join(home.temp, PORT_FILE);
  return retry('the watch on the event loop', async () => {
    const response = await fetch(`http://127.0.0.1:${await readFile(file, 'utf8')}/`);
    return (await response.json()) as LongestTurn;
  });
}

/** To be called before a window reloads: the extension host that comes then has a watch of its own. */
export async function forgetWatch(home: Home): Promise<void> {
  await rm(join(home.temp, PORT_FILE), { force: true });
}
