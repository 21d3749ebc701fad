/**
 * `npm run bench`: what the product costs and how true its times are. Everything is measured in this one run on this one
 * machine; quote the ratios.
 *
 *   npm run bench                          all of it, about ten minutes
 *   npm run bench -- --only timing,store   some of it
 */
import { existsSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { cliPath } from './child.ts';
import { cli } from './cli.ts';
import { comparison } from './comparison.ts';
import { store } from './store.ts';
import { timing } from './timing.ts';
import { verdicts } from './verdicts.ts';
import { year } from './year.ts';

const parts = { cli, store, year, comparison, verdicts, timing };

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = values.only?.split(',') ?? Object.keys(parts);
const unknown = chosen.filter((name) => !(name in parts));
if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}`);
if (!existsSync(cliPath)) throw new Error('Nothing is built yet: npm run build');

console.log(`Node ${process.version}, ${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown processor'}`);
for (const [name, measure] of Object.entries(parts)) if (chosen.includes(name)) await measure();
