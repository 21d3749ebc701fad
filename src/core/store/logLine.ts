import { crc32 } from 'node:zlib';
import type { Attempt } from '../../shared/model/attempt.ts';
import type { RunFigures } from '../../shared/model/history.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import type { Grade, Rating, ScoringDetail, ScoringRecord } from '../../shared/model/scoring.ts';
import type { Writer } from './writer.ts';

/**
 * What a line of a run log says.
 * `log-opened` is the first line of every file; `log-closed` the last one, after which the file never grows.
 */
export type LogEntry =
  | { readonly type: 'log-opened'; readonly runId: RunId; readonly writer: Writer }
  | { readonly type: 'run-created'; readonly run: RunRecord; readonly detail: RunDetail }
  | Revised<{ readonly type: 'run-updated'; readonly run: RunRecord }>
  /** As an update, with another detail. */
  | Revised<{ readonly type: 'run-extended'; readonly run: RunRecord; readonly detail: RunDetail }>
  | { readonly type: 'attempt'; readonly attempt: Attempt }
  /** Revisions of a scoring are counted like those of a run: 0 at first, more where it was taken up again. */
  | Revised<{ readonly type: 'scoring-created'; readonly scoring: ScoringRecord; readonly detail: ScoringDetail }>
  | Revised<{ readonly type: 'scoring-updated'; readonly scoring: ScoringRecord }>
  | { readonly type: 'grade'; readonly grade: Grade }
  /** Revisions count the ratings of one attempt. */
  | { readonly type: 'rated'; readonly rating: Rating; readonly revision: number }
  /** All else that there was of the run is gone for good: its attempts, its detail, its scorings. */
  | Revised<{ readonly type: 'run-pruned'; readonly run: RunRecord; readonly figures: RunFigures }>
  | { readonly type: 'log-closed' };

/** `revision` counts the updates of what an entry is about; the highest wins, whatever the order of reading. */
type Revised<Entry> = Entry & { readonly revision: number; readonly at: string };

/** What a line turned out to be. `newer` was written by a later version of the tool. */
export type DecodedLine =
  | { readonly state: 'ok'; readonly entry: LogEntry }
  | { readonly state: 'damaged' }
  | { readonly state: 'newer' };

/** Since when an entry of this type is written: an earlier version of the tool stops reading before it, and loses nothing. */
const versions: Readonly<Record<LogEntry['type'], number>> = {
  'log-opened': 1,
  'run-created': 1,
  'run-updated': 1,
  attempt: 1,
  'log-closed': 1,
  'run-extended': 2,
  'scoring-created': 2,
  'scoring-updated': 2,
  grade: 2,
  rated: 2,
  'run-pruned': 3,
};
const version = Math.max(...Object.values(versions));
const head = /^\{"v":(\d+),"crc":"([0-9a-f]{8})","entry":/;
/** Bytes that are enough to hold `head`. */
const headBytes = 64;

/** One JSON object and a line feed. The checksum covers the entry's bytes, so a torn or rotten line shows. */
export function encodeLine(entry: LogEntry): Buffer {
  const json = Buffer.from(JSON.stringify(entry), 'utf8');
  const prefix = `{"v":${versions[entry.type]},"crc":"${checksum(json)}","entry":`;
  return Buffer.concat([Buffer.from(prefix, 'latin1'), json, Buffer.from('}\n', 'latin1')]);
}

/** Takes a line without its line feed. What passes the checksum was written by this module and is trusted. */
export function decodeLine(line: Buffer): DecodedLine {
  const match = head.exec(line.toString('latin1', 0, headBytes));
  if (match === null) return { state: 'damaged' };
  const json = line.subarray(match[0].length, line.length - 1);
  if (checksum(json) !== match[2]) return { state: 'damaged' };
  if (Number(match[1]) > version) return { state: 'newer' };
  return { state: 'ok', entry: JSON.parse(json.toString('utf8')) as LogEntry };
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
