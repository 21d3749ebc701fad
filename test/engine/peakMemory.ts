// Preloaded with --import: the process tells at its end how much memory it held at most, threads and all.
import { isMainThread } from 'node:worker_threads';

if (isMainThread) process.on('exit', () => process.stderr.write(`\npeak memory ${process.resourceUsage().maxRSS} kB\n`));
