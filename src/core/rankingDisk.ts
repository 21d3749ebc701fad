import type { RankingDisk } from './rankings/disk.ts';
import { diskFiles, makeFolder, replaceFile } from './store/files.ts';
import { isAlive, thisWriter } from './store/writer.ts';

/** The rankings' files are written, and their writers looked up, as the store's are. */
export const rankingDisk: RankingDisk = {
  makeFolder: (path) => makeFolder(diskFiles, path),
  // One writer at a time: what a kill leaves behind is overwritten by the next.
  replace: (path, data) => replaceFile(diskFiles, path, `${path}.tmp`, data),
  self: () => thisWriter(new Date()),
  isAlive: (holder) => {
    // Its silence is watched elsewhere, without the wall clock.
    const now = new Date();
    return isAlive(holder, now, now);
  },
};
