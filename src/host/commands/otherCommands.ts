import { mkdir } from 'node:fs/promises';
import type { BenchService } from '../benchService.ts';
import { showFolder } from '../data/places.ts';
import type { RedactedLog } from '../log.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import type { Handlers } from './register.ts';

export interface OtherServices {
  readonly bench: BenchService;
  readonly index: SuiteIndex;
  readonly log: RedactedLog;
}

export function otherCommands({ bench, index, log }: OtherServices): Handlers<'refresh' | 'showLog' | 'openDataFolder'> {
  return {
    async refresh() {
      index.refresh();
      await (await bench.store()).reread();
      bench.replaced();
    },
    async showLog() {
      log.show();
    },
    async openDataFolder() {
      const folder = bench.storeDir;
      await mkdir(folder, { recursive: true });
      await showFolder(folder);
    },
  };
}
