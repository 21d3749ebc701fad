import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nullLogger, systemClock } from '../../src/core/ports.ts';
import { rankingDisk } from '../../src/core/rankingDisk.ts';
import { putRankings } from '../../src/core/rankings/kept.ts';
import { FileRankingStore } from '../../src/core/rankings/rankingStore.ts';
import { coders, ranked, ranking } from '../unit/agents/boards.ts';

const generals = ranking('general', [
  ranked('Claude Haiku 4.5', 1, { creator: 'Anthropic' }),
  ranked('GPT-5 mini', 2, { creator: 'OpenAI' }),
  ranked('GPT-5', 3, { creator: 'OpenAI' }),
]);

/** A folder for `llmBench.storageFolder` with rankings that somebody has fetched three hours ago: no board is asked for them. */
export async function folderWithRankings(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'lb-ranks-'));
  const store = new FileRankingStore({
    folder: join(folder, 'rankings'),
    disk: rankingDisk,
    clock: systemClock,
    logger: nullLogger,
  });
  await store.update(putRankings([coders, generals]));
  return folder;
}
