import type { DataParts } from '../data/dataParts.ts';
import type { Handlers } from './register.ts';

type DataCommand = 'backup' | 'restore' | 'mergeResults' | 'exportAll' | 'checkData' | 'compactData' | 'pruneRuns';

/** What is done with all results. None of it asks for trust: nothing is run, and a stored suite is no more trusted for being here. */
export function dataCommands(parts: DataParts): Handlers<DataCommand> {
  const whole = () => import('../data/backup.ts');
  const care = () => import('../data/care.ts');
  return {
    backup: async () => (await whole()).backUp(parts),
    restore: async () => (await whole()).restore(parts),
    mergeResults: async () => (await whole()).importResults(parts),
    exportAll: async () => (await whole()).exportAll(parts),
    checkData: async () => (await care()).checkData(parts),
    compactData: async () => (await care()).compactData(parts),
    pruneRuns: async () => (await care()).pruneRuns(parts),
  };
}
