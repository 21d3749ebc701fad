import { parentPort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { countUsage } from '../core/tokens/countTokens.ts';
import type { TokenFunctions } from '../core/tokens/tokenThread.ts';

const port = parentPort;
if (!port) throw new Error('tokens.worker runs as a worker thread only');

const functions: TokenFunctions = { count: countUsage };
createBirpc<object, TokenFunctions>(functions, {
  post: (message) => port.postMessage(message),
  on: (receive) => port.on('message', receive),
});
