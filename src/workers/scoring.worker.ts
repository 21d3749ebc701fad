import { parentPort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { loadScriptEngine } from '../core/scorers/javascript/engine.ts';
import { createScoringFunctions, type ScoringFunctions } from '../core/scorers/threadScorers.ts';

/** Composition root of the scoring thread: scorers that may take long, away from the thread that measures. */
const port = parentPort;
if (!port) throw new Error('scoring.worker runs as a worker thread only');

const functions = createScoringFunctions(() => loadScriptEngine(new URL('quickjs.wasm', import.meta.url)));
createBirpc<object, ScoringFunctions>(functions, {
  post: (message) => port.postMessage(message),
  on: (receive) => port.on('message', receive),
});
