/** A suite thread that dies of a question whose file is there, once: it takes the file along. */
import { existsSync, rmSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { packOutline } from '../../../../src/core/suite/language/packedOutline.ts';
import type { SuiteDocument } from '../../../../src/core/suite/language/spec.ts';

const outline = packOutline({ name: null, models: [], prompts: [], cases: [], datasets: [] });

function survey({ path, text }: SuiteDocument): unknown {
  if (existsSync(path)) {
    if (text !== 'for ever') rmSync(path);
    process.exit(3);
  }
  return { suite: null, problems: [], outline };
}

createBirpc<object>(
  { survey },
  {
    post: (message) => parentPort?.postMessage(message),
    on: (receive) => parentPort?.on('message', receive),
  },
);
