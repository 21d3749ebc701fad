// Holds the store in argv[2] open, like another window; for each line that comes in it tells what it sees there.
import { createInterface } from 'node:readline';
import { openStore } from '../../src/core/store/openStore.ts';
import { digestOf } from './digest.ts';

const store = await openStore(process.argv[2] ?? '');
console.log('ready');
for await (const _ of createInterface(process.stdin)) console.log(JSON.stringify(await digestOf(store)));
await store.close();
