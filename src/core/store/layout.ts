import type { RunId } from '../../shared/model/ids.ts';

/** Names within the store's folder. `openStore.ts` says what each holds. */
export const logsFolder = 'runs';
export const derivedFolder = 'index';
export const catalogName = 'catalog.sqlite';
/** The one index of all runs that earlier versions kept. */
export const formerImageName = 'store.sqlite';

export function imageNameOf(runId: RunId): string {
  return `${runId}.sqlite`;
}

export function viewNameOf(runId: RunId, name: string): string {
  return `${runId}.${encodeURIComponent(name)}.json`;
}

/** Whether a file of `derivedFolder` belongs to the run: ids hold no dots. */
export function isDerivedFrom(runId: RunId, fileName: string): boolean {
  return fileName.startsWith(`${runId}.`);
}

/** What a crash in the middle of writing leaves behind. */
export const temporaryName = /\.[0-9a-f-]+\.tmp$/;

/** What was found damaged and given another name. */
export const asideName = /\.damaged-[0-9TZ.-]+\.sqlite$/;
